"""`testigo forensics DIR`: every test that was run, beside clean elections; none picked."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from testigo.acts.announced import put, refuse_to_write_over
from testigo.acts.operation import Operation
from testigo.acts.pictures import pictures
from testigo.catalogue import LANGUAGES
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import print_json, print_table
from testigo.cli.progress import progress_bar
from testigo.errors import Message, StoreError
from testigo.evidence.exhibits import reason
from testigo.numbered import numbered
from testigo.snapshot import Snapshot
from testigo.statistics.calibrated import together
from testigo.statistics.dispersion import Dispersion
from testigo.statistics.forensics import FAR, ContestForensics, forensics

LANGUAGE = "en"
CONDITION = (
    "No test here proves fabrication, and a clean table proves no honesty: votes taken from one side and "
    "given to the other everywhere by the same share leave no mark in digits."
)
MOST_SHOWN = 10


@click.command()
@folder_argument
@click.option("--contest", "contest_code", help="Only this contest.")
@click.option(
    "--draws",
    type=click.IntRange(19, 100_000),
    default=999,
    show_default=True,
    help="Clean elections that are simulated.",
)
@click.option(
    "--seed", metavar="TEXT", help="Of the simulation; the seal of the definition where none is given."
)
@click.option(
    "--benchmark",
    metavar="D",
    type=click.FloatRange(0.5, 100),
    help="Dispersion within places of an earlier, honest election.",
)
@click.option("--processes", type=click.IntRange(1), default=None, help="As many as the machine has cores.")
@click.option(
    "--pictures",
    "folder_of_pictures",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write fingerprint and digits as SVG into a new folder.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of the words in the pictures.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    folder: Path,
    *,
    contest_code: str | None,
    draws: int,
    seed: str | None,
    benchmark: float | None,
    processes: int | None,
    folder_of_pictures: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """Test the accepted figures for signs of fabrication, each test beside clean elections.

    The whole table is printed, with how many low values chance alone gives. Seed and number of draws make the
    same figures again, to the digit.

    \b
    Examples:
        testigo forensics my-operation
        testigo forensics my-operation --draws 199 --benchmark 1.2 --json
        testigo forensics my-operation --pictures pictures --language es
    """  # fmt: skip
    with closing(Operation(folder)) as operation:
        snapshot = operation.snapshot() if contest_code is None else operation.snapshot_of(contest_code)
        by = processes or os.cpu_count() or 1
        found = []
        for contest in snapshot.election.contests:
            with progress_bar("Clean elections") as progress:
                seeded = seed or snapshot.election.seal
                each = forensics(snapshot, contest.contest, seeded, draws, benchmark, by, progress)
            found.append(each)
        if folder_of_pictures is not None:
            write_pictures(folder_of_pictures, [pictures(snapshot, each, language) for each in found])
    if as_json:
        print_json({"condition": CONDITION, "contests": [as_dictionary(each) for each in found]})
        return
    for each in found:
        show(snapshot, each)
    click.echo(CONDITION)


def write_pictures(folder: Path, drawn: Sequence[Mapping[str, str]]) -> None:
    """Write the pictures of every contest into a new folder."""
    refuse_to_write_over(folder)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise StoreError(Message("statistics.cannot_be_written", file=folder, reason=reason(error))) from None
    for of in drawn:
        for file, text in of.items():
            put(folder / file, text.encode())


def as_dictionary(found: ContestForensics) -> dict[str, object]:
    """Return everything for programs."""
    return {**asdict(found), "together": asdict(together(found.outcomes))}


def show(snapshot: Snapshot, found: ContestForensics) -> None:
    """Print one contest for people."""
    contest = snapshot.election.contest(found.contest)
    names = {option.option: option.called(LANGUAGE) for option in contest.options}
    rows = [
        (
            one.test,
            names.get(one.figure, one.figure),
            f"{one.p:.3f}",
            "-" if one.textbook is None else f"{one.textbook:.2g}",
            "-" if one.clean_low is None else f"{100 * one.clean_low:.0f} %",
        )
        for one in found.outcomes
    ]
    columns = ("test", "figure", "calibrated p", "textbook p", "clean ones it rejects")
    print_table(f"{contest.called(LANGUAGE)}: {numbered(found.stations, 'station')}", columns, rows)
    click.echo(f"Calibrated by {found.draws:,} clean elections, seed {found.seed} (spec/stream.md).")
    for line in (*together_in_words(found), *places_in_words(found), *bulletins_in_words(found)):
        click.echo(line)
    outlying = [(one.station, f"{one.standard_deviations:+.1f}") for one in found.outlying[:MOST_SHOWN]]
    if outlying:
        title = "Stations that differ most from their place: a reason to look at the image, nothing more"
        print_table(title, ("station", "standard deviations"), outlying)


def together_in_words(found: ContestForensics) -> list[str]:
    """Say how many tests are low, how many chance alone puts there, and the smallest after correction."""
    whole = together(found.outcomes)
    many = len(found.outcomes)
    lines = [
        f"{numbered(many, 'test')} run, all of them above. Below 0.05: {whole.low}; chance alone gives about "
        f"{whole.expected:.1f}. The smallest, corrected for their number: {whole.smallest:.2f}."
    ]
    wrong = [one for one in found.outcomes if one.clean_low is not None and one.clean_low > 0.2]
    if wrong:
        names = ", ".join(sorted({one.test for one in wrong}))
        lines.append(
            f"The textbook p of {names} must not be used: it also rejects clean elections on these stations, "
            "as the last column says."
        )
    if any(one.test == FAR for one in found.outcomes):
        lines.append(
            f"'{FAR.capitalize()}' finds 20 points moved in a twentieth of the stations; it also finds "
            "stations that honestly have other voters."
        )
    return lines


def places_in_words(found: ContestForensics) -> list[str]:
    """Say how much stations of a place differ, beside a benchmark; and which vectors repeat."""
    lines = [] if found.dispersion is None else [dispersion_in_words(found.dispersion, found.benchmark)]
    if found.identical:
        groups = "; ".join(" = ".join(group) for group in found.identical[:MOST_SHOWN])
        stations = numbered(sum(len(group) for group in found.identical), "station")
        vectors = numbered(len(found.identical), "vector")
        lines.append(f"The same votes for every option: {stations} in {vectors}: {groups}.")
    return lines


def dispersion_in_words(found: Dispersion, benchmark: float | None) -> str:
    """Say D; without a benchmark that it says nothing yet."""
    low, high = (each / 100 for each in found.outward)
    value = (
        f"Dispersion within {numbered(found.places, 'place')}: {found.dispersion:.4f} "
        f"[{low:.2f}, {high:.2f}], where chance alone gives 1."
    )
    if benchmark is None:
        return f"{value} It says nothing without that of an earlier, honest election (--benchmark)."
    if found.low <= benchmark <= found.high:
        return f"{value} The benchmark, {benchmark:g}, is inside."
    return f"{value} The benchmark, {benchmark:g}, is outside: look why, before you say what."


def bulletins_in_words(found: ContestForensics) -> list[str]:
    """Say which claims' counts were made of percentages; nothing of the others."""
    return [
        f"{each.claim}: each count is the whole number nearest to a percentage of one decimal. Of the ways "
        f"to divide its votes 1 in {each.one_in:,} is like that: the counts were most likely made of "
        "percentages. It says nothing of who won."
        for each in found.bulletins
    ]
