"""The second act of `testigo demo`: the real election of Venezuela, 28 July 2024, whole.

From the published table of results to a publication that a stranger verifies. (What tampering looks like is
seen in the first act, on a publication that is verified in a second.)
"""

from typing import TYPE_CHECKING

from testigo.cli.demo_steps import Stage, make_keys, publish_and_verify, step
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.snapshot import Snapshot

EXAMPLE = "venezuela-2024"


def play(stage: Stage) -> list[str]:
    """Play the act; return what was found, a line each."""
    from testigo.acts.operation import Operation

    operation = str(stage.operation)
    fingerprint = make_keys(stage, f"testigo.example/{EXAMPLE}")
    step("new", operation, "--example", EXAMPLE, "--key", fingerprint)
    step("election", "check", operation)
    step("evidence", "check", operation)
    step("status", operation)
    step("tally", operation)
    step("compare", operation)
    publish_and_verify(stage, fingerprint)
    return found(Operation(stage.operation).snapshot())


def found(snapshot: "Snapshot") -> list[str]:
    """Say what the act found, in lines that a coordinator understands."""
    import polars as pl

    contest = snapshot.election.contests[0]
    names = {option.option: option.called_in_short("en") for option in contest.options}
    tally, bounds = (
        frames[contest.contest].filter(pl.col("jurisdiction") == snapshot.election.root).row(0, named=True)
        for frames in (snapshot.tallies, snapshot.bounds)
    )
    first, second = names[bounds["first"]], names[bounds["second"]]
    left = bounds["margin_if_all_outstanding"]
    what_if = (
        "Nobody knows how many voters are missing."
        if left is None
        else f"If every voter of every missing form had voted for {second}, {first} still leads by {left:,}."
        if left > 0
        else "The missing forms could still change who is in front."
    )
    votes = numbered(bounds["first_votes"], "vote")
    return [
        f"{tally['stations_accepted']:,} of {tally['stations']:,} polling stations have a published form.",
        f"They give {first} {votes} and {second} {bounds['second_votes']:,}.",
        what_if,
        "Official bulletins contradict the forms or themselves in "
        f"{numbered(snapshot.contradictions.height, 'point')}.",
        "A stranger's check makes every file again, and finds that everything holds.",
    ]
