"""`testigo form check`: try a form profile on texts of machine codes before an election hangs on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.arguments import EXISTING_FILE
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.election.contests import Contest
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
    profile = profile_of(profile_name)
    for line in _described(profile):
        click.echo(line)
    contest = None if folder is None else contest_of(folder, code)
    given = [(Place("text", number), text) for number, text in enumerate(texts, start=1)]
    given += [] if file is None else _lines(file)
    bad = sum([not _try(text, profile, contest, place) for place, text in given])
    if given:
        are = numbered(len(given), "text is", "texts are")
        click.echo(f"{len(given) - bad:,} of {are} read, and nothing contradicts them.")
    if bad:
        raise SystemExit(NOT_WELL)


def profile_of(name: str) -> "FormProfile":
    """Return a shipped profile by its name, or the one in a file; InputError with every problem in it."""
    from testigo.forms.load import parse_profile, shipped, shipped_names

    path = Path(name)
    content = path.read_bytes() if path.is_file() else shipped(name)
    if content is None:
        raise RefusedError(
            f"{name} is no file, and no shipped profile. Shipped are: {', '.join(shipped_names())}."
        )
    profile, problems = parse_profile(path.resolve().parent.name if path.is_file() else name, content)
    if profile is None:
        raise InputError(problems)
    return profile


def contest_of(folder: Path, code: str | None) -> "Contest":
    """Return the contest that is meant; RefusedError where there are several and none is named."""
    from testigo.election.load import load, read_folder

    contests = {each.contest: each for each in load(read_folder(folder / "election")).contests}
    if code is None and len(contests) == 1:
        return next(iter(contests.values()))
    if code not in contests:
        raise RefusedError(f"Name the contest with --contest: {', '.join(contests)}.")
    return contests[code]


def _lines(file: Path) -> list[tuple[Place, str]]:
    try:
        written = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(
            [Problem(Place(file.name), None, "This is not UTF-8 text", "Save the file as UTF-8.")]
        ) from None
    return [(Place(file.name, row), text) for row, text in enumerate(written, start=1) if text]


def _described(profile: "FormProfile") -> Iterator[str]:
    yield f"The profile {profile.name} is well formed."
    yield f"  prints  {', '.join(profile.counters)}"
    for one in profile.sums:
        yield f"  sum     {one.total} = {' + '.join(one.parts)}"
    yield f"  code    {'none' if profile.machine_code is None else profile.machine_code.pattern.pattern}"


def _try(text: str, profile: "FormProfile", contest: "Contest | None", place: Place) -> bool:
    """Say what a text is; return whether all is well with it."""
    from testigo.forms.trial import try_text

    trial = try_text(text, profile, contest, place)
    if isinstance(trial.read, Problem):
        click.echo(f"Not read: {trial.read}")
        return False
    click.echo(f"{place}: station {trial.read.station}")
    click.echo("  " + ", ".join(f"{name} {value:,}" for name, value in trial.read.figures.items()))
    for one in trial.sums:
        parts = f"{one.sum.total} = {' + '.join(one.sum.parts)}"
        if one.summed is None:
            click.echo(f"  cannot be tried: {parts} (a part is not in the code, and does not follow from it)")
        elif one.printed is None:
            click.echo(f"  gives: {parts} = {one.summed:,}")
        else:
            verdict = "holds" if one.holds else "DOES NOT HOLD"
            click.echo(f"  {verdict}: {parts}: printed {one.printed:,}, added up {one.summed:,}")
    if not trial.sums_checked:
        click.echo("  No sum could be checked: this is no code whose sums hold.")
    return trial.is_well
