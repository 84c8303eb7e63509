"""`people.csv`: who may say what, under which code, for which organisation: sealed, and never published.

In   the bytes of the roster as the coordinator wrote it; a random salt.
Out  a `Roster`, or InputError with every problem; the salted hash, which alone is part of the definition.

Two typed codes are two persons only if somebody knows both. The roster says so before the vote; who adds a
code at night signs for it with somebody of another organisation. In words: spec/people.md.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from testigo.election.table import CellKind, Column, Rule, broken, read_table, repeated
from testigo.errors import InputError, Message, Place, Problem

FILE = "people.csv"
SALT_FILE = "people.salt"
SEALED_FILE = "people.sha256"
"""Of the three only this one is part of the definition, and is published."""
PRIVATE = frozenset({FILE, SALT_FILE})

CODE = re.compile(r"(?=.{1,40}$)[a-z]{1,20}(-[a-z]{1,20})*-(0|[1-9][0-9]{0,3})")
"""A code has one spelling: `reader-7`, never `reader-07`, or one person could be two."""
ORGANISATION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KEY = re.compile(r"ed25519:[0-9a-f]{64}")
SALT = re.compile(rb"[0-9a-f]{64}\n")
SEALED = re.compile(rb"(?P<hash>[0-9a-f]{64})\n")
LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "-": ""})


class Role(StrEnum):
    """What a person is there for; `review.permission` says what each role may."""

    READER = "reader"
    ADJUDICATOR = "adjudicator"
    COORDINATOR = "coordinator"


COLUMNS = (
    Column("person", CellKind.CODE, filled=True),
    Column("organisation", CellKind.CODE, filled=True),
    Column("roles", filled=True),
    Column("key", optional=True),
)


@dataclass(frozen=True)
class Person:
    """One row of the roster.

    key  `ed25519:` and 64 hexadecimal digits; None where the person has none
    """

    person: str
    organisation: str
    roles: frozenset[Role]
    key: str | None


@dataclass(frozen=True)
class Roster:
    """Everybody who may say something, by code, in the order of the file."""

    people: Mapping[str, Person]


def sealed_hash(salt: bytes, content: bytes) -> str:
    """Return what is sealed of a roster: `cat people.salt people.csv | sha256sum` prints it."""
    return hashlib.sha256(salt + content).hexdigest()


def parse_sealed(content: bytes) -> str:
    """Read `people.sha256`; InputError where it is not what the seal writes."""
    parsed = SEALED.fullmatch(content)
    if parsed is None:
        message, remedy = Message("people.not_64_digits"), Message("people.delete_the_hash")
        raise InputError([Problem(Place(SEALED_FILE), None, message, remedy)])
    return parsed["hash"].decode()


def parse_people(content: bytes, file: str = FILE) -> Roster:
    """Read a roster; InputError with every problem. One without a row has nobody in it."""
    frame, problems = read_table(file, content, COLUMNS)
    if frame is not None:
        problems += [
            *broken(file, frame, RULES),
            *_shapes(file, frame),
            *_roles(file, frame),
            *_look_alikes(file, frame),
        ]
    if frame is None or problems:
        raise InputError(problems)
    return Roster(
        {
            person: Person(person, organisation, frozenset(Role(role) for role in roles.split(" ")), key)
            for person, organisation, roles, key in frame.drop("row").iter_rows()
        }
    )


def with_changes(content: bytes, changes: bytes, file: str) -> bytes:
    """Return a roster with the rows of a table added, or in the place of those of the same codes.

    Nobody is ever taken out: what a code said before goes on being hers.
    """
    people = {**parse_people(content).people, **parse_people(changes, file).people}
    written = "person,organisation,roles,key\n" + "".join(
        f"{one.person},{one.organisation},{' '.join(sorted(one.roles))},{one.key or ''}\n"
        for one in people.values()
    )
    parse_people(written.encode())  # organisations of both that look alike
    return written.encode()


RULES = [
    Rule("person", repeated("person"), "The code is repeated", "Give each person one row."),
    Rule("key", repeated("key"), "Two persons have this key", "Each person makes her own."),
]
SHAPES = {
    "person": (CODE, "people.no_code", "people.write_a_code"),
    "key": (KEY, "people.no_key", "people.write_a_key"),
}


def _shapes(file: str, frame: pl.DataFrame) -> list[Problem]:
    """Return what is no code and no key; what was written is not repeated: it may be a name."""
    return [
        Problem(Place(file, row, column), None, Message(message), Message(remedy))
        for column, (pattern, message, remedy) in SHAPES.items()
        for row, text in frame.select("row", column).drop_nulls().iter_rows()
        if pattern.fullmatch(text) is None
    ]


def _roles(file: str, frame: pl.DataFrame) -> list[Problem]:
    return [
        Problem(
            Place(file, row, "roles"),
            roles,
            Message("people.no_such_role"),
            Message("people.write_roles", roles=", ".join(Role)),
        )
        for row, roles in frame.select("row", "roles").drop_nulls().iter_rows()
        if not set(roles.split(" ")) <= set(Role) or len(set(roles.split(" "))) != len(roles.split(" "))
    ]


def _look_alikes(file: str, frame: pl.DataFrame) -> list[Problem]:
    """Return organisations that are no codes, naming foreign letters, and those that look like another one.

    One organisation in two spellings would be two: so all letters are of a to z, and `0bserver` is refused
    beside `observer`.
    """
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for row, organisation in frame.select("row", "organisation").drop_nulls().iter_rows():
        place = Place(file, row, "organisation")
        if ORGANISATION.fullmatch(organisation) is None:
            remedy = Message("people.write_an_organisation", foreign=_foreign(organisation))
            problems.append(Problem(place, organisation, Message("people.no_organisation"), remedy))
            continue
        other = seen.setdefault(_looks(organisation), organisation)
        if other != organisation:
            message, remedy = Message("people.looks_alike", other=other), Message("people.write_it_one_way")
            problems.append(Problem(place, organisation, message, remedy))
    return problems


def _foreign(text: str) -> str:
    strange = [letter for letter in text if not letter.isascii()]
    return f" {strange[0]} is {unicodedata.name(strange[0], 'no letter')}." if strange else ""


def _looks(organisation: str) -> str:
    return organisation.translate(LOOK_ALIKE).replace("rn", "m").replace("vv", "w").replace("cl", "d")
