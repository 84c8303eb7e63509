"""`testigo history DIR STATION`: a station's whole story, statement by statement."""

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from testigo.acts.history import Difference, States, Story, story_of
from testigo.acts.operation import Operation
from testigo.cli.arguments import folder_argument
from testigo.cli.history_printing import in_words
from testigo.cli.printing import print_json

WIDTH = 100


@click.command()
@folder_argument
@click.argument("station", metavar="STATION")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, station: str, *, as_json: bool) -> None:
    """Tell everything that was said of STATION, in order, and what it was after each statement.

    For the coordinator: persons appear by their codes, so this is not for publication. In brackets stand the
    names by which `testigo withdraw` and `testigo adjudicate --reading` know what was said.

    \b
    Examples:
        testigo history my-operation 150702005.02
        testigo history my-operation 150702005.02 --json
    """
    with Operation(folder, only_look=True) as operation:
        story = story_of(operation, station)
    if as_json:
        print_json(as_object(story))
    else:
        for line in (*lines_of(story), *map(difference_in_words, story.differences)):
            click.echo(line)


def difference_in_words(one: Difference) -> str:
    """Say a figure on which the readings differ, with what each of them says, side by side."""
    said = (
        f"{read.value:,}{' (added up)' if read.is_added_up else ''} in {read.reading}" for read in one.read
    )
    return f"  {one.contest}: {one.figure} differs: {'; '.join(said)}"


def lines_of(story: Story) -> Iterator[str]:
    """Yield the story for people."""
    yield f"Station {story.station}"
    if not story.told:
        yield "Nothing was said of it yet."
    for one, states in zip(story.told, story.after, strict=True):
        of = f", {', '.join(one.contests)}" if one.contests else ""
        names = f"  [{', '.join(one.names)}]" if one.names else ""
        yield f"{one.number:>6}  {one.day}  {one.kind}{of}{names}"
        yield from textwrap.wrap(in_words(one.said), WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8)
        yield from (f"        -> {line}" for line in _state_lines(states, one.contests))
    yield "Now:"
    yield from (f"  {line}" for line in _state_lines(story.now, ()))


def _state_lines(states: States, contests: tuple[str, ...]) -> Iterator[str]:
    for contest, state in states.items():
        if contests and contest not in contests:
            continue
        basis = f", on: {state.basis}" if state.basis else ""
        found = f"; findings: {', '.join(state.findings)}" if state.findings else ""
        yield f"{contest}: {state.status}{basis}{found}"
    if not states:
        yield "in no contest of the definition: its readings are kept, and count nowhere"


def as_object(story: Story) -> Mapping[str, object]:
    """Return the story for programs."""
    return {
        "station": story.station,
        "statements": [
            {
                "number": one.number,
                "day": one.day.isoformat(),
                "kind": one.kind.value,
                "contests": list(one.contests),
                "names": list(one.names),
                "said": in_words(one.said),
                "after": _plain(states),
            }
            for one, states in zip(story.told, story.after, strict=True)
        ],
        "now": _plain(story.now),
    }


def _plain(states: States) -> Mapping[str, object]:
    return {
        contest: {"status": state.status, "basis": state.basis, "findings": list(state.findings)}
        for contest, state in states.items()
    }
