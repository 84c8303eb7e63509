"""`testigo estimate DIR --sample FILE`: the quick count, with everything that it does not know."""

import datetime
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from testigo.acts.estimate import estimate
from testigo.acts.files import content_of
from testigo.acts.operation import Operation
from testigo.cli.arguments import EXISTING_FILE, folder_argument
from testigo.cli.printing import count, print_json, print_table
from testigo.cli.sample_printing import frame_in_words
from testigo.numbered import numbered
from testigo.snapshot import Snapshot
from testigo.statistics.announced import read_sample
from testigo.statistics.estimate import ContestEstimate
from testigo.statistics.plan import Plan, Sample
from testigo.statistics.response import Cell

LANGUAGE = "en"
CONDITION = (
    "All of this holds if the forms are genuine: a good sample of false forms is false. It is no poll, and "
    "it proclaims nobody."
)


@click.command()
@folder_argument
@click.option(
    "--sample", "sample_file", type=EXISTING_FILE, required=True, help="The sample, as it was drawn."
)
@click.option("--contest", "contest_code", help="Only this contest.")
@click.option("--bootstrap", metavar="N", type=click.IntRange(100, 100_000), help="Also so many resamples.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    folder: Path, *, sample_file: Path, contest_code: str | None, bootstrap: int | None, as_json: bool
) -> None:
    """Estimate the result from what came of a sample, three times over, with its interval.

    Nothing is shown before the polls close, nor before the response that the plan announced. The interval is
    wider by what the missing forms may differ; by how much is a judgement that stands in the plan.

    \b
    Examples:
        testigo estimate my-operation --sample sample.txt
        testigo estimate my-operation --sample sample.txt --contest president --bootstrap 1000 --json
    """
    found = read_sample(sample_file.name, content_of(sample_file))
    now = datetime.datetime.now(datetime.UTC)
    with closing(Operation(folder)) as operation:
        snapshot = operation.snapshot() if contest_code is None else operation.snapshot_of(contest_code)
        contests = [contest.contest for contest in snapshot.election.contests]
        resamples = None if bootstrap is None else (found.value.seed, bootstrap)
        estimates = estimate(snapshot, found.value, contests, now, resamples)
    if as_json:
        print_json(as_dictionary(found.value, found.fingerprint, bootstrap, estimates))
        return
    for each in estimates:
        show(snapshot, found.value.plan, each)
    for line in closing_lines(found.value, found.fingerprint, bootstrap):
        click.echo(line)


def as_dictionary(
    sample: Sample, fingerprint: str | None, bootstrap: int | None, estimates: tuple[ContestEstimate, ...]
) -> dict[str, object]:
    """Return everything for programs, with what it is conditional on."""
    plan = sample.plan
    return {
        "condition": CONDITION,
        "plan_sha256": sample.plan_sha256,
        "seed": sample.seed,
        "signed_by": fingerprint,
        "extended": bool(sample.earlier_sizes),
        "stations_listed": plan.frame.stations,
        "stations_declared": plan.frame.declared,
        "missing_may_differ_points": plan.missing_may_differ_points,
        "shown_from_response_percent": plan.shown_from_response_percent,
        "confidence_percent": plan.confidence_percent,
        "bootstrap": None if bootstrap is None else {"draws": bootstrap, "seed": sample.seed},
        "contests": [{**asdict(each), "response_percent": each.response_percent} for each in estimates],
    }


def show(snapshot: Snapshot, plan: Plan, found: ContestEstimate) -> None:
    """Print one contest for people."""
    contest = snapshot.election.contest(found.contest)
    click.echo(f"{contest.called(LANGUAGE)}: {numbered(found.came, 'station')} of {found.drawn:,} came.")
    if found.elsewhere:
        click.echo(f"Of the sample, {numbered(found.elsewhere, 'station')} do not vote in it.")
    if not found.shares:
        click.echo(
            f"No share is shown before {plan.shown_from_response_percent} % came, as the plan announced: "
            "the stations that answer first are not like the others."
        )
        show_response(found, None)
        return
    names = {option.option: option.called(LANGUAGE) for option in contest.options}
    rows = []
    for share in found.shares:
        low, high = share.estimate.ratio - share.half_width, share.estimate.ratio + share.half_width
        row = [
            names[share.figure] if share.figure is not None else "lead of the first",
            points(share.naive),
            points(share.estimate.ratio),
            "not known" if share.adjusted is None else points(share.adjusted),
            f"{points(low)} to {points(high)}" if share.estimate.degrees > 0 else "not known",
        ]
        if share.bootstrap is not None:
            row.append(f"{points(share.bootstrap[0])} to {points(share.bootstrap[1])}")
        rows.append(row)
    resampled = ("bootstrap",) if found.shares[0].bootstrap is not None else ()
    interval = f"{plan.confidence_percent} % interval"
    columns = ("", "naive", "by the design", "adjusted", interval, *resampled)
    print_table("Percent of the valid votes", columns, rows)
    show_missing(plan, found)
    show_response(found, names.get(found.first or ""))
    steps = [
        (count(step.units), points(step.share), f"± {100 * step.half_width:.1f}") for step in found.steps
    ]
    if steps:
        title = f"{names[found.first or '']}, by the first stations of the draw"
        print_table(title, ("stations", "percent", ""), steps)


def show_missing(plan: Plan, found: ContestEstimate) -> None:
    """Say what the missing forms of the sample could do."""
    missing = found.missing
    if missing.share_missing == 0:
        click.echo("Every station of the sample came: the interval needs no judgement of missing ones.")
        return
    unit = "of its registered voters" if found.missing_by_rolls else "of its stations, for a roll is unknown"
    click.echo(
        f"Missing from the sample: {points(missing.share_missing)} % {unit}. The interval holds "
        f"{points(found.shares[0].term)} points for a share that differs there by "
        f"{plan.missing_may_differ_points} points: a judgement, announced in the plan, that no datum gives."
    )
    if missing.needed is not None and len(found.shares) > 1:
        answer = (
            f"the second would have to lead among the missing by {points(-missing.needed)} points"
            if missing.possible
            else "nothing that the missing could show"
        )
        click.echo(f"To make up the lead in this sample: {answer}.")
    click.echo("If forms come or not because of how the station voted, no weighting repairs it.")


def show_response(found: ContestEstimate, first: str | None) -> None:
    """Print the response by stratum and by size of place."""
    sizes = ("smallest places", "second fifth", "third fifth", "fourth fifth", "largest places")
    cells: list[tuple[str, Cell]] = [*found.by_stratum, *zip(sizes, found.by_size, strict=False)]
    columns = ("", "drawn", "came", *(() if first is None else (first,)))
    rows = [
        (
            name or "all",
            count(cell.drawn),
            count(cell.came),
            *(() if first is None else ("-" if cell.share is None else points(cell.share),)),
        )
        for name, cell in cells
        if cell.drawn
    ]
    print_table("Response", columns, rows)


def closing_lines(sample: Sample, fingerprint: str | None, bootstrap: int | None) -> list[str]:
    """Say what everything above is conditional on."""
    lines = [*frame_in_words(sample.plan), CONDITION]
    if fingerprint is None:
        lines.append("Nobody signed this sample.")
    if sample.earlier_sizes:
        lines.append(
            "This sample was extended. If that was decided by what the first forms said, the interval covers "
            "less than it promises."
        )
    if bootstrap is not None:
        lines.append(f"Bootstrap: {numbered(bootstrap, 'draw')}, seed {sample.seed} (spec/stream.md).")
    return lines


def points(share: float) -> str:
    """Write a share in percent with two decimals."""
    return f"{100 * share:.2f}"
