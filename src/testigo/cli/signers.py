"""The options by which people sign what they say: codes of persons, organisations, a reason."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from testigo.errors import RefusedError

if TYPE_CHECKING:
    from testigo.review.permission import Signers

Function = Callable[..., Any]

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
dry_run_option = click.option("--dry-run", is_flag=True, help="Check everything and change nothing.")
day_option = click.option(
    "--day",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the statement (UTC); today where it is not given.",
)


def signer_options(command: Function) -> Function:
    """Add the two persons and their organisations to a command."""
    for option in reversed(
        (
            person_option,
            click.option("--second-person", metavar="CODE", help="Code of the person who signs too."),
            click.option("--organisation", metavar="CODE", help="Whom the first person is of."),
            click.option("--second-organisation", metavar="CODE", help="Whom the second person is of."),
        )
    ):
        command = option(command)
    return command


def person_code(person: str) -> str:
    """Return a person's code; RefusedError, without repeating it, where it looks like a name or number."""
    from testigo.review.permission import may_be_written

    refusal = may_be_written(person)
    if refusal is not None:
        raise RefusedError(refusal.value)
    return person


def signers(
    person: str, second_person: str | None, organisation: str | None, second_organisation: str | None
) -> "Signers":
    """Return who signs; RefusedError where a person is not written as a code."""
    from testigo.review.permission import Signers

    second = None if second_person is None else person_code(second_person)
    return Signers(person_code(person), second, organisation, second_organisation)


def reason_given(reason: str) -> str:
    """Return a reason; RefusedError where it says nothing."""
    if len(reason.split()) < 2:
        raise RefusedError("A reason is a sentence: say why, in some words. It is published.")
    return reason.strip()


def day_of(chosen: datetime.datetime | None) -> datetime.date:
    """Return the day of a statement: as given, else today (UTC)."""
    return (chosen or datetime.datetime.now(datetime.UTC)).date()
