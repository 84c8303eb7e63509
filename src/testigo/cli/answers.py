"""`testigo answers DIR`: what is said against the forms, and what the forms say."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from testigo.acts.operation import Operation
from testigo.catalogue import LANGUAGES, catalogue
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import print_json
from testigo.election.geography import names_in
from testigo.publication.format import shown, unit_of
from testigo.snapshot import Snapshot
from testigo.statistics.answers import Answer, answers

DOMAIN = "answers"
MOST_STATIONS = 20


@click.command()
@folder_argument
@click.option("--contest", "contest_code", help="Only this contest.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the words."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, *, contest_code: str | None, language: str, as_json: bool) -> None:
    """Answer by the forms what is said against them, and say what each answer does not refute.

    Only accusations of which the data can tell are answered, those that the forms bear out with the same
    prominence as the others.

    \b
    Examples:
        testigo answers my-operation
        testigo answers my-operation --language es --json
    """
    with closing(Operation(folder)) as operation:
        snapshot = operation.snapshot() if contest_code is None else operation.snapshot_of(contest_code)
        found = {each.contest: answers(snapshot, each.contest) for each in snapshot.election.contests}
    words = catalogue(DOMAIN, language)
    if as_json:
        print_json(
            {
                "condition": words.text("condition"),
                "contests": {
                    contest: [as_dictionary(snapshot, contest, each, language) for each in of]
                    for contest, of in found.items()
                },
            }
        )
        return
    for contest, of in found.items():
        click.echo(snapshot.election.contest(contest).called(language))
        if not of:
            click.echo(words.text("nothing"))
        for each in of:
            said, answer, not_refuted = sentences(snapshot, contest, each, language)
            verdict = words.text(f"verdict.{'borne_out' if each.borne_out else 'not_borne_out'}")
            click.echo(f"\n{said} {verdict}\n  {answer}\n  {not_refuted}")
            if each.stations:
                shown = ", ".join(each.stations[:MOST_STATIONS])
                more = len(each.stations) - MOST_STATIONS
                click.echo(f"  {shown}" + (f" (+{more:,})" if more > 0 else ""))
    click.echo("\n" + words.text("condition"))


def sentences(snapshot: Snapshot, contest: str, answer: Answer, language: str) -> tuple[str, str, str]:
    """Return what is said, what the forms say, and what that does not refute."""
    words = catalogue(DOMAIN, language)
    key = f"{answer.accusation}.{'borne_out' if answer.borne_out else 'not_borne_out'}"
    values = named(snapshot, contest, answer, language)
    return (
        words.text(f"{answer.accusation}.said"),
        words.text(key, **values),
        words.text(f"{answer.accusation}.not_refuted"),
    )


def named(snapshot: Snapshot, contest: str, answer: Answer, language: str) -> Mapping[str, str]:
    """Return the figures with names in the place of codes, counts with their separator."""
    places = names_in(snapshot.election, language)
    options = {one.option: one.called(language) for one in snapshot.election.contest(contest).options}
    values = {}
    for name, value in answer.figures.items():
        if isinstance(value, int):
            values[name] = shown(value, unit_of(name), language)
        elif name == "option":
            values[name] = options[value]
        else:
            values[name] = places[value]
    return values


def as_dictionary(snapshot: Snapshot, contest: str, answer: Answer, language: str) -> dict[str, object]:
    """Return one answer for programs."""
    said, sentence, not_refuted = sentences(snapshot, contest, answer, language)
    return {**asdict(answer), "said": said, "answer": sentence, "not_refuted": not_refuted}
