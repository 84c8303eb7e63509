"""How people sign what they say: codes of persons, organisations, a reason, and the statement itself.

Loads no room before a command runs, so that the list of commands is there at once.
"""

import datetime
import functools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import click

from testigo.characters import is_formula, words_fault
from testigo.cli.arguments import Function
from testigo.errors import RefusedError

if TYPE_CHECKING:
    from testigo.cli.operation import Operation
    from testigo.evidence.statements import Body, Kind, Statement
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


SIGNING = (
    person_option,
    click.option("--second-person", metavar="CODE", help="Code of the person who signs too."),
    click.option("--organisation", metavar="CODE", help="Whom the first person is of."),
    click.option("--second-organisation", metavar="CODE", help="Whom the second person is of."),
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
        reason: str,
        day: datetime.datetime | None,
        dry_run: bool,
        **others: object,
    ) -> object:
        by = signers(person, second_person, organisation, second_organisation)
        signed = Signed(by, reason_given(reason), day_of(day), dry_run)
        return command(*arguments, signed=signed, **others)

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
    return operation.journal.append(
        signed.day,
        kind,
        subject=subject,
        contest=contest,
        person=signed.by.person,
        second_person=signed.by.second_person,
        body=body,
    )


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
    """Return the day of a statement: as given, else today (UTC)."""
    return (chosen or datetime.datetime.now(datetime.UTC)).date()
