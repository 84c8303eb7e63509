"""Stage 5, looking back: everything that was ever said of one polling station, in order.

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

Figures = Mapping[str, int]
"""What was read: figure -> value, sorted by figure."""


@dataclass(frozen=True)
class FormCame:
    """A form came in."""

    exhibit: str | None


@dataclass(frozen=True)
class NothingRead:
    """A machine read no figures of it."""

    reader: str
    reason: str


@dataclass(frozen=True)
class FiguresRead:
    """A machine read figures, or a person typed them.

    persons  who typed; empty where a machine read, which is `reader` by its `method`
    """

    persons: tuple[str, ...]
    reader: str | None
    method: str | None
    provenance: str
    document_class: str | None
    figures: Figures


@dataclass(frozen=True)
class DecidedOn:
    """People decided on it, or corrected it; `knew` is which readings they knew."""

    persons: tuple[str, ...]
    decision: str
    is_correction: bool
    figures: Figures
    knew: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class TakenBack:
    """Names no longer stand.

    persons     who took them back; empty where a later release did
    names       each with what it had taken back itself and now stands again, if it had
    by_release  whether a later release of the table takes its place
    """

    persons: tuple[str, ...]
    is_invalidation: bool
    names: tuple[tuple[str, str | None], ...]
    by_release: bool
    reason: str


@dataclass(frozen=True)
class ImportedReading:
    """What an imported table has of the station in a contest, by one reader."""

    reader: str
    method: str
    contest: str
    figures: Figures


@dataclass(frozen=True)
class TableImported:
    """A table was imported.

    is_later  whether it is a later release, in the place of statement `replaces`; None = of one not known
    """

    is_later: bool
    replaces: int | None
    readings: tuple[ImportedReading, ...]


@dataclass(frozen=True)
class DefinitionAmended:
    """Cells of the definition were amended: column -> value, None = empty."""

    cells: Mapping[str, object]
    reason: str


@dataclass(frozen=True)
class FiguresClaimed:
    """The authority claims figures, as it printed them."""

    source: str
    figures: tuple[tuple[str, str], ...]


Said = (
    FormCame
    | NothingRead
    | FiguresRead
    | DecidedOn
    | TakenBack
    | TableImported
    | DefinitionAmended
    | FiguresClaimed
)
"""What one statement said of the station."""


@dataclass(frozen=True)
class HistoryEntry:
    """One statement that is about the station.

    contests  the contests that it is of; empty where it is of the station itself
    names     the names by which it can be withdrawn: its number, or its readings of the station
    """

    number: int
    day: datetime.date
    kind: Kind
    contests: tuple[str, ...]
    names: tuple[str, ...]
    said: Said


@dataclass
class _Station:
    """The station, and what the statements so far have told of it."""

    code: str
    read_exhibit: ReadExhibit
    names: set[str] = field(default_factory=set)  # that a later withdrawal may name
    fell: dict[str, str] = field(default_factory=dict)  # withdrawal -> the names that it took away
    imported: dict[str, int] = field(default_factory=dict)  # first file of an import -> its statement


def history(
    station: str, statements: Iterable[Statement], read_exhibit: ReadExhibit
) -> tuple[HistoryEntry, ...]:
    """Return what was said of a station, in order; empty where nothing was."""
    heard = list(statements)
    exhibits = {
        statement.subject
        for statement in heard
        if statement.subject is not None and statement.body.get("station") == station
    }
    about = _Station(station, read_exhibit)
    told: list[HistoryEntry] = []
    for statement in heard:
        for one in _tell(about, statement, of_form=statement.subject in exhibits):
            about.names.update(one.names)
            told.append(one)
    return tuple(told)


def _tell(about: _Station, statement: Statement, *, of_form: bool) -> Iterator[HistoryEntry]:
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
                yield _entry(statement, _taken_back(about, statement, body, fell), (number,))
        case Transcribed(station=about.code):
            yield _entry(statement, _read(statement, body), (number,))
        case Decided(station=about.code):
            yield _entry(statement, _decided(statement, body), (number,))
        case Unread() if of_form:
            yield _entry(statement, NothingRead(body.reader, body.reason), (number,))
        case None if of_form and statement.kind is Kind.RECEIVED:
            yield _entry(statement, FormCame(statement.subject), ())


def _taken_back(about: _Station, statement: Statement, body: Withdrawn, fell: list[str]) -> TakenBack:
    """Return what falls and, where that is a withdrawal itself, what stands again."""
    return TakenBack(
        _persons(statement),
        statement.kind is Kind.INVALIDATED,
        tuple((name, about.fell.get(name)) for name in fell),
        body.release is not None,
        body.reason,
    )


def _entry(statement: Statement, said: Said, names: tuple[str, ...]) -> HistoryEntry:
    contests = () if statement.contest is None else (statement.contest,)
    return HistoryEntry(statement.number, statement.day, statement.kind, contests, names, said)


def _read(statement: Statement, body: Transcribed) -> FiguresRead:
    by_machine = isinstance(body, Read)
    return FiguresRead(
        () if by_machine else _persons(statement),
        body.reader if isinstance(body, Read) else None,
        body.method if by_machine else None,
        body.provenance_class,
        body.document_class,
        _figures(body.figures),
    )


def _decided(statement: Statement, body: Decided) -> DecidedOn:
    return DecidedOn(
        _persons(statement),
        body.decision,
        statement.kind is Kind.CORRECTED,
        _figures(body.figures),
        tuple(body.knew),
        body.reason,
    )


def _persons(statement: Statement) -> tuple[str, ...]:
    return tuple(person for person in (statement.person, statement.second_person) if person is not None)


def _figures(figures: Mapping[str, int | None]) -> Figures:
    return {name: value for name, value in sorted(figures.items()) if value is not None}


def _tell_import(about: _Station, statement: Statement, body: Imported) -> Iterator[HistoryEntry]:
    rows = (
        read_parquet(about.read_exhibit(body.readings), columns.IMPORTED)
        .filter(pl.col("station") == about.code)
        .collect()
    )
    if rows.is_empty():
        return
    readings, names = [], []
    for part, contest in rows.select("part", "contest").unique().sort("part", "contest").iter_rows():
        of = rows.filter((pl.col("part") == part) & (pl.col("contest") == contest)).drop_nulls("figure")
        figures = dict(of.select("figure", "value").iter_rows())
        reader = body.parts[part]
        readings.append(ImportedReading(reader.reader, reader.method, contest, _figures(figures)))
        names.append(f"{statement.number}.{part}:{about.code}")
    contests = tuple(rows["contest"].unique().sort())
    # The whole import can be withdrawn too, by its number.
    about.names.add(str(statement.number))
    yield HistoryEntry(
        statement.number,
        statement.day,
        statement.kind,
        contests,
        tuple(dict.fromkeys(names)),
        TableImported(body.replaces is not None, about.imported.get(body.replaces or ""), tuple(readings)),
    )


def _tell_amendment(about: _Station, statement: Statement) -> Iterator[HistoryEntry]:
    amendment = amendment_of(statement, about.read_exhibit)
    table, rows = read_amendment(amendment)
    of_station = (
        rows.filter(pl.col(table.code) == about.code) if table.code in ("station", "place") else rows.clear()
    )
    for row in of_station.drop("row", table.code).iter_rows(named=True):
        yield _entry(statement, DefinitionAmended(row, amendment.reason), (str(statement.number),))


def _tell_claims(about: _Station, statement: Statement, body: Claimed) -> Iterator[HistoryEntry]:
    claims = read_parquet(about.read_exhibit(body.claims), columns.CLAIMS).collect()
    of_station = claims.filter(pl.col("place") == about.code)
    if not of_station.is_empty():
        figures = tuple(of_station.select("figure", "value").iter_rows())
        yield _entry(statement, FiguresClaimed(body.source, figures), (str(statement.number),))
