"""Look at an election definition before and after its seal: every problem of it, and what changed since.

In   the folder of an operation.
Out  the definition with its warnings, or InputError with every problem; the files that differ from the seal.
"""

import datetime
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from testigo.acts.operation import Operation
from testigo.acts.since_the_seal import changes_since
from testigo.election.definition import Election
from testigo.election.load import check, read_folder
from testigo.election.people import FILE, Roster, parse_people
from testigo.errors import InputError, Message, Place, Problem
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.forms.arithmetic import code_bears_no_sum
from testigo.forms.load import form_problems, load_profiles
from testigo.forms.profile import FormProfile
from testigo.publication.letters import names_without_letters


@dataclass(frozen=True)
class CheckedDefinition:
    """A definition without a problem.

    changed_since_seal  which files differ from the sealed ones; None where it was not sealed yet
    """

    election: Election
    warnings: tuple[Problem, ...]
    changed_since_seal: tuple[Message, ...] | None


@dataclass(frozen=True)
class SealDays:
    """When a definition was sealed, and when the vote is."""

    sealed: datetime.date
    vote: datetime.date

    @property
    def is_before_the_vote(self) -> bool:
        """Whether it was sealed before the day of the vote."""
        return self.sealed < self.vote


def definition_folder(folder: Path) -> Path:
    """Return where the definition of an operation is."""
    return folder / "election"


def is_sealed(folder: Path) -> bool:
    """Whether the definition of an operation was sealed."""
    return (folder / EVIDENCE_FILE).exists()


def check_definition(folder: Path) -> CheckedDefinition:
    """Check the definition of an operation; InputError with every problem."""
    files = read_folder(definition_folder(folder))
    election, warnings = check_files(files, is_sealed=is_sealed(folder))
    return CheckedDefinition(election, warnings, changes_since_seal(folder, files))


def check_files(
    files: Mapping[str, bytes], *, is_sealed: bool = False
) -> tuple[Election, tuple[Problem, ...]]:
    """Return what `election.load.check` does; InputError with the problems of form profiles among them."""
    try:
        election, warnings = check(files, is_sealed=is_sealed)
    except InputError as error:
        raise InputError([*error.problems, *form_problems(files)]) from None
    profiles = load_profiles(files, election)
    further = [
        *_lines_without_options(election, profiles),
        *codes_without_sums(election, profiles),
        *names_without_letters(election),
    ]
    return election, (*warnings, *further)


def people_in(folder: Path) -> Roster:
    """Return the roster as it is written; InputError with its problems."""
    file = definition_folder(folder) / FILE
    return parse_people(file.read_bytes()) if file.exists() else Roster({})


def changes_since_seal(folder: Path, files: Mapping[str, bytes]) -> tuple[Message, ...] | None:
    """Say which files differ from the sealed ones, in what, and how to go back; None before the seal."""
    if not is_sealed(folder):
        return None
    with closing(open_journal(folder / EVIDENCE_FILE)) as journal:
        opened = next(iter(journal.statements(upto=0)), None)
    if opened is None or opened.subject is None:
        return None
    exhibits = FolderStore(folder / EXHIBITS_FOLDER)
    return changes_since(exhibits.get(opened.subject), files, exhibits)


def seal_days(folder: Path) -> SealDays:
    """Return on which day a sealed operation was sealed, and on which the vote is."""
    with Operation(folder) as operation:
        opened = next(iter(operation.journal.statements(upto=0)))
        return SealDays(opened.day, operation.sealed_election.date)


def _lines_without_options(election: Election, profiles: Mapping[str, FormProfile]) -> list[Problem]:
    """Return the contests with party lines whose form does not say that these give their options."""
    return [
        Problem(
            Place("contests.csv", column="form"),
            contest.form,
            Message("definition.lines_without_options", contest=contest.contest),
            Message("definition.write_options_of_lines", form=contest.form),
        )
        for contest in election.contests
        if contest.lines and all(one.total != "options" for one in profiles[contest.form].sums)
    ]


def codes_without_sums(election: Election, profiles: Mapping[str, FormProfile]) -> list[Problem]:
    """Return the contests whose codes must have sums that hold, and bear none that could be checked."""
    asked = [combination.name for combination in election.policy.sufficient if combination.sums_must_hold]
    return [
        Problem(
            Place("election.toml", column="policy.sufficient"),
            asked[0],
            Message("definition.code_without_sum", contest=contest.contest, form=contest.form),
            Message("definition.write_without_sums"),
        )
        for contest in election.contests
        if asked and code_bears_no_sum(contest, profiles[contest.form])
    ]
