"""How people sign what they say: codes of persons, organisations, a reason, and the statement itself.

Loads no room before a command runs, so that the list of commands is there at once.
"""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.characters import is_formula, words_fault
from testigo.cli.arguments import Function
from testigo.errors import RefusedError

if TYPE_CHECKING:
    from testigo.cli.operation import Operation
    from testigo.cli.person_key import KeyFiles, PersonKey
    from testigo.evidence.statements import Body, Json, Kind, Statement
    from testigo.review.permission import Signers

person_option = click.option(
    "--person",
    metavar="CODE",
    required=True,
    help="Code of the person who says it, such as reader-7; never a name.",
)
reason_option = click.option(
    "--reason",
    metavar="TEXT",
    required=True,
    help="Why, in a sentence. It is published: no names of people in it.",
)
NOTHING_CHANGED = "Dry run: nothing was changed."

dry_run_option = click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
day_option = click.option(
    "--day",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the statement (UTC); today where it is not given.",
)


KEY_FILE = click.Path(path_type=Path, dir_okay=False)

SIGNING = (
    person_option,
    click.option("--second-person", metavar="CODE", help="Code of the person who signs too."),
    click.option("--organisation", metavar="CODE", help="Whom the first person is of."),
    click.option("--second-organisation", metavar="CODE", help="Whom the second person is of."),
    click.option("--key", "key", type=KEY_FILE, help="Key of the first person, where the roster has one."),
    click.option("--second-key", "second_key", type=KEY_FILE, help="Key of the second person."),
    click.option("--passphrase-file", type=KEY_FILE, help="Take the first key's passphrase from this file."),
    click.option("--second-passphrase-file", type=KEY_FILE, help="Take the second key's from this one."),
    reason_option,
    day_option,
    dry_run_option,
)


@dataclass(frozen=True)
class Signed:
    """What goes with everything that people say: who says it, why, on which day; or only tries it."""

    by: "Signers"
    reason: str
    day: datetime.date
    dry_run: bool
    keys: Mapping[str, "PersonKey"] = field(default_factory=dict)  # of each person who signs with one


def signed_options(command: Function) -> Function:
    """Add the options by which people sign; the command is given them as one value, `signed`.

    RefusedError where a person is not written as a code, or the reason says nothing.
    """

    @functools.wraps(command)
    def signed_command(
        *arguments: object,
        person: str,
        second_person: str | None,
        organisation: str | None,
        second_organisation: str | None,
        key: Path | None,
        second_key: Path | None,
        passphrase_file: Path | None,
        second_passphrase_file: Path | None,
        reason: str,
        day: datetime.datetime | None,
        dry_run: bool,
        folder: Path,
        **others: object,
    ) -> object:
        typed = signers(person, second_person, organisation, second_organisation)
        why = reason_given(reason)
        files = ((key, passphrase_file), (second_key, second_passphrase_file))
        by, keys = by_roster_and_key(folder, typed, files, dry_run=dry_run)
        signed = Signed(by, why, day_of(day), dry_run, keys)
        return command(*arguments, folder=folder, signed=signed, **others)

    for option in reversed(SIGNING):
        signed_command = option(signed_command)
    return signed_command


def refuse(refusal: StrEnum | None) -> None:
    """Raise RefusedError with the words of a refusal; nothing where there is none."""
    if refusal is not None:
        raise RefusedError(refusal.value)


def say(
    operation: "Operation",
    kind: "Kind",
    signed: Signed,
    body: "Body",
    *,
    subject: str | None = None,
    contest: str | None = None,
) -> "Statement":
    """Append what people signed to the evidence; return the statement as it stands there."""
    from testigo.evidence.statements import Statement

    said = Statement(
        -1, signed.day, kind, subject, contest, signed.by.person, signed.by.second_person, dict(body)
    )
    if signed.keys:
        said = replace(said, body={**body, "signed": signatures(operation, said, signed)})
    return operation.journal.append_all([said])[0]


def signatures(operation: "Operation", said: "Statement", signed: Signed) -> "Json":
    """Sign a statement with the keys of the persons who say it; return what its body holds."""
    from testigo.evidence.signatures import signature_of, text_to_sign
    from testigo.evidence.statements import EMPTY_CHAIN

    last = operation.journal.last()
    after, seal = EMPTY_CHAIN if last is None else last.chain, operation.sealed_election.seal
    return {
        "after": after,
        "signatures": [
            signature_of(person, one.public, one.private.sign(text_to_sign(said, seal, after, person)))
            for person, one in signed.keys.items()
        ],
    }


def by_roster_and_key(
    folder: Path, typed: "Signers", files: "KeyFiles", *, dry_run: bool
) -> tuple["Signers", Mapping[str, "PersonKey"]]:
    """Return who signs as the roster has them, and with which keys; without a roster as they were typed.

    RefusedError where the roster does not know them so, or has a key that was not given.
    """
    from testigo.cli.operation import Operation
    from testigo.cli.people import roster_of
    from testigo.cli.person_key import keys_of
    from testigo.election.people import SEALED_FILE
    from testigo.review.permission import Refusal, by_the_roster

    if not (folder / "election" / SEALED_FILE).exists():
        if any(file is not None for file, _ in files):
            raise RefusedError(
                "The definition was sealed without a roster, so nobody knows whose key this is."
            )
        return typed, {}
    operation = Operation(folder)
    operation.refuse_a_changed_definition()
    roster = roster_of(operation)
    by = by_the_roster(typed, roster)
    if isinstance(by, Refusal):
        raise RefusedError(by.value)
    if roster is None or dry_run:
        return by, {}
    return by, keys_of(by, roster, files, required=operation.sealed_election.policy.signatures)


def person_code(person: str) -> str:
    """Return a person's code; RefusedError, without repeating it, where it looks like a name or number."""
    from testigo.review.permission import may_be_written

    refuse(may_be_written(person))
    return person


def signers(
    person: str, second_person: str | None, organisation: str | None, second_organisation: str | None
) -> "Signers":
    """Return who signs; RefusedError where a person is not written as a code."""
    from testigo.review.permission import Signers

    second = None if second_person is None else person_code(second_person)
    return Signers(person_code(person), second, organisation, second_organisation)


def reason_given(reason: str) -> str:
    """Return a reason; RefusedError where it says nothing, or is more than words.

    It stands in the published tables, which people open in spreadsheets: one that began like a formula would
    be run there.
    """
    said = reason.strip()
    if len(said.split()) < 2:
        raise RefusedError("A reason is a sentence: say why, in some words. It is published.")
    if fault := words_fault(said) or ("It begins like a formula" if is_formula(said) else None):
        raise RefusedError(
            f"A reason is one line of words, and is published. {fault}. Begin with a letter, and leave out "
            "control characters."
        )
    return said


def day_of(chosen: datetime.datetime | None) -> datetime.date:
    """Return the day of a statement: as given, else today (UTC); RefusedError where it has not come yet.

    A day to come could be published by nobody before it comes: who verifies refuses it.
    """
    today = datetime.datetime.now(datetime.UTC).date()
    day = today if chosen is None else chosen.date()
    if day > today:
        raise RefusedError(
            f"{day} has not come yet: it is {today} (UTC) on this machine. Set the clock, or the day"
        )
    return day
