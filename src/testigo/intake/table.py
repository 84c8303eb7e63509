"""Stage 2, the way of a table: from the bytes of a published table to the readings that it holds.

In   the file, the mapping, the election definition and its form profiles.
Out  an `ImportedTable`, or one InputError with every problem.

Small steps, each with its own refusals: text, cells, columns, rows, codes and counts, repeated rows. A step
whose input is broken waits until that is mended; all that can be seen at once is said at once. Figures are
recorded as the paper says: nothing is repaired, and a station that nobody knows is kept and counted.
"""

import difflib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

import polars as pl

from testigo.election.definition import Election
from testigo.errors import InputError, Place, Problem
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.intake.cells import ROW, read_cells, read_lines
from testigo.intake.codes import missing_codes, strange_codes, unsafe_codes, untranslated
from testigo.intake.counts import count_problems
from testigo.intake.header import doubled_columns, missing_columns, unused_columns
from testigo.intake.mapping import Mapping as TableMapping
from testigo.intake.mapping import Reading, Table
from testigo.intake.readings import (
    from_figures,
    from_machine_codes,
    long_form,
    misplaced_figures,
    nobody_read,
)
from testigo.intake.repeated import added_up, repeated_rows
from testigo.intake.text import clean_text
from testigo.intake.triage import nothing_known, triage
from testigo.intake.values import lookups


@dataclass(frozen=True)
class ImportedTable:
    """What a published table holds.

    file      name of the file
    readings  a row a station and contest: station, contest, document_class, a column a figure
    parts     whose readings they are; columns.IMPORTED counts them from 0
    rows      rows of the file below its header, read or left out
    unknown   triage.UNKNOWN: stations that the definition does not have; their readings are kept
    unused    columns of the file that the mapping neither reads nor lists as `unused`
    notes     what else a person should know
    """

    file: str
    readings: pl.DataFrame
    parts: tuple[Reading, ...]
    rows: int
    unknown: pl.DataFrame
    unused: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def contests(self) -> tuple[str, ...]:
        """The contests of which there are readings, sorted."""
        return tuple(self.readings["contest"].unique().sort())

    def long(self) -> pl.LazyFrame:
        """Return the readings as columns.IMPORTED, in one order whatever the order of the rows was."""
        return long_form(self.readings)

    def parquet(self) -> bytes:
        """Write the readings as the Parquet exhibit of an import: the same readings give the same bytes."""
        written = io.BytesIO()
        self.long().sink_parquet(written, compression="zstd", row_group_size=1 << 20, maintain_order=True)
        return written.getvalue()


def read_table(
    files: Mapping[str, Iterable[bytes]],
    mapping: TableMapping,
    election: Election,
    profiles: Mapping[str, FormProfile],
    mapping_file: str = "mapping",
) -> ImportedTable:
    """Read a published table; InputError with every problem, each with file, row, column, value, remedy.

    files     name -> its bytes in chunks of any size; one file by this version
    profiles  by name; the contests' `form` names them
    mapping_file  its name, for the problems
    """
    table = mapping.table[0]
    columns = {contest.contest: figures(contest, profiles[contest.form]) for contest in election.contests}
    file, chunks = _the_file(files, table)
    _refuse(_unknown_names(mapping_file, table, columns))
    rows = _read_rows(file, chunks, mapping)
    readings = _readings(file, rows.cells, mapping, election, profiles)
    _refuse(misplaced_figures(file, readings, columns))
    unknown = triage(readings["station"], election.stations["station"])
    _refuse(nothing_known(file, readings.height, unknown, table.station))
    return ImportedTable(
        file=file,
        readings=readings.drop(ROW),
        parts=mapping.reading,
        rows=rows.number,
        unknown=unknown,
        unused=unused_columns(rows.header, table),
        notes=("[[draft]] in the mapping is not read: it writes definition files",) if mapping.draft else (),
    )


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _the_file(files: Mapping[str, Iterable[bytes]], table: Table) -> tuple[str, Iterable[bytes]]:
    (name, chunks), *others = files.items()
    _refuse(
        [Problem(Place(other), None, "one file is read at a time", "Import it alone") for other, _ in others]
    )
    if name != table.file and not fnmatchcase(name, table.file):
        remedy = f"Take the mapping that was written for it, or correct `file` there: {table.file}"
        raise InputError([Problem(Place(name), None, "the mapping is of another file", remedy)])
    return name, chunks


