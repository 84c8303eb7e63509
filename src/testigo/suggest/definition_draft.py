"""Stage 0, before the definition: the first files of a definition, from the rows of a table.

In   what each row of a table gives for a file of the definition (`Rows`; intake.draft_table reads them), and
     what is known already.
Out  `Drafted`: the files as a coordinator edits them, and what a person has to decide.

Rows of one code are one: the first value of each cell is taken, and a different one is a question. Nothing is
guessed: a cell that the table does not give stays empty, and the file's own rules name it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.characters import runs
from testigo.columns import COUNT, TEXT
from testigo.election import contests, geography, stations
from testigo.election.spelling import spelling_problems
from testigo.election.table import CellKind, Column, read_table
from testigo.errors import InputError, Place, Problem
from testigo.numbered import numbered
from testigo.suggest.ballots_draft import who_votes
from testigo.suggest.places_draft import on_the_root, root_of, with_frames

ROW = "row"
"""Column of `Rows`: the row of the table, 1 = its first line."""
FEWEST_OF_A_SUM = 3
"""Stations of a place, one of which may be the sum of the others."""
MOST_ASKED = 100
"""Questions of one kind that are listed singly; further ones are counted."""


@dataclass(frozen=True)
class Target:
    """A file of the definition: its columns, and those that name a row."""

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    is_sorted: bool  # by its key; else the order of the table stays

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def has(self, name: str) -> bool:
        """Whether the file may have a column of that name."""
        return name in self.names


TARGETS = {
    "jurisdictions": Target(geography.FILE, geography.COLUMNS, ("jurisdiction",), is_sorted=True),
    "polling_places": Target(
        stations.PLACES_FILE, stations.PLACES_COLUMNS, ("polling_place",), is_sorted=True
    ),
    "stations": Target(stations.FILE, stations.COLUMNS, ("station",), is_sorted=True),
    "contests": Target(contests.FILE, contests.COLUMNS, ("contest",), is_sorted=False),
    "ballots": Target(
        stations.BALLOTS_FILE, stations.BALLOTS_COLUMNS, ("contest", "place", "stratum"), is_sorted=False
    ),
    "options": Target(
        contests.OPTIONS_FILE, contests.OPTIONS_COLUMNS, ("contest", "option"), is_sorted=False
    ),
    "lines": Target(contests.LINES_FILE, contests.LINES_COLUMNS, ("contest", "line"), is_sorted=False),
}
"""What can be drafted, in the order in which a definition is written."""


@dataclass(frozen=True)
class Rows:
    """What the rows of one table give for one file of the definition.

    what    a key of TARGETS
    source  the table's file
    blocks  a frame each: ROW and columns of the file (text, or Int64 for a count), null where a cell is empty
    levels  whether the blocks are jurisdictions of one level each, the root first
    hidden  what of the table the program of a workbook does not show, in words
    """

    what: str
    source: str
    blocks: tuple[pl.DataFrame, ...]
    levels: bool = False
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drafted:
    """A first definition.

    files      name -> bytes, in the order of TARGETS
    rows       name -> how many rows it has
    questions  what a person has to decide or mend, each with its place in the table or the drafted file
    """

    files: Mapping[str, bytes]
    rows: Mapping[str, int]
    questions: tuple[Problem, ...]


def draft(given: Sequence[Rows], root: str | None = None, results: Collection[str] = ()) -> Drafted:
    """Return the files that the rows give; InputError with every row that has no code.

    root     the root's code where the definition has it already
    results  the files, of those that rows are from, that are tables of results
    """
    problems = [problem for rows in given for problem in (*_without_code(rows), *_misspelt(rows))]
    if problems:
        raise InputError(problems)
    tables: dict[str, pl.DataFrame] = {}
    questions: list[Problem] = []
    for what, target in TARGETS.items():
        frames = [frame for rows in given if rows.what == what for frame in _frames(rows)]
        if frames:
            rows_given = pl.concat(frames, how="diagonal_relaxed")
            tables[what], found = _merged(rows_given, target)
            questions += [*found, *(_subtotals(rows_given) if what == "stations" else [])]
    tables, found = _finished(tables, root, of_results=_stations_are_of_results(given, results))
    questions += found
    files = {TARGETS[what].file: _csv(table, TARGETS[what]) for what, table in tables.items()}
    for what in tables:  # the drafted files pass the rules of every definition's files, or it is asked
        target = TARGETS[what]
        table, found = read_table(target.file, files[target.file], target.columns)
        questions += found
        questions += [] if table is None else spelling_problems(target.file, table, target.columns)
    return Drafted(
        files, {TARGETS[what].file: table.height for what, table in tables.items()}, tuple(questions)
    )


def _stations_are_of_results(given: Sequence[Rows], results: Collection[str]) -> bool:
    """Whether stations come from a table of results, or from one that says which of them occur in what."""
    listed = {rows.source for rows in given if rows.what == "stations"}
    occurring = {rows.source for rows in given if rows.what == "ballots"}
    return bool(listed) and listed <= {*occurring, *results}


def _subtotals(stations: pl.DataFrame) -> list[Problem]:
    """Return a question for each station whose roll is that of all others of its place together.

    stations  the rows as they were given, in any order
    """
    if not {"jurisdiction", "registered_voters"} <= set(stations.columns):
        return []
    roll = pl.col("registered_voters").cast(COUNT, strict=False)
    each = stations.group_by("jurisdiction", "station").agg(roll=roll.max()).filter(pl.col("roll") > 0)
    together, number = pl.col("roll").sum().over("jurisdiction"), pl.len().over("jurisdiction")
    found = each.filter(2 * pl.col("roll") == together, number >= FEWEST_OF_A_SUM).sort("station")
    message = "its registered voters are those of all other rows of its place together: it may be a subtotal"
    remedy = "If it is one, leave it out with `skip`: else everybody there counts twice"
    file = TARGETS["stations"].file
    return [Problem(Place(file, None, "station"), station, message, remedy) for station in found["station"]]


def _without_code(rows: Rows) -> list[Problem]:
    """Return the rows without a code that they need; of levels a row may know the upper ones only."""
    if rows.levels:
        return []
    problems = []
    for column in TARGETS[rows.what].key:
        for block in rows.blocks:
            if column not in block.columns or column == "stratum":
                continue
            bare = block.filter(pl.col(column).is_null())
            remedy = "Fill it in from the original, or leave such rows out with `skip`"
            problems += [
                Problem(Place(rows.source, row, column), None, f"a row without a {column}", remedy)
                for row in bare[ROW].head(MOST_ASKED)
            ]
            if bare.height > MOST_ASKED:
                message = f"{numbered(bare.height - MOST_ASKED, 'more row')} without a {column}"
                problems.append(Problem(Place(rows.source, None, column), None, message, remedy))
    return problems


def _misspelt(rows: Rows) -> list[Problem]:
    """Return the codes that no definition may hold, and names that a spreadsheet would run."""
    columns = TARGETS[rows.what].columns
    codes = [column for column in columns if column.kind is CellKind.CODE]
    others = [column for column in columns if column.kind is not CellKind.CODE]
    return [
        problem
        for block in rows.blocks
        for problem in (
            *spelling_problems(rows.source, block, codes),
            *(one for one in spelling_problems(rows.source, block, others) if runs(one.value or "")),
        )
    ]


def _frames(rows: Rows) -> Iterable[pl.DataFrame]:
    """Yield the rows of each block, with where they came from; levels get their number and their parent."""
    source = pl.lit(rows.source, TEXT).alias("table")
    if not rows.levels:
        yield from (block.with_columns(source) for block in rows.blocks)
        return
    parent = pl.lit(None, TEXT)
    for level, block in enumerate(rows.blocks, start=1):
        named = block.with_columns(source)
        if "level" not in block.columns:
            named = named.with_columns(level=pl.lit(level, COUNT))
        if "parent" not in block.columns:
            named = named.with_columns(parent=parent)
        yield named.drop_nulls("jurisdiction")
        parent = pl.lit(block["jurisdiction"])


def _merged(frame: pl.DataFrame, target: Target) -> tuple[pl.DataFrame, list[Problem]]:
    """Make the rows of one code one, and ask about cells in which they differ."""
    given = [column for column in target.names if column in frame.columns]
    key = [column for column in target.key if column in given]
    others = [column for column in given if column not in key]
    distinct = frame.unique([*given], keep="first", maintain_order=True)
    if not distinct.select(key).is_duplicated().any():
        merged, questions = distinct, []
    else:
        questions = [problem for column in others for problem in _differing(distinct, key, column)]
        merged = distinct.group_by(key, maintain_order=True).agg(pl.col(others).drop_nulls().first())
    merged = merged.select(given)
    by = [column for column in ("level", *key) if column in given]
    return merged.sort(by) if target.is_sorted else merged, questions


def _differing(frame: pl.DataFrame, key: Sequence[str], column: str) -> list[Problem]:
    """Return a question for each code that has two values in this column, at the row of the second one."""
    known = frame.drop_nulls(column).with_columns(first=pl.col(column).first().over(key))
    second = known.filter(pl.col(column) != pl.col("first")).unique(key, keep="first", maintain_order=True)
    remedy = "Look which one holds, and mend it in the file"
    questions = [
        Problem(
            Place(row["table"], row[ROW], column),
            str(row[column]),
            f"{', '.join(str(row[name]) for name in key)} has another {column} before this row: "
            f"{row['first']!r}, which was taken",
            remedy,
        )
        for row in second.head(MOST_ASKED).iter_rows(named=True)
    ]
    if second.height > MOST_ASKED:
        message = f"{numbered(second.height - MOST_ASKED, 'more code')} with two values; the first was taken"
        questions.append(Problem(Place(frame["table"][0], None, column), None, message, remedy))
    return questions


def _finished(
    tables: Mapping[str, pl.DataFrame], root: str | None, *, of_results: bool
) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """Return the tables with what follows from one another."""
    finished, questions = dict(tables), list[Problem]()
    if "jurisdictions" in tables:
        finished["jurisdictions"], questions = with_frames(tables["jurisdictions"], of_results=of_results)
        root = root_of(finished["jurisdictions"]) or root
    if "stations" in tables:
        finished["stations"] = on_the_root(tables["stations"], root)
    if "ballots" in tables:
        finished["ballots"], found = who_votes(tables["ballots"], finished.get("stations"), root)
        questions += found
    return finished, questions


def _csv(table: pl.DataFrame, target: Target) -> bytes:
    """Write a table as the definition has it: every column, also what a person has to fill; UTF-8, LF.

    Only the names in languages are left out where none is given.
    """
    written = [
        pl.col(column.name) if column.name in table.columns else pl.lit(None, TEXT).alias(column.name)
        for column in target.columns
        if column.name in table.columns or not column.language
    ]
    return table.select(written).write_csv().encode()
