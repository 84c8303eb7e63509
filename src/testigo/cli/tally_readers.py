"""`testigo tally DIR --by reader`: what each reader read, added up, whatever came of it."""

import click
import polars as pl

from testigo.acts.tally import Tallied, one_table
from testigo.cli.printing import count, print_csv, print_json, print_table
from testigo.election.contests import Contest


def show_readers(found: Tallied, *, as_json: bool, as_csv: bool) -> None:
    """Print the sums of the readings of each institution, and of all others by how they read."""
    if as_csv:
        print_csv(one_table(found.contests))
    elif as_json:
        print_json({"by": "reader", "contests": found.contests})
    else:
        for contest in found.snapshot.election.contests:
            show_table(contest, found.contests[contest.contest])
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
