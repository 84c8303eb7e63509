"""`testigo sample`: plan, draw, extend and show a sample of polling stations."""

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.arguments import EXISTING_FILE, Function, folder_argument
from testigo.cli.signers import NOTHING_CHANGED
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.note import Signer
    from testigo.statistics.plan import Design, Sample

OUT = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Plan, draw, extend and show a sample of polling stations.

    Announce the plan first, then throw twenty dice in front of everybody, then draw. Whoever has the list of
    stations draws the same ones. Stations that do not answer are never replaced.
    """


def writes_options(function: Function) -> Function:
    """Add what every command asks for that writes a plan or a sample."""
    options = (
        click.option("--out", type=OUT, required=True, help="The file to write; never written over."),
        click.option("--key", "keys", metavar="KEYS", type=FOLDER, help="Sign with the key in this folder."),
        click.option("--passphrase-file", type=EXISTING_FILE,
                     help="Take the passphrase from the first line of this file."),
        click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing."),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def plan_options(function: Function) -> Function:
    """Add what a plan asks for."""
    options = (
        click.option("--size", type=click.IntRange(2), help="Units to draw."),
        click.option("--precision", type=click.FloatRange(0.05, 20),
                     help="Half an interval, in points; with --earlier."),
        click.option("--earlier", metavar="DIR", type=FOLDER, help="Operation of an earlier election."),
        click.option("--design", type=click.Choice(["stratified", "simple", "places", "size"]),
                     default="stratified", show_default=True,
                     help="Stations by stratum or not, whole polling places, or in proportion to voters."),
        click.option("--strata", metavar="NAME", help="A level (state, ...), or `stratum` of stations.csv."),
        click.option("--confidence", type=click.IntRange(50, 99), default=95, show_default=True,
                     help="Of the intervals, in percent."),
        click.option("--missing-may-differ", type=click.IntRange(0, 100), default=10, show_default=True,
                     help="By so many points may the share of missing forms differ."),
        click.option("--shown-from", type=click.IntRange(0, 100), default=80, show_default=True,
                     help="No estimate is shown before so many percent came."),
        click.option("--audit-method", type=click.Choice(["fixed bet", "alpha"]), default="fixed bet",
                     show_default=True, help="The test of the outcome."),
        click.option("--bet", type=click.FloatRange(0.01, 1), default=0.75, show_default=True,
                     help="Part of the capital that the fixed bet stakes."),
        click.option("--risk", type=click.FloatRange(0.1, 49), default=5, show_default=True,
                     help="In percent: at most so often is a wrong outcome confirmed."),
        click.option("--largest", type=click.IntRange(1, 1_000_000),
                     help="Most voters of a unit, where a roll is unknown."),
        click.option("--frame", "frame_file", type=OUT, help="Also write the list that is drawn from."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@command.command("plan")
@folder_argument
@plan_options
@writes_options
def plan_command(
    folder: Path,
    *,
    size: int | None,
    precision: float | None,
    earlier: Path | None,
    design: "Design",
    strata: str | None,
    confidence: int,
    missing_may_differ: int,
    shown_from: int,
    audit_method: str,
    bet: float,
    risk: float,
    largest: int | None,
    frame_file: Path | None,
    out: Path,
    keys: Path | None,
    passphrase_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the plan of a sample, to be announced before the seed is thrown.

    It holds the hash of the list of stations, the design, how many are drawn where, the test of the outcome
    with its parameters, and when an estimate may be said aloud. Without a key nobody has signed it.

    \b
    Examples:
        testigo sample plan my-operation --size 600 --strata state --out plan.txt --key /media/one/keys
        testigo sample plan my-operation --size 300 --design places --strata state --out plan.txt --dry-run
        testigo sample plan my-operation --precision 1 --earlier election-2019 --strata state --out plan.txt
    """
    from testigo.acts import announced, sample
    from testigo.acts.operation import Operation
    from testigo.cli.sample_printing import show_plan
    from testigo.statistics.announced import announced_bytes
    from testigo.statistics.drawn import frame_bytes
    from testigo.statistics.frame import frame_of
    from testigo.statistics.plan import Audit

    refuse_existing(out, frame_file)
    wanted = size or size_for(folder, earlier, strata, precision, confidence)
    audit = Audit(
        method="alpha" if audit_method == "alpha" else "fixed bet",
        bet=bet, eta=0.555, weight=100, above=0.0275, risk_percent=risk, largest=largest,
    )  # fmt: skip
    request = sample.PlanRequest(
        "simple" if design == "stratified" and strata is None else design,
        strata, wanted, confidence, missing_may_differ, shown_from, audit,
    )  # fmt: skip
    with closing(Operation(folder)) as operation:
        planned = sample.plan(operation, request)
        frame = frame_bytes(frame_of(operation.election, strata))
        signer = None if dry_run else signer_of(operation.election.origin, keys, passphrase_file)
    if not dry_run:
        announced.put(out, announced_bytes(planned, signer))
        if frame_file is not None:
            announced.put(frame_file, frame)
    show_plan(planned, signed=signer is not None or (dry_run and keys is not None), as_json=as_json)
    say_written(out, dry_run=dry_run, as_json=as_json)


def size_for(
    folder: Path, earlier: Path | None, strata: str | None, precision: float | None, confidence: int
) -> int:
    """Return how many stations a precision takes, and say why; RefusedError without an earlier election."""
    from testigo.acts.operation import Operation
    from testigo.acts.precision import for_precision
    from testigo.errors import Message, RefusedError
    from testigo.statistics.frame import frame_of

    if precision is None:
        raise RefusedError(Message("statistics.no_size"))
    if earlier is None:
        raise RefusedError(Message("statistics.no_earlier"))
    with closing(Operation(folder)) as planned, closing(Operation(earlier)) as before:
        stations = frame_of(planned.election, strata).height
        found = for_precision(before, strata, precision / 100, stations, confidence / 100)
    most = found[0]
    click.echo(
        f"For ±{precision:g} points as in the earlier election: {numbered(most.needed.stations, 'station')}, "
        f"set by {most.option!r}. A station is worth {most.needed.design_effect:.1f} times fewer voters than "
        "it has: so much are its voters alike. It holds if everything comes: plan more for what will not.",
        err=True,
    )
    return most.needed.stations


