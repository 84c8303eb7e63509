"""Stage 4: what stands in the evidence, as the frames that everything else is derived from.

In   statements in their order, the exhibits that they name, the figure columns of each contest.
Out  `Evidence`: READINGS and DECISIONS a contest, CLAIMS, DECLARED, ERRATA, the findings made on pixels.

What stands: of a table only its newest release; nothing that was withdrawn or invalidated; of several
decisions on a station the last (spec/evidence.md, "What stands"). `Standing` takes statements as they come;
`gather` is the same over all of them at once.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeVar

import polars as pl

from testigo import columns
from testigo.election.definition import Election
from testigo.evidence.bodies import Claimed, Declared, Imported, Withdrawn
from testigo.evidence.statements import EMPTY_CHAIN, Statement
from testigo.standing.amended_figures import AmendedElection
from testigo.standing.errata import History, errata, sorted_errata
from testigo.standing.imported_tables import ImportedTables, Readings
from testigo.standing.pixel_findings import pixel_findings, with_forms
from testigo.standing.read_statements import ReadStatements
from testigo.standing.repeated_rows import knowing_repeated_rows
from testigo.standing.typed_readings import Figures, Row
from testigo.standing.wide import read_parquet
from testigo.standing.withdrawals import ReadExhibit

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
    statistics        name below `data/` -> bytes, of what is published beside the evidence: the announced
                      sample, and what was simulated (statistics.disclosed); no result is derived from it
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
    statistics: Mapping[str, bytes] = field(default_factory=dict)


class Standing:
    """What the statements until now say, as a value: statements that come later give another one.

    It keeps in memory what it has read, so that what is new costs what is new: no statement is read twice,
    and no imported table as long as it stands.

    last_statement, chain  of the last one; -1 and the empty chain before the first
    election               the definition as amended; None where it was not asked for
    """

    def __init__(
        self,
        read_exhibit: ReadExhibit,
        figures: Figures,
        others: frozenset[str] = frozenset(),
        sealed: Election | None = None,
    ) -> None:
        """Begin before the first statement.

        read_exhibit  an exhibit's name -> its bytes, re-hashed
        figures       contest -> its figure columns (columns.figure_columns); every contest gets a frame
        others        contests of the definition of which nothing is wanted: what is said of them is passed
                      over, and no errata are told, which may be of any contest
        sealed        the definition, where it shall be amended as it goes, with the errata of that
        """
        self.last_statement = -1
        self.chain = EMPTY_CHAIN
        self._read_exhibit, self._figures, self._others = read_exhibit, figures, others
        self._read = ReadStatements(read_exhibit, figures)
        self._amended = None if sealed is None else AmendedElection(sealed, read_exhibit)
        self._tables = ImportedTables(read_exhibit, figures, others)

    @property
    def election(self) -> Election | None:
        """The definition as amended."""
        return None if self._amended is None else self._amended.election

    def after(self, statements: Iterable[Statement]) -> "Standing":
        """Return what is said once these follow; this one stays as it is, also where they are in error.

        StoreError where a statement is not what its kind says, or has a contest or figure that the definition
        has not: nothing is left out in silence. InputError where the amendments that stand do not fit.
        """
        later = Standing(self._read_exhibit, self._figures, self._others)
        later.last_statement, later.chain = self.last_statement, self.chain
        later._read, later._tables = self._read.copy(), self._tables
        later._amended = None if self._amended is None else self._amended.copy()
        for statement in statements:
            later._add(statement)
        return later

    def _add(self, statement: Statement) -> None:
        if statement.contest in self._others:
            self._read.read_the_form(statement)
        else:
            moved = self._read.read(statement)
            if self._amended is not None:
                self._amended.follow(statement, moved, self._read.withdrawn.withdrawals.fallen)
        self.last_statement, self.chain = statement.number, statement.chain

    def evidence(self) -> Evidence:
        """Return what stands."""
        read = self._read
        gone = frozenset(read.withdrawn.withdrawals.fallen)
        tables = self._tables.standing(_newest_releases(_standing(read.imports, gone)))
        typed = read.typed.frames()
        readings = {
            contest: with_forms(_readings(typed[contest], tables, contest, gone), read.forms)
            for contest in self._figures
        }
        return Evidence(
            last_statement=self.last_statement,
            chain=self.chain,
            readings=readings,
            decisions={
                contest: knowing_repeated_rows(
                    _decisions(_standing(read.decisions[contest], gone), names),
                    readings[contest],
                    read.withdrawn.releases.earlier_parts,
                    gone,
                )
                for contest, names in self._figures.items()
            },
            claims=_claims(_standing(read.claims, gone), self._read_exhibit),
            pixel_findings=pixel_findings([one for _, one in _standing(read.found, gone)], readings),
            unknown_readings=0,
            declared=_declared(_standing(read.declared, gone)),
            errata=self._errata(typed, readings),
            institutions=_institutions(read.imports),
        )

    def _errata(self, typed: Readings, readings: Readings) -> pl.DataFrame:
        if self._others:
            return columns.empty(columns.ERRATA)
        read = self._read
        claims = [(number, one) for number, one in read.claims if isinstance(one, Claimed)]
        history = History(
            read.withdrawn.effects,
            read.decisions_made,
            read.imports,
            claims,
            typed,
            self._tables.rows,
            read.publications,
        )
        said = errata(history, readings, self._read_exhibit)
        return said if self._amended is None else sorted_errata(pl.concat([said, self._amended.errata()]))


def gather(
    statements: Iterable[Statement],
    read_exhibit: ReadExhibit,
    figures: Figures,
    upto: int | None = None,
    others: frozenset[str] = frozenset(),
    sealed: Election | None = None,
) -> Evidence:
    """Return what stands in the evidence.

    statements  in order, from the first
    upto        the last statement that counts; None = all

    The others as in `Standing`; errors as in `Standing.after`.
    """
    counted = takewhile(lambda statement: upto is None or statement.number <= upto, statements)
    return Standing(read_exhibit, figures, others, sealed).after(counted).evidence()


def _institutions(imports: Iterable[tuple[int, Imported]]) -> frozenset[str]:
    """Return the readers that a mapping calls institutions; none that is also the code of a person."""
    parts = [part for _, said in imports for part in said.parts]
    persons = {part.reader for part in parts if not part.institution or part.method is columns.Method.PERSON}
    return frozenset(part.reader for part in parts if part.institution) - persons


def _standing(said: list[tuple[int, One]], gone: Collection[str]) -> list[tuple[int, One]]:
    return [(number, one) for number, one in said if str(number) not in gone]


def _newest_releases(imports: list[tuple[int, Imported]]) -> list[tuple[int, Imported]]:
    newest: list[tuple[int, Imported]] = []
    for number, said in imports:
        if said.replaces is not None:
            newest = [(older, one) for older, one in newest if said.replaces not in one.files]
        newest.append((number, said))
    return newest


def _readings(
    typed: pl.DataFrame, tables: list[Readings], contest: str, gone: Collection[str]
) -> pl.DataFrame:
    imported = [frames[contest] for frames in tables if contest in frames]
    fell = pl.Series([sorted(gone)], dtype=pl.List(pl.String))
    return pl.concat([typed, *imported]).filter(~pl.col("reading").is_in(fell)).sort("station", "reading")


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