def _unknown_names(mapping_file: str, table: Table, columns: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Return the contest and the figures of the mapping that the definition does not have."""
    constant = table.contest.constant if table.contest.table is None else None
    if constant is not None and constant not in columns:
        place = Place(mapping_file, column="table.1.contest")
        return [Problem(place, constant, "no such contest", f"The definition has: {', '.join(columns)}")]
    known = (
        columns[constant] if constant is not None else [name for names in columns.values() for name in names]
    )
    problems = []
    for figure in table.figures:
        if figure not in known:
            place = Place(mapping_file, column=f"table.1.figures.{figure}")
            near = difflib.get_close_matches(figure, known, n=1)
            remedy = f"Did you mean `{near[0]}`?" if near else f"It has: {', '.join(dict.fromkeys(known))}"
            problems.append(Problem(place, figure, "the form of this contest has no such figure", remedy))
    return problems


@dataclass(frozen=True)
class _Rows:
    cells: pl.DataFrame  # ROW and the columns that are read, of the rows that count
    header: tuple[str, ...]
    number: int  # of all rows


def _read_rows(file: str, chunks: Iterable[bytes], mapping: TableMapping) -> _Rows:
    """Read the rows of a file; what only this step needs (its text, all cells) goes when it ends."""
    table = mapping.table[0]
    lines = read_lines(file, clean_text(file, chunks, table), table.delimiter, table.head)
    # Where the columns are other ones, the width of the rows says nothing.
    _refuse(doubled_columns(file, lines.header) + missing_columns(file, lines.header, table))
    cells = read_cells(lines, wanted=table.used)
    return _Rows(_rows_that_count(cells, mapping), lines.header, cells.height)


def _rows_that_count(frame: pl.DataFrame, mapping: TableMapping) -> pl.DataFrame:
    """Put nothing for what means nothing, and leave out the rows that the mapping leaves out."""
    table = mapping.table[0]
    cell = pl.all().exclude(ROW)
    rows = frame.with_columns(
        pl.when(cell.is_in(["", *table.null_values])).then(None).otherwise(cell).name.keep()
    )
    if table.only:
        rows = rows.filter(pl.any_horizontal([_has_all(pairs) for pairs in table.only]))
    if table.skip:
        rows = rows.filter(~pl.any_horizontal([_has_all(pairs) for pairs in table.skip]))
    for value in table.values.values():
        for lookup in lookups(value, mapping.tables):
            if lookup.table.default == "skip":
                rows = rows.filter(~lookup.unknown)
    return rows


def _has_all(pairs: Mapping[str, str]) -> pl.Expr:
    return pl.all_horizontal([pl.col(column).fill_null("") == text for column, text in pairs.items()])


def _readings(
    file: str,
    rows: pl.DataFrame,
    mapping: TableMapping,
    election: Election,
    profiles: Mapping[str, FormProfile],
) -> pl.DataFrame:
    """Return ROW, the keys and a column a figure; InputError with every cell that cannot be read so."""
    table = mapping.table[0]
    not_codes = untranslated(file, rows, table, mapping.tables)
    if table.machine_code is None:
        readings = from_figures(rows, table, mapping.tables)
    else:
        contest = election.contest(str(table.contest.constant))
        profile = profiles[contest.form]
        readings, refused = from_machine_codes(file, rows, table, mapping.tables, contest, profile)
        not_codes += refused
    problems = unsafe_codes(file, rows, table) + not_codes + count_problems(file, rows, table)
    if not problems:  # else the cell that cannot be read is the reason
        problems += nobody_read(file, readings)
    if not not_codes:
        problems += missing_codes(file, readings)
    problems += strange_codes(file, readings, [contest.contest for contest in election.contests])
    problems += repeated_rows(file, readings, table)
    _refuse(problems)
    return added_up(readings) if table.repeated == "add" else readings
