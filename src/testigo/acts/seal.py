"""Seal the election definition: from then on it cannot change in silence.

In   the folder of an operation, the day.
Out  the seal: a SHA-256 over every file, which is statement 0 of the evidence; the files are exhibits.

Doing it again changes nothing.
"""

import datetime
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from testigo.acts.definition import (
    changes_since_seal,
    check_files,
    codes_without_sums,
    definition_folder,
    is_sealed,
)
from testigo.acts.passed_in import RandomBytes
from testigo.acts.seal_people import seal_people
from testigo.election.load import read_folder
from testigo.election.seal import listing
from testigo.errors import InputError, Message, RefusedError
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.evidence.statements import Kind
from testigo.forms.load import included_profile, load_profiles, path_of_form


def add_shipped_forms(folder: Path) -> tuple[str, ...]:
    """Copy the shipped form profiles that the contests name into the definition; return their names."""
    definition = definition_folder(folder)
    files = read_folder(definition)
    election, _ = check_files(files, is_sealed=is_sealed(folder))
    copied = []
    for name in dict.fromkeys(contest.form for contest in election.contests):
        content = included_profile(name)
        if path_of_form(name) not in files and content is not None:
            path = definition / path_of_form(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            copied.append(name)
    return tuple(copied)


def seal_definition(folder: Path, day: datetime.date, random: RandomBytes) -> str:
    """Write statement 0 of an operation and return the seal; RefusedError where another seal stands."""
    definition = definition_folder(folder)
    if not is_sealed(folder):
        unsealed = check_files(read_folder(definition), is_sealed=False)[0]
        if unsealed.stations.is_empty():
            raise RefusedError(Message("definition.no_stations"))
        seal_people(definition, random, signatures=unsealed.policy.signatures)
    files = read_folder(definition)
    election, _ = check_files(files, is_sealed=is_sealed(folder))
    _refuse_another_seal(folder, files)
    if changes_since_seal(folder, files) is None and (
        empty := codes_without_sums(election, load_profiles(files, election))
    ):
        raise InputError(empty)
    with closing(open_journal(folder / EVIDENCE_FILE, create=True)) as journal:
        if journal.last() is None:
            exhibits = FolderStore(folder / EXHIBITS_FOLDER)
            for content in files.values():
                exhibits.put(content)
            subject = exhibits.put(listing(files))
            body = {"seal": election.seal, "name": election.name[election.languages[0]]}
            journal.append(day, Kind.OPENED, subject=subject, body=body)
    return election.seal


def _refuse_another_seal(folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise RefusedError, naming the files that changed, where the definition was sealed otherwise."""
    changed = changes_since_seal(folder, files)
    if changed:
        raise RefusedError(Message("definition.changed_since_seal", files=changed))
