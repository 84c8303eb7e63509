"""`testigo election draft | check | show | seal | amend`: the definition, and what changed since its seal."""

import dataclasses
import datetime
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.draft import command as draft
from testigo.cli.seal_day import beside_the_vote
from testigo.cli.signers import people_command
from testigo.errors import InputError, Place, Problem, RefusedError
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.acts.operation import Operation
    from testigo.acts.signing import Signed
    from testigo.election.definition import Election
    from testigo.forms.profile import FormProfile

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def command() -> None:
    """Draft, check, show, seal and amend the election definition in DIR/election.

    \b
    Example:
        testigo election check my-operation
        testigo election seal my-operation
    """


command.add_command(draft)


@command.command()
@folder_argument
@AS_JSON
def check(folder: Path, *, as_json: bool) -> None:
    """Report every problem of the definition, each with file, row, column, value and remedy.

    The exit code is 0 where there is none (warnings may be), 2 where there is one.
    """
    from testigo.election.load import read_folder

    files = read_folder(folder / "election")
    if as_json:
        _check_as_json(folder, files)
        return
    election, warnings = check_files(files, is_sealed=_is_sealed(folder))
    for warning in warnings:
        click.echo(f"Warning: {warning}")
    click.echo(_people_said(folder / "election"))
    click.echo(f"No problem in the definition: {numbered(election.stations.height, 'polling station')}.")
    click.echo(f"Warnings: {len(warnings)}")
    click.echo(f"Seal: {election.seal}")
    click.echo(_state_of_seal(folder, files))


@command.command()
@folder_argument
@AS_JSON
def show(folder: Path, *, as_json: bool) -> None:
    """Show the definition: levels, frames, contests, policy."""
    from testigo.cli.definition_shown import as_dictionary, lines_of
    from testigo.election.load import read_folder

    election, _ = check_files(read_folder(folder / "election"), is_sealed=_is_sealed(folder))
    if as_json:
        click.echo(_json(as_dictionary(election)))
        return
    for line in lines_of(election):
        click.echo(line)


@command.command()
@folder_argument
@alone
def seal(folder: Path) -> None:
    """Seal the definition: from then on it cannot change in silence.

    Do this before the vote. The seal, a SHA-256 over every file of DIR/election, becomes statement 0 of the
    evidence, and the files are kept as exhibits. Doing it again changes nothing.
    """
    copied = add_shipped_forms(folder)
    for name in copied:
        click.echo(f"Copied the shipped form profile {name} into election/forms, so that it is sealed too.")
    today = datetime.datetime.now(datetime.UTC).date()
    click.echo(f"Sealed: {seal_definition(folder, today)}")
    click.echo(beside_the_vote(folder))
    click.echo("Publish this number now: nobody can change the definition unseen then.")


@people_command(click.argument("file", metavar="FILE", type=click.Path(path_type=Path)))
def amend(operation: "Operation", *, file: Path, signed: "Signed") -> None:
    """Amend the sealed definition: stations found, rolls and places corrected, with the reason.

    FILE is a CSV like stations.csv, jurisdictions.csv or polling_places.csv with the rows that change; its
    first column is `station`, `jurisdiction` or `polling_place`. A new code is added, a known one changed; a
    column that is not there stays, and no row is ever taken out. The sealed files stay as they are, and
    the table is published with its reason. Where a result would become accepted by it, two persons of two
    organisations sign.

    A table whose first column is `person` adds codes to the roster (people.csv), or changes them: two persons
    of two organisations always sign, and only its salted hash is published.

    \b
    Example:
        testigo election amend my-operation found.csv --person judge-2 --reason "Opened on the day."
    """
    from testigo.acts.amend_people import is_of_people
    from testigo.acts.files import content_of
    from testigo.cli.amend import amend_definition, amend_roster

    operation.refuse_a_changed_definition()
    content = content_of(file)
    lines = (
        amend_roster(operation, file.name, content, signed, os.urandom)
        if is_of_people(content)
        else amend_definition(operation, file.name, content, signed)
    )
    for line in lines:
        click.echo(line)


command.add_command(amend)


def _people_said(definition: Path) -> str:
    """Say how many persons the roster has; InputError with its problems."""
    from testigo.election.people import FILE, parse_people

    file = definition / FILE
    people = parse_people(file.read_bytes()).people if file.exists() else {}
    if not people:
        return f"No roster ({FILE} has no row): two persons of two organisations are two typed codes."
    organisations = {one.organisation for one in people.values()}
    keys = sum(one.key is not None for one in people.values())
    who = f"{numbered(len(people), 'person')} of {numbered(len(organisations), 'organisation')}"
    return f"Roster: {who}, {keys:,} with a key."


def _check_as_json(folder: Path, files: Mapping[str, bytes]) -> None:
    """Print what a check found; the exit code is 2 where a problem is."""
    try:
        election, warnings = check_files(files, is_sealed=_is_sealed(folder))
    except InputError as error:
        click.echo(_json({"problems": error.problems, "warnings": []}))
        raise SystemExit(InputError.exit_code) from None
    changed = changes_since_seal(folder, files)
    found = {
        "problems": [],
        "warnings": warnings,
        "stations": election.stations.height,
        "seal": election.seal,
        "is_sealed": changed is not None,
        "changed_since_seal": list(changed or ()),
    }
    click.echo(_json(found))


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=dataclasses.asdict)


def _is_sealed(folder: Path) -> bool:
    from testigo.evidence.connect import EVIDENCE_FILE

    return (folder / EVIDENCE_FILE).exists()


