"""Try a form profile on texts of machine codes before an election hangs on it. Nothing is kept.

In   a profile, shipped or in a file; texts, each with its place; the operation whose ballot they are of.
Out  for each text what was read and which sums hold, or why it is no code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from testigo.acts.definition import definition_folder
from testigo.election.contests import Contest
from testigo.election.load import load, read_folder
from testigo.errors import InputError, Message, Place, Problem, RefusedError
from testigo.forms.load import included_names, included_profile, parse_profile
from testigo.forms.profile import FormProfile
from testigo.forms.trial import Trial, try_text

PlacedText = tuple[Place, str]
"""A text, and where somebody gave it."""


@dataclass(frozen=True)
class TriedText:
    """A text that was tried, and where it was given."""

    place: Place
    trial: Trial


def profile_of(name: str) -> FormProfile:
    """Return a shipped profile by its name, or the one in a file; InputError with every problem in it."""
    path = Path(name)
    content = path.read_bytes() if path.is_file() else included_profile(name)
    if content is None:
        raise RefusedError(Message("form.no_profile", name=name, shipped=", ".join(included_names())))
    profile, problems = parse_profile(path.resolve().parent.name if path.is_file() else name, content)
    if profile is None:
        raise InputError(problems)
    return profile


def texts_in(file: Path) -> list[PlacedText]:
    """Return the texts of a file, one a line, each with its place; InputError where it is no text."""
    try:
        written = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        problem = Problem(Place(file.name), None, Message("form.not_utf8"), Message("form.save_as_utf8"))
        raise InputError([problem]) from None
    return [(Place(file.name, row), text) for row, text in enumerate(written, start=1) if text]


def try_form(
    profile: FormProfile, given: Iterable[PlacedText], folder: Path | None, contest: str | None
) -> list[TriedText]:
    """Try a profile on texts; RefusedError where the operation has several contests and none is named.

    folder   of an operation, so that every sum can be tried; None = the ballot is taken from the texts
    contest  which one of it
    """
    of = None if folder is None else _contest_of(folder, contest)
    return [TriedText(place, try_text(text, profile, of, place)) for place, text in given]


def _contest_of(folder: Path, code: str | None) -> Contest:
    """Return the contest that is meant."""
    contests = {each.contest: each for each in load(read_folder(definition_folder(folder))).contests}
    if code is None and len(contests) == 1:
        return next(iter(contests.values()))
    if code not in contests:
        raise RefusedError(Message("form.name_the_contest", contests=", ".join(contests)))
    return contests[code]
