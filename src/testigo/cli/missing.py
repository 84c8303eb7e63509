"""`testigo missing DIR`: the chase list: what is missing, pending, disputed or in quarantine, by place."""

from pathlib import Path

import click
import polars as pl

from testigo.cli.operation import Operation
from testigo.cli.shown import count, output_options, print_csv, print_json, print_table
from testigo.columns import Status
from testigo.snapshot import Snapshot


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--level", type=int, default=2, show_default=True, help="Level of the summary for people.")
@output_options
def command(folder: Path, *, level: int, as_json: bool, as_csv: bool) -> None:
    """List the polling stations whose form is not accepted, the largest first, place by place.

    Stations that are declared but not on any list cannot be named: they are counted at the end.

    \b
    Examples:
        testigo missing my-operation --csv > chase.csv
        testigo missing my-operation --level 3
    """
    snapshot = Operation(folder).snapshot()
    chased = chase_list(snapshot)
    if as_csv:
        print_csv(chased)
    elif as_json:
        print_json({"stations": chased, "not_listed": not_listed(snapshot)})
    else:
        show(snapshot, chased, level)


def chase_list(snapshot: Snapshot) -> pl.DataFrame:
    """Return one row a station and contest that is not accepted: its place, roll, status and readings."""
    election = snapshot.election
    names = election.jurisdictions.select("jurisdiction", "name")
    frames = []
    for code, results in snapshot.results.items():
        open_ones = results.filter(pl.col("status") != Status.ACCEPTED.value)
        frames.append(
            open_ones.select("station", "status", "readings", pl.lit(code).alias("contest"))
            .join(election.stations, on="station", maintain_order="left")
            .join(names, on="jurisdiction", how="left", maintain_order="left")
        )
    places = election.level_columns[1:]
    return (
        pl.concat(frames)
        .select(
            *(pl.col(column).alias(level) for column, level in zip(places, election.levels[1:], strict=True)),
            pl.col("name").alias("place"),
            "polling_place",
            "station",
            "contest",
            "status",
            "readings",
            "registered_voters",
        )
        .sort(*election.levels[1:], "polling_place", "registered_voters", "station", nulls_last=True)
    )


def not_listed(snapshot: Snapshot) -> dict[str, int]:
    """Return how many declared stations of the whole are on no list: contest -> stations."""
    root = pl.col("jurisdiction") == snapshot.election.root
    return {
        code: (row["stations"] or row["stations_listed"]) - row["stations_listed"]
        for code, tally in snapshot.tallies.items()
        for row in tally.filter(root).iter_rows(named=True)
    }


def show(snapshot: Snapshot, chased: pl.DataFrame, level: int) -> None:
    """Print the numbers by place of one level."""
    election = snapshot.election
    column = election.levels[max(1, min(level, len(election.levels))) - 1]
    if chased.is_empty():
        click.echo("Every listed polling station is accepted.")
    elif column in chased.columns:
        by_place = (
            chased.group_by(column, "status")
            .agg(stations=pl.len(), voters=pl.col("registered_voters").sum())
            .sort(column, "status", nulls_last=True)
        )
        rows = [(p or "unknown", s, count(n), count(v)) for p, s, n, v in by_place.iter_rows()]
        print_table("Not accepted", (column, "status", "stations", "registered voters"), rows)
    for code, number in not_listed(snapshot).items():
        if number:
            click.echo(f"{code}: {count(number)} declared stations are on no list and cannot be named.")
