"""`testigo compare DIR`: the official claims beside the paper."""

from pathlib import Path

import click
import polars as pl

from testigo.catalogue import LANGUAGES
from testigo.cli.operation import Operation
from testigo.cli.shown import count, output_options, percent, print_csv, print_json, print_table
from testigo.cli.tally import check_level
from testigo.columns import PlaceKind
from testigo.official.levels import Verdict, by_place
from testigo.official.words import SHARES, name_of, sentence
from testigo.publication.format import Unit
from testigo.snapshot import Snapshot

MOST_SHOWN = 40


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--level",
    type=int,
    help="Only claims of places of this level, place by place: which agree, differ, cannot be compared.",
)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@output_options
def command(folder: Path, *, level: int | None, language: str, as_json: bool, as_csv: bool) -> None:
    """Compare what the authority claims with the accepted forms, and say what is impossible.

    \b
    Examples:
        testigo compare my-operation
        testigo compare my-operation --level 4
        testigo compare my-operation --language es
        testigo compare my-operation --json
    """
    snapshot = Operation(folder).snapshot()
    places = snapshot.election.jurisdictions
    if level is not None:
        check_level(snapshot, level)
        places = places.filter(pl.col("level") == level)
    of_jurisdiction = pl.col("place_kind") == PlaceKind.JURISDICTION.value
    here = pl.col("place").is_in(places["jurisdiction"].implode()) & of_jurisdiction
    if level is None:
        here = here | ~of_jurisdiction
    discrepancies = snapshot.discrepancies.filter(here)
    contradictions = snapshot.contradictions.filter(here)
    if as_csv:
        print_csv(discrepancies)
    elif as_json:
        said = [sentence_of(snapshot, row, language) for row in contradictions.iter_rows(named=True)]
        print_json(
            {
                "discrepancies": discrepancies,
                "contradictions": contradictions,
                "places": by_place(discrepancies, snapshot.tallies),
                "in_words": {language: said},
            }
        )
    elif level is not None and level > 1:
        show_places(snapshot, discrepancies, level)
    else:
        show(snapshot, discrepancies, contradictions, language)


def show_places(snapshot: Snapshot, discrepancies: pl.DataFrame, level: int) -> None:
    """Print how many places of a level agree, differ and cannot be compared, and which differ."""
    places = by_place(discrepancies, snapshot.tallies)
    if places.is_empty():
        click.echo(
            f"No claim is recorded of places of level {level}. Record one with: testigo claim DIR FILE"
        )
        return
    names = dict(snapshot.election.jurisdictions.select("jurisdiction", "name").iter_rows())
    for (claim, contest), rows in places.group_by("claim", "contest", maintain_order=True):
        lines = [verdict_line(rows, verdict) for verdict in Verdict]
        print_table(f"{claim}, {contest}, level {level}", ("places", "", "figures that agree", "of"), lines)
        for verdict in (Verdict.DIFFERS, Verdict.INCOMPARABLE):
            found = rows.filter(pl.col("verdict") == verdict.value)["place"]
            if not found.is_empty():
                shown = ", ".join(f"{place} {names[place]}" for place in found.head(MOST_SHOWN))
                left = len(found) - MOST_SHOWN
                more = f" ... and {left:,} more (--json)" if left > 0 else ""
                click.echo(f"{verdict.capitalize()}: {shown}{more}")


def verdict_line(places: pl.DataFrame, verdict: Verdict) -> tuple[str, ...]:
    """Write one verdict: how many places, and how many of their figures agree."""
    rows = places.filter(pl.col("verdict") == verdict.value)
    figures = sum(int(rows[case].sum()) for case in ("agree", "differ", "incomplete", "unknown"))
    return (verdict.value, count(rows.height), count(int(rows["agree"].sum())), count(figures))


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
