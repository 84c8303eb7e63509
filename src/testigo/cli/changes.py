"""`testigo changes A B`: what moved between two publications, and the statement that moved it."""

from pathlib import Path

import click
import polars as pl

from testigo.acts.changes import PublicationChanges, changes_between
from testigo.acts.publication_copy import Copy, read_copy
from testigo.cli.printing import count, output_options, print_csv, print_json, print_table
from testigo.cli.verify import open_publication
from testigo.numbered import numbered
from testigo.publication.format import DATA
from testigo.verification.report import Failure

MOST_SHOWN = 40


@click.command()
@click.argument("earlier", metavar="A")
@click.argument("later", metavar="B")
@click.option("--level", type=int, help="Only places of this level (1 = the country); 0 = only stations.")
@output_options
def command(earlier: str, later: str, *, level: int | None, as_json: bool, as_csv: bool) -> None:
    """List every figure that moved from publication A to publication B, and why.

    Each is a folder, an address, or the ZIP of a mirror; of an address only the data are fetched.

    A figure of a station, or a total, that falls while nothing in the errata says why is an error: the exit
    code is 1. So is a reading of one name that says otherwise than before; and, where a publication lies in
    its operation, evidence that is not the one to which its signed notes commit. The files are held against
    each publication's own list; whether that list is signed is for `testigo verify` to say.

    \b
    Examples:
        testigo changes my-operation/publications/0001 my-operation/publications/0002
        testigo changes copy-of-last-week https://example.org/ --csv > moved.csv
        testigo changes publication-0001.zip publication-0002.zip --level 1
    """
    before, after = copy_at(earlier), copy_at(later)
    moved = changes_between(before, after, (Path(earlier), Path(later)), level)
    if as_csv:
        print_csv(moved.shown)
    elif as_json:
        fell = moved.fallen.height
        print_json({"moved": moved.figures.height, "fell_unexplained": fell, "changes": moved.shown})
    else:
        show(moved)
    for line in (*map(otherwise, moved.otherwise), *map(str, moved.evidence)):
        click.echo(f"Problem: {line}", err=True)
    click.get_current_context().exit(0 if moved.is_explained else 1)


def copy_at(address: str) -> Copy:
    """Read the publication at a path or address."""
    with open_publication(address, f"{DATA}/") as source:
        return read_copy(source)


def otherwise(failure: Failure) -> str:
    """Say that a reading that both have under one name says otherwise in the later one."""
    return (
        f"{failure.cell}: a reading of one name says {failure.published} now and said {failure.expected} "
        "before, and no entry of the errata says why"
    )


def show(moved: PublicationChanges) -> None:
    """Print what fell without a reason, what moved, and how much more there is."""
    silent, shown = moved.fallen, moved.shown
    if moved.figures.is_empty():
        click.echo("No figure moved.")
        return
    if not silent.is_empty():
        print_table("FELL, and nothing says why", COLUMNS, [line(row) for row in rows_of(silent)])
    print_table("Moved", COLUMNS, [line(row) for row in rows_of(shown)])
    if shown.height > MOST_SHOWN:
        click.echo(f"... and {shown.height - MOST_SHOWN:,} more; all of them are in --csv and --json")
    reasons = shown["reason"].drop_nulls().unique().sort()
    for reason in reasons.head(MOST_SHOWN):
        click.echo(f"* {reason}")
    verdict = (
        "each has its reason"
        if silent.is_empty()
        else f"{silent.height:,} FELL without one: do not publish, or ask why"
    )
    click.echo(f"{numbered(moved.figures.height, 'figure')} moved; of those that fell {verdict}.")


COLUMNS = ("contest, place, figure", "before", "after", "difference", "because of")


def rows_of(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Return the first rows, totals of large places before stations."""
    order = frame.sort("place_kind", pl.col("difference").abs(), descending=[False, True])
    return order.head(MOST_SHOWN).to_dicts()


def line(row: dict[str, object]) -> tuple[str, ...]:
    """Write one change for people."""
    numbers = [row[name] for name in ("before", "after", "difference")]
    written = [count(value if isinstance(value, int) else None) for value in numbers]
    return (f"{row['contest']}, {row['place']}, {row['figure']}", *written, str(row["because"] or "-"))
