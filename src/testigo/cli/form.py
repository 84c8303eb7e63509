"""`testigo form check`: try a form profile on texts of machine codes before an election hangs on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.arguments import EXISTING_FILE
from testigo.errors import Place, Problem
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.acts.try_form import TriedText
    from testigo.forms.profile import FormProfile

NOT_WELL = 1
"""Exit code where a text is no code of the form, or a sum does not hold."""


@click.group()
def command() -> None:
    """Try form profiles.

    \b
    Example:
        testigo form check venezuela-2024 "110601011.04.1.0001!122,1,...!0!0"
    """


@command.command()
@click.argument("profile_name", metavar="PROFILE")
@click.argument("texts", metavar="[TEXT...]", nargs=-1)
@click.option(
    "--file",
    metavar="FILE",
    type=EXISTING_FILE,
    help="Texts, one a line (UTF-8).",
)
@click.option(
    "--election",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Read with the ballot of this operation, so that every sum can be tried.",
)
@click.option("--contest", "code", metavar="CODE", help="Which contest of it; needed where it has several.")
def check(
    profile_name: str, texts: tuple[str, ...], file: Path | None, folder: Path | None, code: str | None
) -> None:
    """Check a form profile, and try it on the texts of its machine codes.

    PROFILE is the path of a form.toml, or the name of a shipped profile. For each text it is said what was
    read and which sums hold, or why it is no code. The exit code is 0 where all is well, 1 where a text is
    not read or a sum does not hold, 2 where the profile itself is wrong.

    \b
    Example:
        testigo form check election/forms/ours/form.toml --file codes.txt
        testigo form check venezuela-2024 --file codes.txt --election my-operation
    """
    from testigo.acts.try_form import profile_of, texts_in, try_form

    profile = profile_of(profile_name)
    for line in _described(profile):
        click.echo(line)
    given = [(Place("text", number), text) for number, text in enumerate(texts, start=1)]
    given += [] if file is None else texts_in(file)
    bad = 0
    for one in try_form(profile, given, folder, code):
        bad += not one.trial.is_well
        for line in _tried(one):
            click.echo(line)
    if given:
        are = numbered(len(given), "text is", "texts are")
        click.echo(f"{len(given) - bad:,} of {are} read, and nothing contradicts them.")
    if bad:
        raise SystemExit(NOT_WELL)


def _described(profile: "FormProfile") -> Iterator[str]:
    yield f"The profile {profile.name} is well formed."
    yield f"  prints  {', '.join(profile.counters)}"
    for one in profile.sums:
        yield f"  sum     {one.total} = {' + '.join(one.parts)}"
    yield f"  code    {'none' if profile.machine_code is None else profile.machine_code.pattern.pattern}"


def _tried(one: "TriedText") -> Iterator[str]:
    """Say what a text is."""
    trial = one.trial
    if isinstance(trial.read, Problem):
        yield f"Not read: {trial.read}"
        return
    yield f"{one.place}: station {trial.read.station}"
    yield "  " + ", ".join(f"{name} {value:,}" for name, value in trial.read.figures.items())
    for tried in trial.sums:
        parts = f"{tried.sum.total} = {' + '.join(tried.sum.parts)}"
        if tried.summed is None:
            yield f"  cannot be tried: {parts} (a part is not in the code, and does not follow from it)"
        elif tried.printed is None:
            yield f"  gives: {parts} = {tried.summed:,}"
        else:
            verdict = "holds" if tried.holds else "DOES NOT HOLD"
            yield f"  {verdict}: {parts}: printed {tried.printed:,}, added up {tried.summed:,}"
    if not trial.sums_checked:
        yield "  No sum could be checked: this is no code whose sums hold."
