"""Stage 2, the mapping: what is well formed, key by key, and yet cannot be read.

In   the readings, tables and lookups of a mapping.
Out  contradictions, each with its TOML path, value, message and remedy.
"""

from collections.abc import Collection, Iterator, Sequence

from testigo.characters import REMEDY, words_fault
from testigo.columns import Method
from testigo.intake.language import Contradiction, Value
from testigo.intake.mapping_tables import Lookup, Reading, Table
from testigo.tables.written import Written


def contradictions(
    readings: Sequence[Reading], tables: Sequence[Table], lookups: Sequence[Lookup], *, drafts: bool
) -> Iterator[Contradiction]:
    """Find what contradicts itself in a mapping, its values apart.

    drafts  whether the mapping drafts a definition, too, for which it may look up other columns
    """
    if not readings:
        yield "reading", None, "nobody is said to have read the forms", "Write one [[reading]]"
    if not tables:
        yield "table", None, "no table is described", "Write one [[table]]"
    yield from _of_readings(readings)
    for number, table in enumerate(tables, start=1):
        path = f"table.{number}"
        yield from of_file(path, table)
        yield from _of_votes(path, table, readings)
        yield from _of_table(path, table, table.with_counts_of(readings).count_columns)
        if not lookups:
            yield from _of_turned(path, table)
        on = [column for lookup in lookups for column in lookup.on]
        yield from of_used_columns(path, table, [*table.with_counts_of(readings).used, *on])
    read = {column for table in tables for column in table.with_counts_of(readings).used}
    for number, lookup in enumerate(lookups, start=1):
        path = f"lookup.{number}"
        yield from of_file(path, lookup)
        yield from of_used_columns(path, lookup, lookup.used)
        if not drafts:
            yield from of_lookup(path, lookup, read, lookups[number:])


def _of_readings(readings: Sequence[Reading]) -> Iterator[Contradiction]:
    several = len(readings) > 1
    for number, reading in enumerate(readings, start=1):
        path = f"reading.{number}"
        if fault := words_fault(reading.reader):
            yield f"{path}.reader", reading.reader, fault, REMEDY
        if reading.institution and reading.method is Method.PERSON:
            remedy = "Leave `institution` out: persons have pseudonyms, and their names are never published"
            yield f"{path}.institution", "true", "a person is no institution", remedy
        if several and not reading.figures:
            remedy = f"Write [reading.figures] below the [[reading]] of {reading.reader}"
            yield f"{path}.figures", None, "of several readings in a row each has its own figures", remedy
        if several and not reading.need:
            remedy = 'Write need = ["votes_..."]: the figures without which a row holds no such reading'
            yield f"{path}.need", None, "it is not said when a row holds this reading", remedy
        for figure in reading.need:
            if several and figure not in reading.figures:
                yield f"{path}.need", figure, "the reading has no such figure", "Name one of its own figures"


def _of_votes(path: str, table: Table, readings: Sequence[Reading]) -> Iterator[Contradiction]:
    long = (table.figure is not None, bool(table.value), table.absent is not None)
    wide = bool(table.figures) or any(reading.figures for reading in readings)
    if any(long) and not all(long):
        missing = [key for key, given in zip(("figure", "value", "absent"), long, strict=True) if not given]
        remedy = 'Write for example figure = "party", value = "votes", absent = "unknown"'
        for key in missing:
            yield f"{path}.{key}", None, "`figure`, `value` and `absent` go together", remedy
    if (wide, any(long), table.machine_code is not None).count(True) != 1:
        message = "one of `figures`, `machine_code`, and `figure` with `value` says where the votes stand"
        yield path, None, message, "Give one of them"
    if len(readings) > 1 and not wide:
        message = "several readings stand in one row only where a figure is a column"
        yield "reading", None, message, "Write a mapping for each reading"
    if table.machine_code is not None and table.contest != Value(constant=table.contest.constant):
        remedy = 'Write contest = { constant = "..." }'
        yield f"{path}.contest", None, "a machine code is read by the grammar of one contest's form", remedy


def _of_table(path: str, table: Table, of_counts: Sequence[str]) -> Iterator[Contradiction]:
    if (table.station is None) == (table.machine_code is None):
        remedy = "Give `station`; with `machine_code` leave it out, because the code gives it"
        yield f"{path}.station", None, "the station is said once", remedy
    if table.thousands == "." and table.whole_decimals:
        remedy = "Keep the one that the file uses"
        yield f"{path}.thousands", ".", "a point cannot group thousands and begin decimals", remedy
    for column in table.empty_is_zero:
        if table.is_long or column not in of_counts:
            remedy = "Name columns of [table.figures]; in a long table `absent` says what a missing row means"
            yield f"{path}.empty_is_zero", column, "not a column of a count in a wide table", remedy
    for column in sorted(set(table.unused) & set(table.used)):
        yield f"{path}.unused", column, "the column is used", "Take it out of `unused`"


def of_file(path: str, written: Written) -> Iterator[Contradiction]:
    """Find what is said of a file that cannot be, or has no place there."""
    for column in sorted({name for name in written.head if written.head.count(name) > 1}):
        yield f"{path}.head", column, "two columns with one name", "Give each column its own name"
    if written.sheet is not None and written.kind != "excel":
        yield f"{path}.sheet", written.sheet, "only a workbook has sheets", 'Write format = "excel"'
    if written.member is not None and written.packed != "zip":
        yield f"{path}.member", written.member, "only a zip has files in it", 'Write compression = "zip"'
    if written.kind == "parquet":
        for key in ("head", "skip_lines", "skip_last_lines"):
            if getattr(written, key):
                yield f"{path}.{key}", None, "a Parquet file has no lines", "Take it out"


def of_used_columns(path: str, written: Written, used: Sequence[str]) -> Iterator[Contradiction]:
    """Find the columns of `fill_down` and `part_column` that nothing of the mapping reads."""
    for column in written.fill_down:
        if column not in used:
            yield f"{path}.fill_down", column, "nothing of the mapping reads it", "Take it out, or use it"
    if written.part_column is not None and written.part_column not in used:
        message, remedy = "nothing of the mapping reads it", "Take it out, or use it"
        yield f"{path}.part_column", written.part_column, message, remedy


def _of_turned(path: str, table: Table) -> Iterator[Contradiction]:
    turned = table.columns_as_rows
    if turned is None:
        return
    for key, column in (("name", turned.name), ("value", turned.value)):
        if column not in table.used:
            message, remedy = "nothing of the mapping reads it", "Use it as a column, or take it out"
            yield f"{path}.columns_as_rows.{key}", column, message, remedy
    own = {turned.name, turned.value, *turned.stay, table.part_column}
    for column in (column for column in table.used if column not in own):
        remedy = "Add it to `stay`, because all other columns become rows"
        yield f"{path}.columns_as_rows.stay", column, "the mapping reads a column that becomes rows", remedy


def of_lookup(
    path: str, lookup: Lookup, read: Collection[str], later: Sequence[Lookup]
) -> Iterator[Contradiction]:
    """Find what a look-up gives and nothing reads.

    read  the columns that tables or drafts read
    """
    wanted = {*read, *(column for other in later for column in other.on)}
    for name in lookup.take:
        if name not in wanted:
            yield f"{path}.take", name, "nothing of the mapping reads it", "Take it out, or use it"
