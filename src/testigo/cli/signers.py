"""The options by which people sign what they say, and how commands say what their statement changed.

Loads no room before a command runs, so that the list of commands is there at once.
"""

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testigo.cli.alone import alone
from testigo.cli.arguments import Function, folder_argument
from testigo.numbered import numbered

if TYPE_CHECKING:
    from testigo.acts.effect import StatusChange

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


def people_command(*parameters: Callable[[Function], Function]) -> Callable[[Function], click.Command]:
    """Make a command by which people say something: of DIR, its own parameters, then how they sign.

    The command is given the operation, open, and the options by which they sign as one value, `signed`.
    RefusedError where a person is not written as a code, or the reason says nothing.
    """

    def made(command: Function) -> click.Command:
        @functools.wraps(command)
        def signed_command(
            folder: Path,
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
            **others: object,
        ) -> None:
            from testigo.acts.operation import Operation
            from testigo.acts.signing import reason_given, signed_by, signers
            from testigo.cli.person_key import given_key

            typed = signers(person, second_person, organisation, second_organisation)
            why = reason_given(reason)
            given = (given_key(key, passphrase_file), given_key(second_key, second_passphrase_file))
            with Operation(folder) as operation:
                signed = signed_by(operation, typed, given, why, day_of(day), dry_run=dry_run)
                command(operation, signed=signed, **others)

        whole: Function = alone(signed_command)
        options: list[Callable[[Function], Function]] = [folder_argument, *parameters, *SIGNING]
        for option in reversed(options):
            whole = option(whole)
        return click.command()(whole)

    return made


def day_of(chosen: datetime.datetime | None) -> datetime.date:
    """Return the day of a statement: as given, else today (UTC); RefusedError where it has not come yet."""
    from testigo.acts.signing import day_said

    return day_said(None if chosen is None else chosen.date(), today())


def today() -> datetime.date:
    """Return the day by the clock of this machine (UTC)."""
    return datetime.datetime.now(datetime.UTC).date()


def lines_of_changes(changes: Iterable["StatusChange"]) -> Iterator[str]:
    """Yield how many stations are in each status then, where that changes."""
    for one in changes:
        after = numbered(one.after, "station")
        yield f"  {one.contest}: {one.status} {one.before:,} -> {after}"


def lines_of_statement(folder: Path, number: int | None) -> Iterator[str]:
    """Yield what was recorded, and how it is taken back; number is None where it was only tried."""
    if number is None:
        yield NOTHING_CHANGED
        return
    yield f"Recorded as statement {number}."
    yield f"To undo it: testigo withdraw {folder} {number}"
