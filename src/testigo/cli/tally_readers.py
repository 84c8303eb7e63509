"""`testigo tally DIR --by reader`: what each reader read, added up, whatever came of it."""

from collections.abc import Sequence

import click
import polars as pl

from testigo.cli.shown import count, print_csv, print_json, print_table
from testigo.election.contests import Contest
from testigo.snapshot import Snapshot


def show_readers(snapshot: Snapshot, contests: Sequence[Contest], *, as_json: bool, as_csv: bool) -> None:
    """Print the sums of the readings of each institution, and of all others by how they read."""
    frames = {contest.contest: snapshot.by_reader(contest.contest) for contest in contests}
    if as_csv:
        named = [frame.select(pl.lit(code).alias("contest"), pl.all()) for code, frame in frames.items()]
        print_csv(pl.concat(named, how="diagonal"))
    elif as_json:
        print_json({"by": "reader", "contests": frames})
    else:
        for contest in contests:
            show_table(contest, frames[contest.contest])
        click.echo("These are sums of readings, not results. Persons and programs are added up together.")


def show_table(contest: Contest, readers: pl.DataFrame) -> None:
    """Print a contest: a column a reader, a row a figure."""
    rows = readers.to_dicts()
    head = [row["reader"] or f"others, {row['method']}" for row in rows]
    figures = [(option.called("en"), f"votes_{option.option}") for option in contest.options]
    known = [name for name in readers.columns if name not in ("reader", "method", *contest.vote_columns)]
    figures += [(name.replace("_", " "), name) for name in known]
    lines = [
        (label, *(count(row[name]) for row in rows))
        for label, name in figures
        if any(row[name] is not None for row in rows)
    ]
    print_table(f"{contest.contest} {contest.called('en')}, by reader", ("", *head), lines)
