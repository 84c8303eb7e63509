"""What a person should know of a table when it is imported, or before: what no rule of the import refuses."""

from dataclasses import dataclass

import polars as pl

from testigo import columns
from testigo.acts.operation import Operation
from testigo.acts.releases import Earlier, standing_imports
from testigo.cells import finding_counts
from testigo.intake.table import ImportedTable
from testigo.snapshot import derive
from testigo.standing.gather import Evidence
from testigo.standing.wide import read_parquet

MOST_LOOKED_AT = 20
"""Earlier imports of a reader that are held against a table: of more, each is a part of the whole."""


@dataclass(frozen=True)
class FoundInTable:
    """How many findings a rule has in a table, and at how many stations."""

    code: str
    severity: str
    findings: int
    stations: int


@dataclass(frozen=True)
class SameReader:
    """A standing import that has readings by the same reader of so many of the same stations.

    One reader is one voice: a later release of a table takes the place of the earlier one.
    """

    statement: int
    stations: int


def findings_in_table(operation: Operation, table: ImportedTable) -> tuple[FoundInTable, ...]:
    """Return what the checks find in the readings of a table by themselves: nothing is recorded."""
    readings = {contest: _readings(table, contest, figures) for contest, figures in operation.figures.items()}
    nothing = Evidence(
        last_statement=-1,
        chain="",
        readings=readings,
        decisions={},
        claims=columns.empty(columns.CLAIMS),
        pixel_findings=columns.empty(columns.FINDINGS),
        unknown_readings=0,
    )
    found = derive(operation.election, operation.profiles, nothing).findings
    severity = dict(found.select("code", "severity").unique().iter_rows())
    return tuple(
        FoundInTable(code, severity[code], number, stations)
        for code, number, stations in finding_counts(found).iter_rows()
    )


def _readings(table: ImportedTable, contest: str, names: tuple[str, ...]) -> pl.DataFrame:
    schema = columns.readings_schema(names)
    frame = table.frames.get(contest)
    if frame is None:
        return columns.empty(schema)
    parts = pl.DataFrame(
        {
            "part": range(len(table.parts)),
            "reader": [part.reader for part in table.parts],
            "method": [part.method.value for part in table.parts],
            "provenance_class": [part.provenance.value for part in table.parts],
        },
        schema_overrides={"part": columns.COUNT},
    )
    named = frame.join(parts, on="part", how="left").with_columns(
        reading=pl.format("{}:{}", "part", "station"), exhibit=pl.lit("this table")
    )
    return columns.conform(named, schema).sort("station", "reading")


def same_reader(operation: Operation, table: ImportedTable) -> tuple[SameReader, ...]:
    """Return the standing imports that have readings by the same reader of the same stations."""
    readers = {part.reader for part in table.parts}
    imports = standing_imports(operation)
    taken = {one.said.replaces for one in imports}
    earlier = [
        one
        for one in imports
        if readers & {part.reader for part in one.said.parts} and not taken & set(one.said.files)
    ]
    looked_at = earlier if len(earlier) <= MOST_LOOKED_AT else []
    found = (SameReader(one.number, _in_common(operation, one, table)) for one in looked_at)
    return tuple(one for one in found if one.stations)


def _in_common(operation: Operation, earlier: Earlier, table: ImportedTable) -> int:
    content = operation.exhibits.get(earlier.said.readings)
    there = read_parquet(content, columns.IMPORTED).select("contest", "station").unique().collect()
    here = [
        frame.select(pl.lit(contest).alias("contest"), "station").unique()
        for contest, frame in table.frames.items()
    ]
    return pl.concat(here).join(there, on=["contest", "station"]).height if here else 0
