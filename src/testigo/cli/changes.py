"""`testigo changes A B`: what moved between two publications, and the statement that moved it."""

from pathlib import Path

import click
import polars as pl

from testigo.cli.shown import count, output_options, print_csv, print_json, print_table
from testigo.columns import ERRATA
from testigo.election.definition import Election
from testigo.errors import ProofError, RefusedError
from testigo.publication.changes import Published, changes
from testigo.publication.format import DATA, data_path, safe_name
from testigo.verification.disclosed import (
    DamagedError,
    read_definition,
    read_files,
    read_sound,
    read_table,
    unpacked,
)
from testigo.verification.manifest import read_manifest
from testigo.verification.source import Source, UnreadableError, open_folder

MOST_SHOWN = 40


@click.command()
@click.argument("earlier", metavar="A", type=click.Path(path_type=Path))
@click.argument("later", metavar="B", type=click.Path(path_type=Path))
@click.option("--level", type=int, help="Only places of this level (1 = the country); 0 = only stations.")
@output_options
def command(earlier: Path, later: Path, *, level: int | None, as_json: bool, as_csv: bool) -> None:
    """List every figure that moved from the publication in folder A to the one in folder B, and why.

    A figure of a station, or a total, that falls while nothing in the errata says why is an error: the exit
    code is 1. The files are held against each publication's own list; whether that list is signed is for
    `testigo verify` to say.

    \b
    Examples:
        testigo changes my-operation/publications/0001 my-operation/publications/0002
        testigo changes copy-of-last-week my-operation/public --csv > moved.csv
    """
    before, _ = read_published(earlier)
    after, election = read_published(later)
    moved = changes(before, after)
    shown = moved if level is None else moved.filter(of_level(election, level))
    if as_csv:
        print_csv(shown)
    elif as_json:
        print_json({"moved": moved.height, "fell_unexplained": fallen(moved).height, "changes": shown})
    else:
        show(shown, moved)
    click.get_current_context().exit(0 if fallen(moved).is_empty() else 1)


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


def read_published(folder: Path) -> tuple[Published, Election]:
    """Read what a publication says; ProofError where its data are not those of its own list."""
    source = open_folder(folder)
    _, hashes, _ = read_manifest(source)
    listed = {path: sha256 for path, sha256 in hashes.items() if path.startswith(f"{DATA}/")}
    sound = frozenset(path for path, sha256 in listed.items() if is_sound(source, path, sha256))
    if not listed or len(sound) != len(listed):
        wrong = next(iter(sorted(listed.keys() - sound)), "manifest.txt")
        raise ProofError(f"{folder}: {wrong} is not as the publication lists it. Get another copy.")
    try:
        election, _ = read_definition(source, sound, read_files(source, sound))
        return published(source, sound, election), election
    except DamagedError as damage:
        places = ", ".join(sorted({failure.file for failure in damage.failures}))
        raise ProofError(f"{folder}: cannot be compared, because of {places}. Run: testigo verify") from None


def is_sound(source: Source, path: str, sha256: str) -> bool:
    """Whether a file has the hash that the list gives it."""
    try:
        return source.hash_file(path) == sha256
    except UnreadableError:
        return False


def published(source: Source, sound: frozenset[str], election: Election) -> Published:
    """Read the tables of a publication."""

    def table(name: str) -> pl.DataFrame:
        path = data_path(name, drill=election.drill)
        return unpacked(path, read_sound(source, sound, path))

    codes = {contest.contest: safe_name(contest.contest) for contest in election.contests}
    errata = data_path("evidence/errata.parquet", drill=election.drill)
    return Published(
        results={contest: table(f"results-{code}.parquet") for contest, code in codes.items()},
        tallies={contest: table(f"tally-{code}.parquet") for contest, code in codes.items()},
        errata=read_table(source, sound, errata, ERRATA),
        stations=election.stations.select("station", *election.level_columns),
    )


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
    click.echo(f"{moved.height:,} figures moved; of those that fell {verdict}.")


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
