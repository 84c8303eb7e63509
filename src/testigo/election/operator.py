"""`[operator]` of `election.toml`: who publishes, and how a reader reaches them.

In   what the coordinator wrote.
Out  an Operator, and what is wrong with it.

It is sealed and stands on every page, so it names an organisation and an address of it, never a person.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from testigo.election.address import HOST, is_address
from testigo.errors import Message, Place, Problem

MOST_CHARACTERS = 120
MAIL = re.compile(rf"[a-z0-9](?:[a-z0-9._+-]{{0,62}}[a-z0-9])?@(?={HOST}/).*/", re.DOTALL)


@dataclass(frozen=True)
class Operator:
    """Who publishes.

    name      language -> name of the organisation
    contact   an e-mail address, or the address of a page where one writes to them
    archives  the folder in which the ZIP of each publication lies, with a slash at its end; None = in none
    """

    name: Mapping[str, str]
    contact: str
    archives: str | None = None

    @property
    def link(self) -> str:
        """Where a click on the contact leads."""
        return f"mailto:{self.contact}" if is_mail(self.contact) else self.contact


def is_mail(text: str) -> bool:
    """Say whether a text is an e-mail address in small letters."""
    return len(text) <= MOST_CHARACTERS and MAIL.fullmatch(f"{text}/") is not None


def operator_problems(file: str, operator: Operator) -> Iterator[Problem]:
    """Yield what is wrong with the two addresses."""
    if not is_mail(operator.contact) and not is_address(operator.contact):
        place = Place(file, None, "operator.contact")
        yield Problem(
            place, operator.contact, Message("operator.no_contact"), Message("operator.write_contact")
        )
    if operator.archives is not None and not is_address(operator.archives):
        place = Place(file, None, "operator.archives")
        yield Problem(
            place, operator.archives, Message("operator.no_archives"), Message("operator.write_archives")
        )