@command.command("draw")
@folder_argument
@click.option("--plan", "plan_file", type=EXISTING_FILE, required=True, help="The plan, as it was announced.")
@click.option("--seed", metavar="DIGITS", required=True, help="Twenty dice or more, thrown in public.")
@writes_options
def draw_command(
    folder: Path,
    *,
    plan_file: Path,
    seed: str,
    out: Path,
    keys: Path | None,
    passphrase_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Draw the sample of a plan by a public seed.

    \b
    Example:
        testigo sample draw my-operation --plan plan.txt --seed 20240728193400112358 --out sample.txt
    """
    from testigo.acts import sample
    from testigo.acts.files import content_of
    from testigo.acts.operation import Operation
    from testigo.statistics.announced import read_plan

    refuse_existing(out)
    planned = read_plan(plan_file.name, content_of(plan_file))
    with closing(Operation(folder)) as operation:
        drawn = sample.drawn_sample(operation, planned.value, planned.signature, seed)
        finish(operation.election.origin, drawn, out, keys, passphrase_file, dry_run=dry_run, as_json=as_json)


@command.command("extend")
@folder_argument
@click.option("--sample", "sample_file", type=EXISTING_FILE, required=True, help="The sample to extend.")
@click.option("--size", type=click.IntRange(2), required=True, help="Units of the larger sample.")
@writes_options
def extend_command(
    folder: Path,
    *,
    sample_file: Path,
    size: int,
    out: Path,
    keys: Path | None,
    passphrase_file: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Draw more by the same seed; every station that was drawn stays.

    Extend because of a plan, not because of what the first forms say: an interval of a sample that grew until
    it pleased covers less than it promises. The test of the outcome may be extended freely.

    \b
    Example:
        testigo sample extend my-operation --sample sample.txt --size 800 --out larger.txt
    """
    from testigo.acts import sample
    from testigo.acts.files import content_of
    from testigo.acts.operation import Operation
    from testigo.statistics.announced import read_sample

    refuse_existing(out)
    before = read_sample(sample_file.name, content_of(sample_file)).value
    with closing(Operation(folder)) as operation:
        drawn = sample.extended_sample(operation, before, size)
        finish(operation.election.origin, drawn, out, keys, passphrase_file, dry_run=dry_run, as_json=as_json)


@command.command("show")
@click.argument("file", metavar="FILE", type=EXISTING_FILE)
@click.option("--frame", "frame_file", type=EXISTING_FILE, help="The list of stations, to draw again.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the drawn stations as CSV, for coordinators.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show_command(file: Path, *, frame_file: Path | None, as_csv: bool, as_json: bool) -> None:
    """Show a sample, who signed it, and how to draw it again without this software.

    \b
    Examples:
        testigo sample show sample.txt
        testigo sample show sample.txt --frame frame.csv
        testigo sample show sample.txt --csv > stations.csv
    """
    from testigo.acts.files import content_of
    from testigo.cli.sample_printing import show_sample, show_stations
    from testigo.statistics.announced import read_sample

    found = read_sample(file.name, content_of(file))
    if as_csv:
        show_stations(found.value)
        return
    again = None if frame_file is None else drawn_again(found.value, frame_file)
    show_sample(found.value, found.fingerprint, again=again, as_json=as_json)
    if again is False:
        click.get_current_context().exit(1)


def drawn_again(sample: "Sample", frame_file: Path) -> bool:
    """Say whether a list of stations and the seed give the sample."""
    from testigo.acts.files import content_of
    from testigo.acts.sample import drawn_again as again
    from testigo.statistics.drawn import parse_frame

    return again(parse_frame(frame_file.name, content_of(frame_file)), sample)


def finish(
    origin: str,
    drawn: "Sample",
    out: Path,
    keys: Path | None,
    passphrase_file: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write a sample, signed where there is a key, and show it."""
    from testigo.acts import announced
    from testigo.cli.sample_printing import show_sample
    from testigo.record.keys import fingerprint
    from testigo.statistics.announced import announced_bytes

    signer = None if dry_run else signer_of(origin, keys, passphrase_file)
    if not dry_run:
        announced.put(out, announced_bytes(drawn, signer))
    mark = None if signer is None else fingerprint(signer.verifier_key.public_key)
    show_sample(drawn, mark, again=None, as_json=as_json)
    say_written(out, dry_run=dry_run, as_json=as_json)


def signer_of(origin: str, keys: Path | None, passphrase_file: Path | None) -> "Signer | None":
    """Open the signing key; None where none is named."""
    if keys is None:
        return None
    from testigo.acts.key_folder import load_signer
    from testigo.cli.passphrase import ask_passphrase
    from testigo.note import Signer

    return Signer(origin, load_signer(keys, ask_passphrase(passphrase_file)).private_key)


def refuse_existing(*files: Path | None) -> None:
    """Raise RefusedError where a file that would be written exists."""
    from testigo.acts.announced import refuse_to_write_over

    for file in files:
        if file is not None:
            refuse_to_write_over(file)


def say_written(out: Path, *, dry_run: bool, as_json: bool) -> None:
    """Say where the file is; on stderr where stdout is for a program."""
    click.echo(NOTHING_CHANGED if dry_run else f"Written: {os.fspath(out)}", err=as_json)
