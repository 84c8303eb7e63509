"""`testigo changes A B`: what moved between two publications, and the statement that moved it."""

from pathlib import Path

import click
import polars as pl

from testigo.acts.copies import Copy, read_copy
from testigo.acts.kept_notes import contradictions_around
from testigo.cli.shown import count, output_options, print_csv, print_json, print_table
from testigo.cli.verify import opened
from testigo.election.definition import Election
from testigo.errors import RefusedError
from testigo.numbered import numbered
from testigo.publication.changes import changes
from testigo.publication.format import DATA
from testigo.verification.earlier import readings_otherwise

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
    problems = otherwise(before, after) + against_their_evidence(earlier, later)
    refuse_another_election(before.election, after.election)
    refuse_the_later_first(before.number, after.number)
    moved = changes(before.published, after.published)
    shown = moved if level is None else moved.filter(of_level(after.election, level))
    if as_csv:
        print_csv(shown)
    elif as_json:
        print_json({"moved": moved.height, "fell_unexplained": fallen(moved).height, "changes": shown})
    else:
        show(shown, moved)
    for problem in problems:
        click.echo(f"Problem: {problem}", err=True)
    click.get_current_context().exit(0 if fallen(moved).is_empty() and not problems else 1)


def copy_at(address: str) -> Copy:
    """Read the publication at a path or address."""
    with opened(address, f"{DATA}/") as source:
        return read_copy(source)


def otherwise(before: Copy, after: Copy) -> tuple[str, ...]:
    """Return the readings that both have under one name, and that say otherwise in the later one."""
    return tuple(
        f"{failure.cell}: a reading of one name says {failure.published} now and said {failure.expected} "
        "before, and no entry of the errata says why"
        for failure in readings_otherwise(before.evidence, after.evidence, drill=after.election.drill)
    )


def against_their_evidence(*addresses: str) -> tuple[str, ...]:
    """Return what contradicts the evidence of the operation in which a publication lies."""
    found = [problem for address in addresses for problem in contradictions_around(Path(address))]
    return tuple(dict.fromkeys(str(problem) for problem in found))


def refuse_another_election(before: Election, after: Election) -> None:
    """Raise RefusedError where the two are no publications of one sealed definition."""
    if (before.origin, before.seal) != (after.origin, after.seal):
        raise RefusedError(
            f"A is of {before.origin} and B of {after.origin}, or they were sealed anew: figures of two "
            "definitions cannot be compared."
        )


def refuse_the_later_first(before: int | None, after: int | None) -> None:
    """Raise RefusedError where A is the later one: every figure that rose would be said to have fallen."""
    if before is not None and after is not None and before > after:
        raise RefusedError(
            f"A is publication {before} and B is publication {after}: name the earlier one first."
        )


def fallen(moved: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that fell and nothing says why."""
    return moved.filter("fell_unexplained")


def of_level(election: Election, level: int) -> pl.Expr:
    """Whether a change is of a place of a level; 0 = of a station."""
    if level == 0:
        return pl.col("place_kind") == "station"
    places = election.jurisdictions.filter(pl.col("level") == level)["jurisdiction"]
    if places.is_empty():
        raise RefusedError(f"There is no level {level}: the definition has 1 to {len(election.levels)}.")
    return (pl.col("place_kind") == "jurisdiction") & pl.col("place").is_in(places.implode())


def show(shown: pl.DataFrame, moved: pl.DataFrame) -> None:
    """Print what fell without a reason, what moved, and how much more there is."""
    silent = fallen(moved)
    if moved.is_empty():
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
    click.echo(f"{numbered(moved.height, 'figure')} moved; of those that fell {verdict}.")


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
