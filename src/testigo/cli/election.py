"""`testigo election draft | check | show | seal | amend`: the definition, and what changed since its seal."""

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.draft import command as draft
from testigo.cli.signers import people_command, today
from testigo.errors import InputError
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.acts.operation import Operation
    from testigo.acts.signing import Signed
    from testigo.election.people import Roster

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
    from testigo.acts.definition import check_definition, people_in
    from testigo.cli.seal_day import state_of_seal

    if as_json:
        _check_as_json(folder)
        return
    found = check_definition(folder)
    for warning in found.warnings:
        click.echo(f"Warning: {warning}")
    click.echo(_people_said(people_in(folder)))
    stations = numbered(found.election.stations.height, "polling station")
    click.echo(f"No problem in the definition: {stations}.")
    click.echo(f"Warnings: {len(found.warnings)}")
    click.echo(f"Seal: {found.election.seal}")
    click.echo(state_of_seal(folder, found.changed_since_seal))


@command.command()
@folder_argument
@AS_JSON
def show(folder: Path, *, as_json: bool) -> None:
    """Show the definition: levels, frames, contests, policy."""
    from testigo.acts.definition import check_definition
    from testigo.cli.definition_printing import as_dictionary, lines_of

    election = check_definition(folder).election
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
    from testigo.acts.definition import seal_days
    from testigo.acts.seal import add_shipped_forms, seal_definition
    from testigo.cli.seal_day import in_words

    for name in add_shipped_forms(folder):
        click.echo(f"Copied the shipped form profile {name} into election/forms, so that it is sealed too.")
    click.echo(f"Sealed: {seal_definition(folder, today(), os.urandom)}")
    click.echo(in_words(seal_days(folder)))
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


def _people_said(roster: "Roster") -> str:
    """Say how many persons the roster has."""
    from testigo.election.people import FILE

    people = roster.people
    if not people:
        return f"No roster ({FILE} has no row): two persons of two organisations are two typed codes."
    organisations = {one.organisation for one in people.values()}
    keys = sum(one.key is not None for one in people.values())
    who = f"{numbered(len(people), 'person')} of {numbered(len(organisations), 'organisation')}"
    return f"Roster: {who}, {keys:,} with a key."


def _check_as_json(folder: Path) -> None:
    """Print what a check found; the exit code is 2 where a problem is."""
    from testigo.acts.definition import check_definition

    try:
        found = check_definition(folder)
    except InputError as error:
        click.echo(_json({"problems": error.problems, "warnings": []}))
        raise SystemExit(InputError.exit_code) from None
    changed = found.changed_since_seal
    said = {
        "problems": [],
        "warnings": found.warnings,
        "stations": found.election.stations.height,
        "seal": found.election.seal,
        "is_sealed": changed is not None,
        "changed_since_seal": list(changed or ()),
    }
    click.echo(_json(said))


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=dataclasses.asdict)
