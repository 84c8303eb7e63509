"""`testigo missing DIR`: the chase list: what is missing, pending, disputed or in quarantine, by place."""

from pathlib import Path

import click
import polars as pl

from testigo.acts.missing import NOT_LISTED, missing
from testigo.acts.operation import Operation
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import count, output_options, print_csv, print_json, print_table
from testigo.columns import COUNT
from testigo.numbered import numbered
from testigo.snapshot import Snapshot


@click.command()
@folder_argument
@click.option("--level", type=int, default=2, show_default=True, help="Level of the summary for people.")
@output_options
def command(folder: Path, *, level: int, as_json: bool, as_csv: bool) -> None:
    """List the polling stations whose form is not accepted, the largest first, place by place.

    Stations that are declared but not on any list cannot be named: each place that declares more than are
    listed has a row of its own, status `not listed`, with their number; all other rows are one station. So
    the column `stations` adds up to all that is not accepted. The column `differs` says of a disputed station
    what its readings have instead of one another: `votes_red 212 or 221`.

    \b
    Examples:
        testigo missing my-operation --csv > chase.csv
        testigo missing my-operation --level 3
    """
    with Operation(folder, only_look=True) as operation:
        found = missing(operation)
    snapshot, chased = found.snapshot, found.chased
    if as_csv:
        print_csv(chased)
    elif as_json:
        unnamed = chased.filter(pl.col("status") == NOT_LISTED)
        print_json(
            {
                "stations": chased.filter(pl.col("status") != NOT_LISTED).drop("stations"),
                "not_listed": {
                    contest.contest: int(unnamed.filter(contest=contest.contest)["stations"].sum())
                    for contest in snapshot.election.contests
                },
                "not_listed_by_place": unnamed.select(
                    *snapshot.election.levels[1:], "place", "contest", "stations", "registered_voters"
                ),
            }
        )
    else:
        show(snapshot, chased, level)


def show(snapshot: Snapshot, chased: pl.DataFrame, level: int) -> None:
    """Print the numbers by place of one level."""
    election = snapshot.election
    column = election.levels[max(1, min(level, len(election.levels))) - 1]
    listed = chased.filter(pl.col("status") != NOT_LISTED)
    if listed.is_empty():
        click.echo("Every listed polling station is accepted.")
    elif column in chased.columns:
        show_places(snapshot, chased, column)
    unnamed = chased.filter(pl.col("status") == NOT_LISTED)
    for (code,), rows in unnamed.group_by("contest", maintain_order=True):
        are = numbered(
            int(rows["stations"].sum()), "declared station is on no list", "declared stations are on no list"
        )
        click.echo(f"{code}: {are} and cannot be named.")


def show_places(snapshot: Snapshot, chased: pl.DataFrame, column: str) -> None:
    """Print the numbers by place, a table a contest: a station that votes in two is not two stations."""
    by_place = (
        chased.group_by("contest", column, "status")
        .agg(
            pl.col("stations").sum(),
            voters=pl.col("registered_voters").sum(),
            unknown=pl.col("stations").filter(pl.col("registered_voters").is_null()).sum().cast(COUNT),
        )
        .sort("contest", column, "status", nulls_last=True)
    )
    several = len(snapshot.election.contests) > 1
    for (code,), rows in by_place.group_by("contest", maintain_order=True):
        lines = [
            (place or "unknown", status, count(number), voters_of(voters, number, unknown))
            for _, place, status, number, voters, unknown in rows.iter_rows()
        ]
        title = f"Not accepted, {code}" if several else "Not accepted"
        print_table(title, (column, "status", "stations", "registered voters"), lines)


def voters_of(known: int, stations: int, unknown: int) -> str:
    """Write the registered voters of some stations; unknown is not 0, and known and unknown stand apart."""
    if not unknown:
        return count(known)
    if unknown == stations:
        return count(None)
    return f"{count(known)} (and {count(unknown)} without a roll)"
