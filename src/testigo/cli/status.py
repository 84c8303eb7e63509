"""`testigo status DIR`: how far the operation is, in one screen."""

from collections.abc import Iterator
from pathlib import Path

import click
import polars as pl

from testigo.cells import finding_counts
from testigo.cli.operation import Operation
from testigo.cli.shown import count, output_options, percent, print_csv, print_json, print_table
from testigo.columns import Status
from testigo.snapshot import Snapshot


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@output_options
def command(folder: Path, *, as_json: bool, as_csv: bool) -> None:
    """Say how many polling stations are missing, pending, disputed, quarantined and accepted.

    \b
    Examples:
        testigo status my-operation
        testigo status my-operation --json
    """
    snapshot = Operation(folder).snapshot()
    if as_csv:
        print_csv(stations_by_status(snapshot))
    elif as_json:
        print_json(
            {
                "statement": snapshot.evidence.last_statement,
                "drill": snapshot.election.drill,
                "stations": stations_by_status(snapshot),
                "basis": snapshot.by_basis,
                "provenance": snapshot.by_provenance,
                "findings": finding_counts(snapshot.findings),
                "readings_of_unknown_stations": snapshot.unknown_readings,
            }
        )
    else:
        for line in lines_of(snapshot):
            click.echo(line)


def stations_by_status(snapshot: Snapshot) -> pl.DataFrame:
    """Return one row a contest: stations by status, of the whole country or area."""
    root = snapshot.election.root
    columns = [f"stations_{status.value}" for status in Status]
    return pl.concat(
        tally.filter(pl.col("jurisdiction") == root).select(
            pl.lit(contest).alias("contest"), "stations", "stations_listed", *columns, "coverage_of_stations"
        )
        for contest, tally in snapshot.tallies.items()
    )


def lines_of(snapshot: Snapshot) -> Iterator[str]:
    """Yield the state for people."""
    if snapshot.election.drill:
        yield "This is a drill."
    rows = [
        (
            row["contest"],
            *(count(row[f"stations_{status.value}"]) for status in Status),
            count(row["stations"]),
            percent(row["coverage_of_stations"]),
        )
        for row in stations_by_status(snapshot).iter_rows(named=True)
    ]
    print_table(
        "Polling stations by status", ("contest", *(s.value for s in Status), "expected", "coverage"), rows
    )
    for contest, groups in snapshot.by_basis.items():
        for group, stations, valid_votes in groups.iter_rows():
            yield f"{contest}: {count(stations)} stations, {count(valid_votes)} valid votes, on: {group}"
    for contest, groups in snapshot.by_provenance.items():
        for group, stations, _ in groups.iter_rows():
            yield f"{contest}: {count(stations)} stations, provenance: {group}"
    counted = finding_counts(snapshot.findings).join(
        snapshot.findings.select("code", "severity").unique(), on="code", maintain_order="left"
    )
    for code, findings, stations, severity in counted.iter_rows():
        yield f"{code} ({severity}): {count(findings)} findings at {count(stations)} stations"
    if snapshot.unknown_readings:
        yield f"Readings of unknown stations: {count(snapshot.unknown_readings)}. They count nowhere."
    yield f"Last statement: {snapshot.evidence.last_statement}"
