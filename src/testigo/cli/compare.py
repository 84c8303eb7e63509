"""`testigo compare DIR`: the official claims beside the paper."""

from pathlib import Path
from typing import Any

import click
import polars as pl

from testigo.acts.compare import Comparison, compare
from testigo.acts.operation import Operation
from testigo.catalogue import LANGUAGES
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import count, output_options, percent, print_csv, print_json, print_table
from testigo.columns import Compared, PlaceKind
from testigo.election.contests import Contest
from testigo.numbered import numbered
from testigo.official.levels import Verdict
from testigo.official.sentences import SHARES, name_of, sentence
from testigo.publication.format import Unit
from testigo.publication.shard import claims_of
from testigo.snapshot import Snapshot

MOST_SHOWN = 40


@click.command()
@folder_argument
@click.option(
    "--level",
    type=int,
    help="Only claims of places of this level: which agree, differ, cannot be compared.",
)
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of what is said."
)
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
    with Operation(folder, only_look=True) as operation:
        found = compare(operation, level)
    if as_csv:
        print_csv(found.discrepancies)
    elif as_json:
        rows = found.contradictions.iter_rows(named=True)
        print_json(
            {
                "discrepancies": found.discrepancies,
                "contradictions": found.contradictions,
                "places": found.places,
                "in_words": {language: [sentence_of(found.snapshot, row, language) for row in rows]},
            }
        )
    else:
        show(found, language)


def show(found: Comparison, language: str) -> None:
    """Print claims of the whole figure by figure, of places below place by place, and what cannot be."""
    snapshot, discrepancies = found.snapshot, found.discrepancies
    if discrepancies.is_empty():
        click.echo("No claim is recorded of this. Record one with: testigo claim DIR FILE")
        return
    of_jurisdictions = pl.col("place_kind") == PlaceKind.JURISDICTION.value
    is_root = pl.col("place") == snapshot.election.root
    show_figures(snapshot, discrepancies.filter(of_jurisdictions & is_root), language)
    show_places(snapshot, found.places.filter(~is_root))
    show_stations(discrepancies.filter(~of_jurisdictions))
    show_contradictions(snapshot, found.contradictions, language)


def show_places(snapshot: Snapshot, places: pl.DataFrame) -> None:
    """Print how many places of each level agree, differ and cannot be compared, and which do not agree.

    places  official.levels.PLACES
    """
    names = dict(snapshot.election.jurisdictions.select("jurisdiction", "name").iter_rows())
    for (claim, contest, level), rows in places.group_by("claim", "contest", "level", maintain_order=True):
        lines = [verdict_line(rows, verdict) for verdict in Verdict]
        print_table(
            f"{claim}, {called(snapshot, contest)}, level {level}",
            ("places", "", "figures that agree", "of"),
            lines,
        )
        for verdict in (Verdict.DIFFERS, Verdict.INCOMPARABLE):
            found = rows.filter(pl.col("verdict") == verdict.value)["place"]
            if not found.is_empty():
                shown = ", ".join(f"{place} {names[place]}" for place in found.head(MOST_SHOWN))
                left = len(found) - MOST_SHOWN
                more = f" ... and {left:,} more (--json)" if left > 0 else ""
                click.echo(f"{verdict.capitalize()}: {shown}{more}")


def show_stations(discrepancies: pl.DataFrame) -> None:
    """Print how many of the figures claimed of stations are ours."""
    for (claim, contest), rows in discrepancies.group_by("claim", "contest", maintain_order=True):
        rows = rows.filter("claimed")
        agree, differ = (rows.filter(case=case.value).height for case in (Compared.AGREES, Compared.DIFFERS))
        click.echo(
            f"{claim}, {contest}, {numbered(rows['place'].n_unique(), 'station')}: "
            f"{numbered(agree, 'figure agrees', 'figures agree')}, "
            f"{numbered(differ, 'differs', 'differ')}, "
            f"{count(rows.height - agree - differ)} cannot be compared (--csv)."
        )


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


def show_figures(snapshot: Snapshot, discrepancies: pl.DataFrame, language: str) -> None:
    """Print every claim of the whole as a table, in the order that the coordinator gave."""
    order = {claim: number for number, claim in enumerate(claims_of(snapshot))}
    ordered = discrepancies.sort(pl.col("claim").replace_strict(order), "contest", maintain_order=True)
    for (claim, code, place), rows in ordered.group_by("claim", "contest", "place", maintain_order=True):
        contest = snapshot.election.contest(str(code))
        lines = [figure_line(row, contest, language) for row in rows.iter_rows(named=True)]
        title = f"{claim}, {called(snapshot, code)}, {place}"
        print_table(title, ("figure", "forms", "claim", "difference"), lines)


def called(snapshot: Snapshot, code: object) -> str:
    """Return a contest's code and name: two contests may have one name, and a code says little."""
    contest = snapshot.election.contest(str(code))
    name = contest.called("en")
    return name if name == contest.contest else f"{contest.contest} {name}"


def figure_line(row: dict[str, Any], contest: Contest, language: str) -> tuple[str, ...]:
    """Write one row of DISCREPANCIES."""
    write = count if row["unit"] == Unit.COUNT else percent
    lowest, highest, difference = row["theirs_lowest"], row["theirs_highest"], row["difference"]
    theirs = write(lowest) if lowest == highest else f"{write(lowest)} to {write(highest)}"
    sign = "+" if difference is not None and difference > 0 else ""
    ours = write(row["ours"])
    if row["at_least"]:
        ours = f"at least {ours} (in {numbered(row['ours_stations'] or 0, 'station')})"
    incomplete = row["case"] == Compared.INCOMPLETE
    shown = "cannot be compared" if incomplete else sign + write(difference)
    return (name_of(row["figure"], contest, language), ours, theirs, shown)


def show_contradictions(snapshot: Snapshot, contradictions: pl.DataFrame, language: str) -> None:
    """Print what the claims cannot be, a sentence each, those of the whole first."""
    root = snapshot.election.root
    names = dict(snapshot.election.jurisdictions.select("jurisdiction", "name").iter_rows())
    ordered = contradictions.sort(pl.col("place") != root, maintain_order=True)
    for row in ordered.head(MOST_SHOWN).iter_rows(named=True):
        place = row["place"]
        where = "" if place == root else f"{place} {names.get(place, '')}".strip() + ": "
        click.echo(f"* {where}{sentence_of(snapshot, row, language)}")
    left = ordered.height - MOST_SHOWN
    if left > 0:
        click.echo(f"... and {left:,} more; all of them are in --json")
    if not ordered.is_empty():
        click.echo("All of this holds if the accepted forms are genuine.")