def check_files(
    files: Mapping[str, bytes], *, is_sealed: bool = False
) -> tuple["Election", tuple[Problem, ...]]:
    """Return what `election.load.check` does; InputError with the problems of form profiles among them."""
    from testigo.election.load import check as check_definition
    from testigo.forms.load import form_problems, load_profiles
    from testigo.publication.letters import names_without_letters

    try:
        election, warnings = check_definition(files, is_sealed=is_sealed)
    except InputError as error:
        raise InputError([*error.problems, *form_problems(files)]) from None
    profiles = load_profiles(files, election)
    further = [
        *lines_without_options(election, profiles),
        *codes_without_sums(election, profiles),
        *names_without_letters(election),
    ]
    return election, (*warnings, *further)


def lines_without_options(election: "Election", profiles: Mapping[str, "FormProfile"]) -> list[Problem]:
    """Return the contests with party lines whose form does not say that these give their options."""
    return [
        Problem(
            Place("contests.csv", column="form"),
            contest.form,
            f"{contest.contest} has party lines, and its form does not add them up: a table that gives lines "
            "alone gives no votes of their options, and no form is accepted",
            f'Write options = "lines" below [sums] in forms/{contest.form}/form.toml',
        )
        for contest in election.contests
        if contest.lines and all(one.total != "options" for one in profiles[contest.form].sums)
    ]


def codes_without_sums(election: "Election", profiles: Mapping[str, "FormProfile"]) -> list[Problem]:
    """Return the contests whose codes must have sums that hold, and bear none that could be checked."""
    from testigo.forms.arithmetic import code_bears_no_sum

    asked = [combination.name for combination in election.policy.sufficient if combination.sums_must_hold]
    remedy = 'Write "one machine code" (or two), without the words, or let two persons read each form.'
    return [
        Problem(
            Place("election.toml", column="policy.sufficient"),
            asked[0],
            f"The machine code of {contest.contest} (form {contest.form}) bears no sum that could be "
            "checked, so nobody can say that its sums hold",
            remedy,
        )
        for contest in election.contests
        if asked and code_bears_no_sum(contest, profiles[contest.form])
    ]


def add_shipped_forms(folder: Path) -> tuple[str, ...]:
    """Copy the shipped form profiles that the contests name into the definition; return their names."""
    from testigo.election.load import read_folder
    from testigo.forms.load import path_of_form, shipped

    definition = folder / "election"
    files = read_folder(definition)
    election, _ = check_files(files, is_sealed=_is_sealed(folder))
    copied = []
    for name in dict.fromkeys(contest.form for contest in election.contests):
        content = shipped(name)
        if path_of_form(name) not in files and content is not None:
            path = definition / path_of_form(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            copied.append(name)
    return tuple(copied)


def seal_definition(folder: Path, day: datetime.date) -> str:
    """Write statement 0 of an operation and return the seal; RefusedError where another seal stands."""
    from testigo.acts.seal_people import seal_people
    from testigo.election.load import read_folder
    from testigo.election.seal import listing
    from testigo.evidence.connect import EVIDENCE_FILE, open_journal
    from testigo.evidence.exhibits import FolderStore
    from testigo.evidence.statements import Kind
    from testigo.forms.load import load_profiles

    if not _is_sealed(folder):
        policy = check_files(read_folder(folder / "election"), is_sealed=False)[0].policy
        seal_people(folder / "election", os.urandom, signatures=policy.signatures)
    files = read_folder(folder / "election")
    election, _ = check_files(files, is_sealed=_is_sealed(folder))
    refuse_another_seal(folder, files)
    if changes_since_seal(folder, files) is None and (
        empty := codes_without_sums(election, load_profiles(files, election))
    ):
        raise InputError(empty)
    journal = open_journal(folder / EVIDENCE_FILE, create=True)
    try:
        if journal.last() is None:
            exhibits = FolderStore(folder / "exhibits")
            for content in files.values():
                exhibits.put(content)
            subject = exhibits.put(listing(files))
            body = {"seal": election.seal, "name": election.name[election.languages[0]]}
            journal.append(day, Kind.OPENED, subject=subject, body=body)
    finally:
        journal.close()
    return election.seal


def refuse_another_seal(folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise RefusedError, naming the files that changed, where the definition was sealed otherwise."""
    changed = changes_since_seal(folder, files)
    if changed:
        raise RefusedError(
            "The definition was sealed, and has changed since:\n  " + "\n  ".join(changed) + "\n"
            "Put the sealed files back; they are kept as exhibits of the operation."
        )


def changes_since_seal(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...] | None:
    """Say which files differ from the sealed ones; None where the definition was not sealed yet."""
    from testigo.election.seal import changes
    from testigo.evidence.connect import EVIDENCE_FILE, open_journal
    from testigo.evidence.exhibits import FolderStore

    if not _is_sealed(folder):
        return None
    journal = open_journal(folder / EVIDENCE_FILE)
    try:
        opened = next(iter(journal.statements(upto=0)), None)
    finally:
        journal.close()
    if opened is None or opened.subject is None:
        return None
    return changes(FolderStore(folder / "exhibits").get(opened.subject), files)


def _state_of_seal(folder: Path, files: Mapping[str, bytes]) -> str:
    changed = changes_since_seal(folder, files)
    if changed is None:
        return f"Not sealed yet. Before the vote: testigo election seal {folder}"
    if not changed:
        return f"Sealed, and unchanged since. {beside_the_vote(folder)}"
    return "Changed since it was sealed:\n  " + "\n  ".join(changed)
