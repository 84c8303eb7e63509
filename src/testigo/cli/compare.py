"""`testigo compare DIR`: the official claims beside the paper."""

from pathlib import Path

import click
import polars as pl

from testigo.catalogue import LANGUAGES
from testigo.cli.operation import Operation
from testigo.cli.shown import count, output_options, percent, print_csv, print_json, print_table
from testigo.cli.tally import check_level
from testigo.official.words import SHARES, name_of, sentence
from testigo.publication.format import Unit
from testigo.snapshot import Snapshot


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--level", type=int, help="Only claims of places of this level.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@output_options
def command(folder: Path, *, level: int | None, language: str, as_json: bool, as_csv: bool) -> None:
    """Compare what the authority claims with the accepted forms, and say what is impossible.

    \b
    Examples:
        testigo compare my-operation
        testigo compare my-operation --language es
        testigo compare my-operation --json
    """
    snapshot = Operation(folder).snapshot()
    places = snapshot.election.jurisdictions
    if level is not None:
        check_level(snapshot, level)
        places = places.filter(pl.col("level") == level)
    here = pl.col("place").is_in(places["jurisdiction"].implode())
    discrepancies = snapshot.discrepancies.filter(here)
    contradictions = snapshot.contradictions.filter(here)
    if as_csv:
        print_csv(discrepancies)
    elif as_json:
        said = [sentence_of(snapshot, row, language) for row in contradictions.iter_rows(named=True)]
        print_json(
            {"discrepancies": discrepancies, "contradictions": contradictions, "in_words": {language: said}}
        )
    else:
        show(snapshot, discrepancies, contradictions, language)


def sentence_of(snapshot: Snapshot, row: dict[str, object], language: str) -> str:
    """Say one contradiction for people."""
    contest = snapshot.election.contest(str(row["contest"]))
    write = percent if row["kind"] in SHARES else count
    return sentence(row, contest, language, lambda _, value: write(value))


def show(
    snapshot: Snapshot, discrepancies: pl.DataFrame, contradictions: pl.DataFrame, language: str
) -> None:
    """Print every claim as a table, then what it cannot be."""
    if discrepancies.is_empty():
        click.echo("No claim is recorded. Record one with: testigo claim DIR FILE")
        return
    for (claim, code, place), rows in discrepancies.group_by(
        "claim", "contest", "place", maintain_order=True
    ):
        contest = snapshot.election.contest(str(code))
        lines = []
        for row in rows.iter_rows(named=True):
            write = count if row["unit"] == Unit.COUNT else percent
            lowest, highest = row["theirs_lowest"], row["theirs_highest"]
            theirs = write(lowest) if lowest == highest else f"{write(lowest)} to {write(highest)}"
            difference = (
                "-"
                if row["difference"] is None
                else f"{'+' * (row['difference'] > 0)}{write(row['difference'])}"
            )
            lines.append((name_of(row["figure"], contest, language), write(row["ours"]), theirs, difference))
        print_table(f"{claim}, {place}", ("figure", "forms", "claim", "difference"), lines)
    for row in contradictions.iter_rows(named=True):
        click.echo(f"* {sentence_of(snapshot, row, language)}")
    if not contradictions.is_empty():
        click.echo("All of this holds if the accepted forms are genuine.")
