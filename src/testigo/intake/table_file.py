"""Stage 2, the way of one file: from its bytes to the readings that one `[[table]]` finds in it.

In   the bytes of a file, and what is known while reading: the mapping, the definition, the look-ups.
Out  `FileReadings`, or one InputError with every problem of the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.election.definition import Election
from testigo.errors import InputError, Problem
from testigo.forms.profile import FormProfile
from testigo.intake.codes import missing_codes, strange_codes, unsafe_codes, untranslated
from testigo.intake.combine import FileReadings
from testigo.intake.counts import count_problems
from testigo.intake.header import unused_columns, unused_that_is_not_there
from testigo.intake.joined import Looked, own_columns, with_lookups
from testigo.intake.long_table import (
    differing_classes,
    figure_rows,
    from_long,
    repeated_figures,
    strange_figures,
    with_known_codes,
)
from testigo.intake.mapping import Mapping as TableMapping
from testigo.intake.mapping_tables import Table
from testigo.intake.readings import (
    by_contest,
    figure_names,
    from_figures,
    from_machine_codes,
    keyed,
    misplaced_figures,
    nobody_read,
)
from testigo.intake.repeated import added_up, repeated_rows
from testigo.intake.rows import MOST_ROWS, Rows, read_parts
from testigo.numbered import numbered
from testigo.tables.cells import ROW

Columns = Mapping[str, tuple[str, ...]]
"""Contest -> its figure columns."""


@dataclass(frozen=True)
class Known:
    """What is known while a file is read."""

    mapping: TableMapping
    election: Election
    profiles: Mapping[str, FormProfile]
    columns: Columns
    lookups: Sequence[Looked]

    def most_rows(self, table: Table) -> int:
        """Return how many rows of a file may count: a million, and twenty for each that can be filled here.

        A file of strangers takes memory for each row; what is of another election is refused early.
        """
        each = sum(len(names) for names in self.columns.values()) if table.is_long else len(self.columns)
        return min(MOST_ROWS, 1_000_000 + 20 * self.election.stations.height * each)

    def codes(self) -> list[str]:
        """Return every code of the definition that a table may hold."""
        contests = self.election.contests
        return [
            *self.election.stations["station"],
            *(contest.contest for contest in contests),
            *(option.option for contest in contests for option in contest.options),
            *(line.line for contest in contests for line in contest.lines),
        ]


def read_file(file: str, chunks: Iterable[bytes], table: Table, known: Known) -> list[FileReadings]:
    """Read one file by one `[[table]]`, each part of it by itself; InputError with every problem of it."""
    counted = table.with_counts_of(known.mapping.reading)
    read: list[FileReadings] = []
    problems: list[Problem] = []
    try:
        own = own_columns(counted.used, known.lookups)
        for rows in read_parts(file, chunks, table, own, known.most_rows(table)):
            try:
                read.append(_read_part(rows, table, counted, known))
            except InputError as error:
                problems += error.problems
    except InputError as error:  # of the parts that cannot be told into rows; it comes last
        problems += error.problems
    _refuse(problems)
    return read


def _read_part(rows: Rows, table: Table, counted: Table, known: Known) -> FileReadings:
    listed = (*own_columns(counted.used, known.lookups), *table.unused)
    unused = () if table.columns_as_rows else unused_columns(rows.header, listed, rows.empty)
    cells = keyed(with_lookups(rows, table, counted.used, known.lookups), table, known.mapping.tables)
    notes = rows.hidden + _left_out(rows, cells.height)
    if table.is_long:
        frames, unread = _long(rows.file, *_figure_rows(rows.file, cells, table, known), table, known)
        notes += unread
    else:
        frames = _wide(rows.file, cells, table, known)
    absent = unused_that_is_not_there(rows.header, table.unused)
    return FileReadings(rows.file, frames, rows.number, cells.height, unused, notes, absent)


def _left_out(rows: Rows, counted: int) -> tuple[str, ...]:
    """Say why a table gives nothing."""
    if not rows.number:
        return (f"{rows.file}: it has no rows below its header",)
    if counted:
        return ()
    return (f"{rows.file}: every row is left out by `skip`, `only` or a code ({rows.number:,})",)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _wide(file: str, cells: pl.DataFrame, table: Table, known: Known) -> dict[str, pl.DataFrame]:
    """Return a frame a contest; InputError with every cell that cannot be read so."""
    not_codes = untranslated(file, cells, table, known.mapping.tables)
    if table.machine_code is None:
        readings = from_figures(cells, table, known.mapping.reading)
    else:
        contest = known.election.contest(str(table.contest.constant))
        readings, refused = from_machine_codes(file, cells, table, contest, known.profiles[contest.form])
        not_codes += refused
    counted = table.with_counts_of(known.mapping.reading)
    problems = (
        unsafe_codes(file, cells, table, known.codes) + not_codes + count_problems(file, cells, counted)
    )
    if not problems:  # else the cell that cannot be read is the reason
        problems += nobody_read(file, readings)
    if not not_codes:
        problems += missing_codes(file, readings)
    problems += strange_codes(file, readings, list(known.columns))
    problems += repeated_rows(file, readings, table)
    problems += misplaced_figures(file, readings, known.columns)
    _refuse(problems)
    return by_contest(added_up(readings) if table.repeated == "add" else readings, known.columns)


def _figure_rows(
    file: str, cells: pl.DataFrame, table: Table, known: Known
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return a row a figure, and every cell that cannot be read so."""
    not_codes = untranslated(file, cells, table, known.mapping.tables)
    problems = unsafe_codes(file, cells, table, known.codes) + not_codes + count_problems(file, cells, table)
    rows = figure_rows(cells, table)
    if not not_codes:
        problems += missing_codes(file, rows)
    problems += strange_codes(file, rows, list(known.columns))
    problems += strange_figures(file, rows, known.columns)
    return with_known_codes(rows, known.columns), problems


def _long(
    file: str, rows: pl.DataFrame, problems: list[Problem], table: Table, known: Known
) -> tuple[dict[str, pl.DataFrame], tuple[str, ...]]:
    """Return a frame a contest, and what is noted; InputError with the problems of cells and of rows."""
    problems = problems + repeated_figures(file, rows, table) + differing_classes(file, rows)
    _refuse(problems)
    frames = from_long(rows, table, known.election.contests, known.columns)
    read = {contest: _read_by_somebody(frame) for contest, frame in frames.items()}
    empty = sum(frames[contest].height - frame.height for contest, frame in read.items())
    have = numbered(empty, "station has a row", "stations have rows")
    note = f"{file}: {have} without any number; nobody read that, it is no reading"
    return {contest: frame for contest, frame in read.items() if frame.height}, (note,) if empty else ()


def _read_by_somebody(frame: pl.DataFrame) -> pl.DataFrame:
    given = pl.col("document_class", *(name for name in figure_names(frame) if name != ROW))
    return frame.filter(pl.any_horizontal(given.is_not_null()))
