"""`testigo corroborate DIR FILE`: our results beside anyone's readings, which are never counted."""

from pathlib import Path

import click
import polars as pl

from testigo.acts.corroborate import corroborate
from testigo.acts.operation import Operation
from testigo.cli.arguments import EXISTING_FILE, folder_argument, mapping_option
from testigo.cli.printing import count, output_options, print_csv, print_json, print_table
from testigo.cli.progress import progress_bar
from testigo.intake.table import ImportedTable
from testigo.numbered import numbered
from testigo.official.corroborate import Case, Corroboration
from testigo.snapshot import Snapshot

MOST_SHOWN = 50


@click.command()
@folder_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=EXISTING_FILE)
@mapping_option("How the table is written; the language of `testigo import`.")
@output_options
def command(
    folder: Path, files: tuple[Path, ...], mapping_file: Path, *, as_json: bool, as_csv: bool
) -> None:
    """Hold the accepted results of DIR against the readings of others in FILE, with its look-ups beside it.

    Says which stations agree, which differ and by how much, and which are only here or only there. Nothing is
    counted and nothing is written: to count these readings, import the table.

    \b
    Examples:
        testigo corroborate my-operation their-readings.csv --mapping theirs.toml
        testigo corroborate my-operation their-readings.csv --mapping theirs.toml --csv > stations.csv
    """
    with Operation(folder, only_look=True) as operation, progress_bar("Reading") as progress:
        done = corroborate(operation, files, mapping_file, progress)
    table, found = done.table, done.found
    if as_csv:
        print_csv(found.stations)
        for note in table.notes:
            click.echo(f"Note: {note}", err=True)
    elif as_json:
        print_json(
            {
                "readers": [part.reader for part in table.parts],
                **{case.value.replace(" ", "_"): found.number(case) for case in Case},
                "notes": list(table.notes),
                "worth_of_only_there": found.worth(Case.ONLY_THERE),
                "stations": found.stations.filter(~pl.col("case").is_in([Case.AGREE, Case.ONLY_HERE])),
                "figures": found.figures,
            }
        )
    else:
        show(done.snapshot, table, found)


def show(snapshot: Snapshot, table: ImportedTable, found: Corroboration) -> None:
    """Print the counts, then every station that differs and those that only they have."""
    readers = ", ".join(dict.fromkeys(part.reader for part in table.parts))
    lines = [(case.value, count(found.number(case))) for case in Case if found.number(case)]
    print_table(f"Our results and the readings of {readers}", ("stations", ""), lines)
    differing = found.stations.filter(pl.col("case") == Case.DIFFER.value)
    moved = found.figures.join(differing, on=["part", "contest", "station"], how="semi")
    if not moved.is_empty():
        several = len(snapshot.election.contests) > 1
        for (contest,), of_contest in moved.head(MOST_SHOWN).group_by("contest", maintain_order=True):
            rows = [
                (station, figure, count(ours), count(theirs))
                for station, figure, ours, theirs in of_contest.select(
                    "station", "figure", "ours", "theirs"
                ).iter_rows()
            ]
            title = f"They differ, {contest}" if several else "They differ"
            print_table(title, ("station", "figure", "ours", "theirs"), rows)
        say_what_is_left(moved.height)
    only_there = found.stations.filter(pl.col("case") == Case.ONLY_THERE.value)["station"]
    if not only_there.is_empty():
        worth = ", ".join(
            f"{figure} {count(value)}" for figure, value in found.worth(Case.ONLY_THERE).items()
        )
        click.echo(f"Only there: {numbered(len(only_there), 'station')}, together {worth}")
        click.echo("  " + ", ".join(only_there.head(MOST_SHOWN)))
        say_what_is_left(len(only_there))
    for note in table.notes:
        click.echo(f"Note: {note}")
    click.echo("None of these readings was counted.")


def say_what_is_left(number: int) -> None:
    """Say how many rows were not printed."""
    if number > MOST_SHOWN:
        click.echo(f"  ... and {number - MOST_SHOWN:,} more; all of them are in --json and --csv")
