"""What a person should know of a table when it is imported, or before: what no rule of the import refuses."""

from collections.abc import Iterator

import polars as pl

from testigo import columns
from testigo.cells import finding_counts
from testigo.cli.operation import Operation
from testigo.cli.release import Earlier, standing_imports
from testigo.forms.arithmetic import figures
from testigo.intake.table import ImportedTable
from testigo.numbered import numbered
from testigo.snapshot import derive
from testigo.standing.gather import Evidence
from testigo.standing.wide import read_parquet

MOST_LOOKED_AT = 20
"""Earlier imports of a reader that are held against a table: of more, each is a part of the whole."""


def findings_alone(operation: Operation, table: ImportedTable) -> Iterator[str]:
    """Yield what the checks find in the readings of a table by themselves: nothing is recorded."""
    election, profiles = operation.election, operation.profiles
    readings = {
        contest.contest: _readings(table, contest.contest, figures(contest, profiles[contest.form]))
        for contest in election.contests
    }
    nothing = Evidence(
        last_statement=-1,
        chain="",
        readings=readings,
        decisions={},
        claims=columns.empty(columns.CLAIMS),
        pixel_findings=columns.empty(columns.FINDINGS),
        unknown_readings=0,
    )
    found = derive(election, profiles, nothing).findings
    severity = dict(found.select("code", "severity").unique().iter_rows())
    for code, number, stations in finding_counts(found).iter_rows():
        where = numbered(stations, "station")
        yield f"Would be found: {code} ({severity[code]}): {numbered(number, 'finding')} at {where}"


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


def same_reader(operation: Operation, table: ImportedTable) -> Iterator[str]:
    """Yield a hint at `--replaces` where a standing import has readings by the same reader of the same."""
    readers = {part.reader for part in table.parts}
    imports = standing_imports(operation)
    taken = {one.said.replaces for one in imports}
    earlier = [
        one
        for one in imports
        if readers & {part.reader for part in one.said.parts} and not taken & set(one.said.files)
    ]
    for one in earlier if len(earlier) <= MOST_LOOKED_AT else []:
        common = _in_common(operation, one, table)
        if common:
            stations = numbered(common, "station")
            yield (
                f"Note: statement {one.number} has readings of {stations} by the same reader. One reader is "
                "one voice: a later release of that table is imported with "
                f"--replaces {one.number}."
            )


def _in_common(operation: Operation, earlier: Earlier, table: ImportedTable) -> int:
    content = operation.exhibits.get(earlier.said.readings)
    there = read_parquet(content, columns.IMPORTED).select("contest", "station").unique().collect()
    here = [
        frame.select(pl.lit(contest).alias("contest"), "station").unique()
        for contest, frame in table.frames.items()
    ]
    return pl.concat(here).join(there, on=["contest", "station"]).height if here else 0
