"""Stage 4: what stands in the evidence, as the frames that everything else is derived from.

In   statements in their order, the exhibits that they name, the figure columns of each contest.
Out  `Evidence`: READINGS and DECISIONS a contest, CLAIMS, DECLARED, ERRATA, the findings made on pixels.

What stands: of a table only its newest release; nothing that was withdrawn or invalidated; of several
decisions on a station the last (spec/evidence.md, "What stands"). Every call reads every statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from testigo import columns
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.bodies import (
    Body,
    Claimed,
    Decided,
    Declared,
    Imported,
    Read,
    Transcribed,
    Unread,
    Withdrawn,
    parse_body,
)
from testigo.evidence.statements import EMPTY_CHAIN, Kind, Statement, is_of_now, spelt_once
from testigo.standing.errata import Deciding, Said, errata
from testigo.standing.pixel_findings import PhotoFinding, pixel_findings, with_forms
from testigo.standing.repeated_rows import knowing_repeated_rows
from testigo.standing.wide import read_parquet, widen
from testigo.standing.withdrawal_effects import Fall, Telling, gone_after
from testigo.standing.withdrawals import ReadExhibit, withdrawn_names

Figures = Mapping[str, tuple[str, ...]]
Row = tuple[object, ...]
One = TypeVar("One")


@dataclass(frozen=True)
class Evidence:
    """What stands at one statement: the only input of `snapshot.derive` beside the definition.

    The same type holds what is private (gathered from the evidence store) and what is disclosed
    (`record.disclose`, or read back from a publication): a stranger runs our own functions on it.

    last_statement    -1 where there is none yet
    readings          contest -> READINGS (columns.readings_schema), sorted by station and reading
    decisions         contest -> DECISIONS (columns.decisions_schema), sorted by station
    claims            columns.CLAIMS, in the order in which they were made
    pixel_findings    columns.FINDINGS made on pixels by `reading`; those of `checks` are recomputed
    unknown_readings  readings of unknown stations that were left out of `readings` (only a count leaves)
    declared          columns.DECLARED, a row a place and source: the last thing each said
    institutions      readers that are no persons, as their mappings name them
    errata            columns.ERRATA: what was withdrawn, brought back, decided, amended; nothing is derived
                      from it
    """

    last_statement: int
    chain: str
    readings: Mapping[str, pl.DataFrame]
    decisions: Mapping[str, pl.DataFrame]
    claims: pl.DataFrame
    pixel_findings: pl.DataFrame
    unknown_readings: int
    declared: pl.DataFrame = field(default_factory=lambda: columns.empty(columns.DECLARED))
    errata: pl.DataFrame = field(default_factory=lambda: columns.empty(columns.ERRATA))
    institutions: frozenset[str] = frozenset()


@dataclass
class _Heard:
    """What the statements read so far say, each with its number: whether it stands is known at the end."""

    last_statement: int = -1
    chain: str = EMPTY_CHAIN
    imports: list[tuple[int, Imported]] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)  # contest -> rows of READINGS
    decisions: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)  # contest -> of DECISIONS
    claims: list[tuple[int, Claimed | Withdrawn]] = field(default_factory=list)
    declared: list[tuple[int, Declared]] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)  # exhibit -> the paper's name, as its pixels say
    found: list[tuple[int, PhotoFinding]] = field(default_factory=list)
    falls: list[Fall] = field(default_factory=list)
    deciding: list[Deciding] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)


def gather(
    statements: Iterable[Statement],
    read_exhibit: ReadExhibit,
    figures: Figures,
    upto: int | None = None,
    others: frozenset[str] = frozenset(),
) -> Evidence:
    """Return what stands in the evidence.

    statements    in order, from the first
    read_exhibit  an exhibit's name -> its bytes, re-hashed
    figures       contest -> its figure columns (columns.figure_columns); every contest gets a frame
    upto          the last statement that counts; None = all
    others        contests of the definition of which nothing is wanted: what is said of them is passed over,
                  and no errata are told, which may be of any contest

    StoreError where a statement is not what its kind says, or has a contest or figure that the definition
    has not: nothing is left out in silence.
    """
    heard = _heard(statements, read_exhibit, figures, upto, others)
    gone = gone_after(heard.falls, heard.imports)
    wide = [
        widen(number, said, read_exhibit(said.readings), figures, others)
        for number, said in _newest_releases(_standing(heard.imports, gone))
    ]
    typed = {contest: _typed(heard.rows.pop(contest, []), names) for contest, names in figures.items()}
    papers = pl.DataFrame(
        [*heard.forms.items()], schema={"exhibit": pl.String, "paper": pl.String}, orient="row"
    )
    readings = {
        contest: with_forms(_readings(typed[contest], wide, contest, gone), papers) for contest in figures
    }
    claims = [(number, one) for number, one in heard.claims if isinstance(one, Claimed)]
    said = Said(heard.falls, heard.deciding, heard.imports, claims, typed, heard.tellings)
    return Evidence(
        last_statement=heard.last_statement,
        chain=heard.chain,
        readings=readings,
        decisions={
            contest: knowing_repeated_rows(
                _decisions(_standing(heard.decisions.get(contest, []), gone), names),
                readings[contest],
                heard.imports,
                gone,
            )
            for contest, names in figures.items()
        },
        claims=_claims(_standing(heard.claims, gone), read_exhibit),
        pixel_findings=pixel_findings([one for _, one in _standing(heard.found, gone)], readings),
        unknown_readings=0,
        declared=_declared(_standing(heard.declared, gone)),
        errata=columns.empty(columns.ERRATA) if others else errata(said, readings, read_exhibit, figures),
        institutions=_institutions(heard),
    )


def _institutions(heard: _Heard) -> frozenset[str]:
    """Return the readers that a mapping calls institutions; none that is also the code of a person."""
    parts = [part for _, said in heard.imports for part in said.parts]
    persons = {part.reader for part in parts if not part.institution or part.method is columns.Method.PERSON}
    return frozenset(part.reader for part in parts if part.institution) - persons


def _heard(
    statements: Iterable[Statement],
    read_exhibit: ReadExhibit,
    figures: Figures,
    upto: int | None,
    others: frozenset[str],
) -> _Heard:
    heard = _Heard()
    for statement in statements:
        if upto is not None and statement.number > upto:
            break
        if statement.contest in others:
            _hear_the_form(heard, statement)
        else:
            _hear(heard, statement, read_exhibit, figures)
        heard.last_statement, heard.chain = statement.number, statement.chain
    return heard


def _hear(heard: _Heard, statement: Statement, read_exhibit: ReadExhibit, figures: Figures) -> None:
    number = statement.number
    match _body(statement):
        case Unread() as said:
            exhibit = statement.subject or ""
            if said.form is not None:
                heard.forms[exhibit] = said.form
            heard.found += [(number, PhotoFinding(exhibit, None, finding)) for finding in said.findings]
        case Imported() as said:
            heard.imports.append((number, said))
        case Transcribed() as said:
            contest = _known(statement, said.figures, figures)
            if isinstance(said, Read):
                exhibit = statement.subject or ""
                if said.form is not None:
                    heard.forms[exhibit] = said.form
                found = (PhotoFinding(exhibit, contest, finding) for finding in said.findings)
                heard.found += [(number, each) for each in found]
            row = _reading_row(statement, said, figures[contest])
            heard.rows.setdefault(contest, []).append(row)
        case Decided() as said:
            contest = _known(statement, said.figures, figures)
            row = _decision_row(statement, said, figures[contest])
            heard.decisions.setdefault(contest, []).append((number, row))
            heard.deciding.append(Deciding(number, statement.day, statement.kind, contest, said))
        case Withdrawn() as said:
            names = withdrawn_names(said, read_exhibit) | frozenset(said.claims)
            heard.falls.append(Fall(number, statement.day, statement.kind, said, names))
            heard.claims.append((number, said))
        case Claimed() as said:
            heard.claims.append((number, said))
        case Declared() as said:
            heard.declared.append((number, said))
        case None if statement.kind is Kind.PUBLISHED:
            heard.tellings.append(Telling(number, statement.day, is_of_now(statement)))


def _hear_the_form(heard: _Heard, statement: Statement) -> None:
    """Hear of another contest only what paper an exhibit is: a reading of ours may be of the same."""
    form = statement.body.get("form")
    if statement.kind is Kind.READ and isinstance(form, str):
        heard.forms[statement.subject or ""] = form


def _standing(said: list[tuple[int, One]], gone: frozenset[str]) -> list[tuple[int, One]]:
    return [(number, one) for number, one in said if str(number) not in gone]


def _newest_releases(imports: list[tuple[int, Imported]]) -> list[tuple[int, Imported]]:
    newest: list[tuple[int, Imported]] = []
    for number, said in imports:
        newest = [(older, one) for older, one in newest if said.replaces not in one.files]
        newest.append((number, said))
    return newest


def _body(statement: Statement) -> Body | None:
    try:
        return parse_body(statement)
    except RefusedError as error:
        raise StoreError(Message("standing.cannot_be_used", number=statement.number, reason=error)) from None


def _known(statement: Statement, read: Iterable[str], figures: Figures) -> str:
    contest = statement.contest or ""
    if contest not in figures:
        raise StoreError(Message("standing.no_such_contest", number=statement.number))
    strange = sorted(set(read) - set(figures[contest]))
    if strange:
        figures_named = ", ".join(strange[:5])
        raise StoreError(
            Message(
                "standing.no_such_figures",
                number=statement.number,
                contest=contest,
                figures=figures_named,
            )
        )
    return contest


def _one(person: str | None) -> str | None:
    """Return a person by her one spelling: with two of them she would agree with herself."""
    return None if person is None else spelt_once(person)


def _reading_row(statement: Statement, said: Transcribed, names: tuple[str, ...]) -> Row:
    reader = said.reader if isinstance(said, Read) else _one(statement.person)
    return (
        str(statement.number),
        said.station,
        statement.subject,
        said.form,
        reader,
        said.method.value,
        said.provenance_class.value,
        None if said.document_class is None else said.document_class.value,
        said.confidence,
        *(said.figures.get(name) for name in names),
    )


def _decision_row(statement: Statement, said: Decided, names: tuple[str, ...]) -> Row:
    decision = columns.Decision.CORRECT if statement.kind is Kind.CORRECTED else said.decision
    return (
        said.station,
        decision.value,
        said.reason,
        sorted(set(said.knew)),
        len({_one(statement.person), _one(statement.second_person)} - {None}),
        said.organisations,
        None if said.document_class is None else said.document_class.value,
        *(said.figures.get(name) for name in names),
    )


def _readings(
    typed: pl.DataFrame, wide: list[dict[str, pl.DataFrame]], contest: str, gone: frozenset[str]
) -> pl.DataFrame:
    imported = [frames[contest] for frames in wide if contest in frames]
    fell = pl.Series([sorted(gone)], dtype=pl.List(pl.String))
    return pl.concat([typed, *imported]).filter(~pl.col("reading").is_in(fell)).sort("station", "reading")


def _typed(rows: list[Row], names: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns.readings_schema(names), orient="row")


def _decisions(decided: list[tuple[int, Row]], names: tuple[str, ...]) -> pl.DataFrame:
    last = {row[0]: row for _, row in decided}  # of a station
    return pl.DataFrame(list(last.values()), schema=columns.decisions_schema(names), orient="row").sort(
        "station"
    )


def _claims(said: list[tuple[int, Claimed | Withdrawn]], read_exhibit: ReadExhibit) -> pl.DataFrame:
    claimed: dict[str, None] = {}  # in order, by exhibit: the same one counts once
    for _, one in said:
        if isinstance(one, Claimed):
            claimed.setdefault(one.claims)
        else:
            for exhibit in one.claims:
                claimed.pop(exhibit, None)
    frames = [read_parquet(read_exhibit(exhibit), columns.CLAIMS).collect() for exhibit in claimed]
    whole = pl.concat(
        [columns.empty(columns.CLAIMS), *(columns.conform(frame, columns.CLAIMS) for frame in frames)]
    )
    # Of one figure the last row holds; disclosed claims have no order any more, and must say the same.
    return whole.unique(
        ["claim", "contest", "place_kind", "place", "figure"], keep="last", maintain_order=True
    )


def _declared(said: list[tuple[int, Declared]]) -> pl.DataFrame:
    last = {(one.place, one.source): (one.place, one.held, one.scanned, one.source) for _, one in said}
    return pl.DataFrame(list(last.values()), schema=columns.DECLARED, orient="row").sort("place", "source")
