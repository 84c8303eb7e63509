"""Stage 5, looking back: everything that was ever said of one polling station, in order and in words.

In   the statements, the exhibits that they name.
Out  a `Told` for each statement that is about the station: withdrawn ones too, since nothing is erased.

For the coordinator, and private: it names persons by their codes. What a station was after each statement is
for `snapshot` to say.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from testigo import columns
from testigo.election.amend import read_amendment
from testigo.evidence.bodies import (
    Amended,
    Body,
    Claimed,
    Decided,
    Imported,
    Read,
    Transcribed,
    Unread,
    Withdrawn,
    parse_body,
)
from testigo.evidence.statements import Kind, Statement
from testigo.standing.amendments import amendment_of
from testigo.standing.wide import read_parquet
from testigo.standing.withdrawals import ReadExhibit, withdrawn_names


@dataclass(frozen=True)
class Told:
    """What one statement said of the station.

    contests  the contests that it is of; empty where it is of the station itself
    names     the names by which it can be withdrawn: its number, or its readings of the station
    said      in words
    """

    number: int
    day: datetime.date
    kind: Kind
    contests: tuple[str, ...]
    names: tuple[str, ...]
    said: str


@dataclass
class _Station:
    """The station, and what the statements so far have told of it."""

    code: str
    read_exhibit: ReadExhibit
    names: set[str] = field(default_factory=set)  # that a later withdrawal may name
    fell: dict[str, str] = field(default_factory=dict)  # withdrawal -> what it took away, in words
    imported: dict[str, int] = field(default_factory=dict)  # first file of an import -> its statement


def history(station: str, statements: Iterable[Statement], read_exhibit: ReadExhibit) -> tuple[Told, ...]:
    """Return what was said of a station, in order; empty where nothing was."""
    heard = list(statements)
    exhibits = {
        statement.subject
        for statement in heard
        if statement.subject is not None and statement.body.get("station") == station
    }
    about = _Station(station, read_exhibit)
    told: list[Told] = []
    for statement in heard:
        for one in _tell(about, statement, of_form=statement.subject in exhibits):
            about.names.update(one.names)
            told.append(one)
    return tuple(told)


def _tell(about: _Station, statement: Statement, *, of_form: bool) -> Iterator[Told]:
    number = str(statement.number)
    body = parse_body(statement)
    match body:
        case Imported():
            about.imported[body.files[0]] = statement.number
            yield from _tell_import(about, statement, body)
        case Amended():
            yield from _tell_amendment(about, statement)
        case Claimed():
            yield from _tell_claims(about, statement, body)
        case Withdrawn():
            fell = sorted(withdrawn_names(body, about.read_exhibit) & about.names)
            if fell:
                about.fell[number] = ", ".join(fell)
                yield _told(statement, _taken_back(about, statement, body, fell), (number,))
        case Transcribed(station=about.code) | Decided(station=about.code):
            yield _told(statement, _words(statement, body), (number,))
        case Unread() if of_form:
            yield _told(statement, f"{body.reader} read no figures of it: {body.reason}.", (number,))
        case None if of_form and statement.kind is Kind.RECEIVED:
            yield _told(statement, f"A form came in: exhibit {statement.subject}.", ())


def _taken_back(about: _Station, statement: Statement, body: Withdrawn, fell: list[str]) -> str:
    """Say what falls and, where that is a withdrawal itself, what stands again."""
    verb = "invalidated" if statement.kind is Kind.INVALIDATED else "withdrew"
    names = ", ".join(
        f"{name} (which had taken back {about.fell[name]})" if name in about.fell else name for name in fell
    )
    later = " A later release of the table takes its place." if body.release is not None else ""
    return f"{_who(statement)} {verb} {names}.{later} Reason: {body.reason}"


def _told(statement: Statement, said: str, names: tuple[str, ...]) -> Told:
    contests = () if statement.contest is None else (statement.contest,)
    return Told(statement.number, statement.day, statement.kind, contests, names, said)


def _words(statement: Statement, body: Body) -> str:
    match body:
        case Read():
            return f"{body.reader} read ({body.method}, {body.provenance_class}): {_reading(body)}"
        case Transcribed():
            return f"{_who(statement)} typed ({body.provenance_class}): {_reading(body)}"
        case Decided():
            verb = "corrected" if statement.kind is Kind.CORRECTED else f"decided to {body.decision}"
            knew = f" Readings known then: {', '.join(body.knew)}"
            figures = f": {_figures(body.figures)}" if body.figures else ""
            return f"{_who(statement)} {verb}{figures}.{knew}. Reason: {body.reason}"
    return statement.kind.value


def _who(statement: Statement) -> str:
    persons = [person for person in (statement.person, statement.second_person) if person is not None]
    return " and ".join(persons) or "The operation"


def _reading(body: Transcribed) -> str:
    declared = [] if body.document_class is None else [f"class {body.document_class}"]
    return ", ".join([*declared, _figures(body.figures)]) or "nothing"


def _figures(figures: Mapping[str, int | None]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(figures.items()) if value is not None)


def _tell_import(about: _Station, statement: Statement, body: Imported) -> Iterator[Told]:
    rows = (
        read_parquet(about.read_exhibit(body.readings), columns.IMPORTED)
        .filter(pl.col("station") == about.code)
        .collect()
    )
    if rows.is_empty():
        return
    said, names = [], []
    for part, contest in rows.select("part", "contest").unique().sort("part", "contest").iter_rows():
        of = rows.filter((pl.col("part") == part) & (pl.col("contest") == contest)).drop_nulls("figure")
        figures = dict(of.select("figure", "value").iter_rows())
        reader = body.parts[part]
        said.append(f"{reader.reader} ({reader.method}), {contest}: {_figures(figures)}")
        names.append(f"{statement.number}.{part}:{about.code}")
    contests = tuple(rows["contest"].unique().sort())
    # The whole import can be withdrawn too, by its number.
    about.names.add(str(statement.number))
    yield Told(
        statement.number,
        statement.day,
        statement.kind,
        contests,
        tuple(dict.fromkeys(names)),
        _imported(about, body) + "; ".join(said),
    )


def _imported(about: _Station, body: Imported) -> str:
    if body.replaces is None:
        return "A table was imported. "
    earlier = about.imported.get(body.replaces)
    of = "an earlier one" if earlier is None else f"the one of statement {earlier}"
    return f"A later release of a table was imported, in the place of {of}. "


def _tell_amendment(about: _Station, statement: Statement) -> Iterator[Told]:
    amendment = amendment_of(statement, about.read_exhibit)
    table, rows = read_amendment(amendment)
    of_station = (
        rows.filter(pl.col(table.code) == about.code) if table.code in ("station", "place") else rows.clear()
    )
    for row in of_station.drop("row", table.code).iter_rows(named=True):
        cells = ", ".join(f"{name} {'empty' if value is None else value}" for name, value in row.items())
        said = f"The definition was amended: {cells}. Reason: {amendment.reason}"
        yield _told(statement, said, (str(statement.number),))


def _tell_claims(about: _Station, statement: Statement, body: Claimed) -> Iterator[Told]:
    claims = read_parquet(about.read_exhibit(body.claims), columns.CLAIMS).collect()
    of_station = claims.filter(pl.col("place") == about.code)
    if not of_station.is_empty():
        figures = ", ".join(f"{row[0]} {row[1]}" for row in of_station.select("figure", "value").iter_rows())
        yield _told(statement, f"{body.source} claims: {figures}.", (str(statement.number),))
