"""`testigo audit DIR --sample FILE`: test an outcome, as often as one likes."""

import datetime
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from testigo.acts.audit import Rekeyed, audit, rekeyed
from testigo.acts.files import content_of
from testigo.acts.operation import Operation
from testigo.cli.arguments import EXISTING_FILE, folder_argument
from testigo.cli.printing import print_json, print_table
from testigo.cli.sample_printing import frame_in_words
from testigo.numbered import numbered
from testigo.review.transcriptions import read_typed
from testigo.snapshot import Snapshot
from testigo.statistics.announced import read_sample
from testigo.statistics.audit import ContestAudit
from testigo.statistics.plan import Sample

LANGUAGE = "en"
CONDITION = (
    "All of this is of what the forms say: it cannot tell whether they are genuine. It may be looked at as "
    "often as one likes, and so may no other test here."
)


@click.command()
@folder_argument
@click.option(
    "--sample", "sample_file", type=EXISTING_FILE, required=True, help="The sample, as it was drawn."
)
@click.option("--contest", "contest_code", help="Only this contest.")
@click.option(
    "--rekeyed",
    "rekeyed_file",
    type=EXISTING_FILE,
    help="Figures that somebody typed blind from images of the sample, to test our own.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    folder: Path, *, sample_file: Path, contest_code: str | None, rekeyed_file: Path | None, as_json: bool
) -> None:
    """Test by a sample who is first, what the authority claims, and our own transcription.

    The test and its parameters stand in the plan, announced before the seed. A form that was drawn and did
    not come counts as if all its voters had voted for the other side. Nothing is shown before the polls
    close.

    \b
    Examples:
        testigo audit my-operation --sample sample.txt
        testigo audit my-operation --sample sample.txt --rekeyed typed-again.csv --json
    """  # fmt: skip
    found = read_sample(sample_file.name, content_of(sample_file))
    now = datetime.datetime.now(datetime.UTC)
    again: tuple[Rekeyed, ...] = ()
    with closing(Operation(folder)) as operation:
        snapshot = operation.snapshot() if contest_code is None else operation.snapshot_of(contest_code)
        contests = [contest.contest for contest in snapshot.election.contests]
        audits = audit(operation, snapshot, found.value, contests, now)
        if rekeyed_file is not None:
            typed = read_typed(rekeyed_file.name, content_of(rekeyed_file), operation.figures)
            again = tuple(rekeyed(operation, snapshot, found.value, contest, typed) for contest in contests)
    if as_json:
        print_json(as_dictionary(found.value, found.fingerprint, audits, again))
        return
    for each in audits:
        show(snapshot, found.value, each)
    for one in again:
        show_rekeyed(one, found.value)
    for line in (*frame_in_words(found.value.plan), CONDITION):
        click.echo(line)
    if not found.value.plan_signature:
        click.echo("Nobody signed the plan: nothing shows that its parameters are older than the seed.")


def as_dictionary(
    sample: Sample, fingerprint: str | None, audits: tuple[ContestAudit, ...], again: tuple[Rekeyed, ...]
) -> dict[str, object]:
    """Return everything for programs, with what it is conditional on."""
    return {
        "condition": CONDITION,
        "plan_sha256": sample.plan_sha256,
        "plan_signed": bool(sample.plan_signature),
        "signed_by": fingerprint,
        "seed": sample.seed,
        "test": sample.plan.audit.model_dump(mode="json"),
        "contests": [asdict(each) for each in audits],
        "rekeyed": [asdict(each) for each in again],
    }


def show(snapshot: Snapshot, sample: Sample, found: ContestAudit) -> None:
    """Print the tests of one contest for people."""
    contest = snapshot.election.contest(found.contest)
    names = {option.option: option.called(LANGUAGE) for option in contest.options}
    click.echo(
        f"{contest.called(LANGUAGE)}: {numbered(found.units, 'unit')} in random order, {found.missing:,} "
        "of them missing and counted for the other side."
    )
    if found.left_out:
        click.echo(
            f"{numbered(found.left_out, 'drawn unit')} beyond them are left out: a sample by stratum is in "
            "random order only as far as no stratum was full."
        )
    rows = [
        (
            f"{names[one.winner]} has more votes than {names[one.loser]}",
            p_in_words(one.p),
            verdict(one.p, found.risk_percent),
        )
        for one in found.tested
    ]
    rows += [
        (f"{claim}: {names[winner]} is first", p_in_words(found.official_p[claim]),
         verdict(found.official_p[claim], found.risk_percent))
        for claim, winner in found.official.items()
    ]  # fmt: skip
    rows += [
        (
            f"{one.claim}, station by station: {names[one.winner]} is first",
            p_in_words(one.p),
            verdict(one.p, found.risk_percent),
        )
        for one in found.by_station
    ]
    print_table("That it is otherwise has the p-value", ("outcome", "p", ""), rows)
    for one in found.by_station:
        compared, missing = numbered(one.compared, "draw"), numbered(one.missing, "draw")
        click.echo(f"{one.claim}: {compared} compared; counted as wholly overstated: {missing}.")
    if not found.by_station and sample.plan.design != "size":
        click.echo(
            "Official figures by station are tested only where stations were drawn by size (--design size)."
        )


def p_in_words(p: float | None) -> str:
    """Write a p-value with three digits."""
    return "not known" if p is None else f"{p:.3g}"


def verdict(p: float | None, risk_percent: float) -> str:
    """Say what a p-value means at the announced risk; never that an outcome is wrong because it is high."""
    if p is None:
        return "a form has more votes than the largest roll: no test"
    return "shown by the forms" if p <= risk_percent / 100 else "not shown by these forms"


def show_rekeyed(found: Rekeyed, sample: Sample) -> None:
    """Print how our figures stand beside those typed again, and what that bounds."""
    differing = f": {', '.join(found.differing)}" if found.differing else ""
    click.echo(
        f"{found.contest}: {numbered(len(found.differing), 'station')} typed again differently{differing}."
    )
    if found.most_wrong is None:
        click.echo("No station in random order was typed again: nothing follows for the others.")
    else:
        wrong = numbered(found.most_wrong, "accepted result")
        click.echo(
            f"By {numbered(found.compared, 'station')} in random order: of {found.accepted:,} at most "
            f"{wrong} of ours can be wrong, at a risk of {sample.plan.audit.risk_percent:g} %, if who typed "
            "did not know ours and left none of them out."
        )
    if found.not_random:
        click.echo(
            f"{numbered(found.not_random, 'row')} beyond the random order: no bound follows from them."
        )
