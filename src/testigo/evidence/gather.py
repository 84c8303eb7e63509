"""Stage 4: what stands in the evidence, as the frames that everything else is derived from.

In   statements in their order, the exhibits that they name, the figure columns of each contest.
Out  `Evidence`: READINGS and DECISIONS a contest, CLAIMS.

What stands: of a table only its newest release; no reading that was withdrawn or invalidated; of several
decisions on a station the last (spec/evidence.md, "What stands"). The throw-away cache of model.md section 6
is not built yet: every call reads every statement.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from testigo import columns
from testigo.errors import RefusedError, StoreError
from testigo.evidence.bodies import Body, Claimed, Decided, Imported, Read, Transcribed, Withdrawn, parse_body
from testigo.evidence.statements import EMPTY_CHAIN, Kind, Statement
from testigo.evidence.wide import read_parquet, widen

Figures = Mapping[str, tuple[str, ...]]
ReadExhibit = Callable[[str], bytes]
Row = tuple[object, ...]


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
    """

    last_statement: int
    chain: str
    readings: Mapping[str, pl.DataFrame]
    decisions: Mapping[str, pl.DataFrame]
    claims: pl.DataFrame
    pixel_findings: pl.DataFrame
    unknown_readings: int


@dataclass
class _Standing:
    """What stands after the statements read so far."""

    last_statement: int = -1
    chain: str = EMPTY_CHAIN
    imports: list[tuple[int, Imported]] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)  # contest -> rows of READINGS
    decisions: dict[str, dict[str, Row]] = field(default_factory=dict)  # contest -> station -> of DECISIONS
    claims: dict[str, Claimed] = field(default_factory=dict)  # in order, by exhibit: the same one counts once
    fallen: set[str] = field(default_factory=set)  # names of readings


def gather(
    statements: Iterable[Statement], read_exhibit: ReadExhibit, figures: Figures, upto: int | None = None
) -> Evidence:
    """Return what stands in the evidence.

    statements    in order, from the first
    read_exhibit  an exhibit's name -> its bytes, re-hashed
    figures       contest -> its figure columns (columns.figure_columns); every contest gets a frame
    upto          the last statement that counts; None = all

    StoreError where a statement is not what its kind says, or has a contest or figure that the definition
    has not: nothing is left out in silence.
    """
    standing = _Standing()
    for statement in statements:
        if upto is not None and statement.number > upto:
            break
        _hear(standing, statement, read_exhibit, figures)
    wide = [widen(number, said, read_exhibit(said.readings), figures) for number, said in standing.imports]
    return Evidence(
        last_statement=standing.last_statement,
        chain=standing.chain,
        readings={contest: _readings(contest, standing, wide, figures[contest]) for contest in figures},
        decisions={contest: _decisions(contest, standing, figures[contest]) for contest in figures},
        claims=_claims(standing, read_exhibit),
        pixel_findings=columns.empty(columns.FINDINGS),
        unknown_readings=0,
    )


def _hear(standing: _Standing, statement: Statement, read_exhibit: ReadExhibit, figures: Figures) -> None:
    match _body(statement):
        case Imported() as said:
            kept = [(number, old) for number, old in standing.imports if said.replaces not in old.files]
            standing.imports = [*kept, (statement.number, said)]
        case Transcribed() as said:
            contest = _known(statement, said.figures, figures)
            row = _reading_row(statement, said, figures[contest])
            standing.rows.setdefault(contest, []).append(row)
        case Decided() as said:
            contest = _known(statement, said.figures, figures)
            row = _decision_row(statement, said, figures[contest])
            standing.decisions.setdefault(contest, {})[said.station] = row
        case Withdrawn() as said:
            standing.fallen.update(said.readings)
            if said.readings_exhibit is not None:
                standing.fallen.update(read_parquet(read_exhibit(said.readings_exhibit)).collect()["reading"])
            for exhibit in said.claims:
                standing.claims.pop(exhibit, None)
        case Claimed() as said:
            standing.claims.setdefault(said.claims, said)
    standing.last_statement = statement.number
    standing.chain = statement.chain


def _body(statement: Statement) -> Body | None:
    try:
        return parse_body(statement)
    except RefusedError as error:
        raise StoreError(f"Statement {statement.number} of the evidence cannot be used: {error}") from None


def _known(statement: Statement, read: Iterable[str], figures: Figures) -> str:
    contest = statement.contest or ""
    if contest not in figures:
        raise StoreError(f"Statement {statement.number} is of a contest that the definition does not have.")
    strange = sorted(set(read) - set(figures[contest]))
    if strange:
        raise StoreError(
            f"Statement {statement.number} has figures that contest {contest} does not have: "
            f"{', '.join(strange[:5])}. Was an option taken out of the definition?"
        )
    return contest


def _reading_row(statement: Statement, said: Transcribed, names: tuple[str, ...]) -> Row:
    reader = said.reader if isinstance(said, Read) else statement.person
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
        len({statement.person, statement.second_person} - {None}),
        said.organisations,
        None if said.document_class is None else said.document_class.value,
        *(said.figures.get(name) for name in names),
    )


def _readings(
    contest: str, standing: _Standing, wide: list[dict[str, pl.DataFrame]], names: tuple[str, ...]
) -> pl.DataFrame:
    schema = columns.readings_schema(names)
    typed = pl.DataFrame(standing.rows.get(contest, []), schema=schema, orient="row")
    imported = [frames[contest] for frames in wide if contest in frames]
    fallen = pl.Series([sorted(standing.fallen)], dtype=pl.List(pl.String))
    return pl.concat([typed, *imported]).filter(~pl.col("reading").is_in(fallen)).sort("station", "reading")


def _decisions(contest: str, standing: _Standing, names: tuple[str, ...]) -> pl.DataFrame:
    rows = list(standing.decisions.get(contest, {}).values())
    return pl.DataFrame(rows, schema=columns.decisions_schema(names), orient="row").sort("station")


def _claims(standing: _Standing, read_exhibit: ReadExhibit) -> pl.DataFrame:
    frames = [read_parquet(read_exhibit(exhibit)).collect() for exhibit in standing.claims]
    return pl.concat(
        [columns.empty(columns.CLAIMS), *(columns.conform(frame, columns.CLAIMS) for frame in frames)]
    )
