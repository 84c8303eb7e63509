"""Stage 2: what someone says of an exhibit, how it is spelled, and how each is chained to all before it.

In   a number, a day, a kind, an exhibit's name, a contest, persons, a body of JSON.
Out  the canonical bytes of a statement (RFC 8785 JSON of all columns but the chain) and its chain: the
     SHA-256 of the 64 digits of the previous chain followed by those bytes.

A statement has one spelling: `parse_statement` accepts only what `write_statement` writes, so nobody can
keep two versions of one sentence under one hash. In words, with an example: spec/evidence.md.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import rfc8785
from pydantic_core import from_json

from testigo.characters import REMEDY, may_be_recorded, text_fault, words_fault
from testigo.errors import RefusedError, StoreError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Body = Mapping[str, Json]

EMPTY_CHAIN = "0" * 64
"""The chain of an evidence without statements."""

MOST_BODY_BYTES = 4096
MOST_STATEMENT_BYTES = 8192  # a body, and columns of at most `MOST_TEXT` characters
MOST_TEXT = 200  # characters of a contest or a person
SHA256 = re.compile(r"[0-9a-f]{64}")
LONG_NUMBER = re.compile(rb"[0-9]{16}")
FIRST_NUMBER_WITHOUT_JSON = 2**53
"""RFC 8785 writes no whole number from here on."""
WORDS = ("reason", "source", "reader")
"""What of a body is published as words."""
COLUMNS = ("number", "day", "kind", "subject", "contest", "person", "second_person", "body")


class Kind(StrEnum):
    """What is said. The bodies of each are in spec/evidence.md."""

    OPENED = "opened"
    AMENDED = "amended"
    ANNOUNCED = "announced"
    RECEIVED = "received"
    IMPORTED = "imported"
    READ = "read"
    TRANSCRIBED = "transcribed"
    ADJUDICATED = "adjudicated"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    INVALIDATED = "invalidated"
    CLAIMED = "claimed"
    DECLARED = "declared"
    REDACTED = "redacted"
    RECORDED = "recorded"
    ANCHORED = "anchored"
    PUBLISHED = "published"
    DESTROYED = "destroyed"


KINDS = {kind.value: kind for kind in Kind}
_day = lru_cache(datetime.date.fromisoformat)
"""A night has few days and many statements."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the evidence.

    number         0 for the first of an operation, then one more each
    day            UTC; nothing finer is kept
    subject        name of the exhibit that it is about, else null
    contest        code of the contest that it is about, else null
    person         who says it, as the operation names people; null for a machine
    second_person  who says it too, where two are needed
    body           the rest, at most 4 KiB of RFC 8785 JSON
    chain          64 hexadecimal digits over this statement and all before it
    """

    number: int
    day: datetime.date
    kind: Kind
    subject: str | None = None
    contest: str | None = None
    person: str | None = None
    second_person: str | None = None
    body: Body = field(default_factory=dict)
    chain: str = EMPTY_CHAIN


def spelt_once(person: str) -> str:
    """Return the one spelling of a person's code; evidence from before has `reader-07` beside `reader-7`."""
    letters, _, number = person.rpartition("-")
    return f"{letters}-{int(number)}" if number.isascii() and number.isdecimal() else person


DISCLOSURE = "disclosure"
"""In the body of a *published* statement: by which rules the publication told what is private."""
DISCLOSURE_OF_NOW = 2
"""Names over random bytes, one wording for what persons withdrew (spec/disclosure.md); before it: absent."""


def is_of_now(published: Statement) -> bool:
    """Whether a *published* statement is of a publication by the rules of disclosure of now."""
    return published.body.get(DISCLOSURE) == DISCLOSURE_OF_NOW


def write_body(body: Body) -> bytes:
    """Write a body as RFC 8785 JSON; RefusedError where it has no such form or passes 4 KiB."""
    try:
        written = rfc8785.dumps(dict(body))
        if LONG_NUMBER.search(written):  # 2^53 as a float is written as a whole number that nobody may read
            rfc8785.dumps(json.loads(written))
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError):
        raise RefusedError(
            "The body of a statement must be JSON: whole numbers below 2^53, no NaN, no broken Unicode, "
            "not nested without end."
        ) from None
    if len(written) > MOST_BODY_BYTES:
        raise RefusedError(
            f"The body of a statement has {len(written):,} bytes and may have {MOST_BODY_BYTES:,}. "
            "Put what is long into an exhibit and name it."
        )
    return written


def write_statement(statement: Statement) -> bytes:
    """Write all columns but the chain as RFC 8785 JSON; RefusedError where a column has not its form."""
    write_body(statement.body)
    _refuse_misshapen(statement)
    columns = {name: getattr(statement, name) for name in COLUMNS}
    columns |= {"day": statement.day.isoformat(), "kind": statement.kind.value, "body": dict(statement.body)}
    return rfc8785.dumps(columns)


def chain_after(previous: str, statement: bytes) -> str:
    """Return the chain of a statement (its canonical bytes) that follows one with the chain `previous`.

    The hexadecimal digits are hashed, not what they stand for, so that `sha256sum` alone can check it.
    """
    return hashlib.sha256(previous.encode("ascii") + statement).hexdigest()


def parse_statement(written: bytes, chain: str) -> Statement:
    """Read a statement; StoreError unless `written` is exactly what `write_statement` writes."""
    if len(written) > MOST_STATEMENT_BYTES:
        raise StoreError(f"A statement has {len(written):,} bytes and may have {MOST_STATEMENT_BYTES:,}.")
    columns = parse_object(written)
    if set(columns) != set(COLUMNS):
        raise StoreError("A statement does not have exactly the columns of a statement.")
    statement = statement_of([columns[name] for name in COLUMNS], chain)
    try:
        canonical = write_statement(statement)
    except RefusedError as error:
        raise StoreError(f"A statement is not one: {error}") from None
    if canonical != written:
        raise StoreError("A statement is not in its canonical spelling (RFC 8785).")
    return statement


def parse_object(written: bytes | str) -> dict[str, Json]:
    """Read a JSON object; StoreError where it is none. Its spelling is for the caller to compare."""
    try:
        value = from_json(written)
    except (ValueError, RecursionError):
        raise StoreError("A statement is not JSON.") from None
    if not isinstance(value, dict):
        raise StoreError("A statement is not a JSON object.")
    return value


def statement_of(columns: Sequence[object], chain: str) -> Statement:
    """Make a statement of its columns as JSON and the database have them; StoreError where one is wrong.

    columns  in the order of COLUMNS; `body` is a JSON object here. Their lengths and shapes are for
             `write_statement` to refuse.
    """
    number, day, kind, *texts, body = columns
    if type(number) is not int or not isinstance(body, dict):
        raise StoreError("A statement has no number or no body.")
    try:
        subject, contest, person, second_person = map(_text, texts)
        when = _day(str(day))
        return Statement(number, when, KINDS[str(kind)], subject, contest, person, second_person, body, chain)
    except TypeError:
        raise StoreError(f"Statement {number} has a column that is neither text nor null.") from None
    except (ValueError, KeyError):
        raise StoreError(f"Statement {number} has a day or a kind that is none.") from None


def _refuse_misshapen(statement: Statement) -> None:
    if not 0 <= statement.number < FIRST_NUMBER_WITHOUT_JSON:
        raise RefusedError("A statement's number is 0 or more, and below 2^53.")
    if statement.subject is not None and SHA256.fullmatch(statement.subject) is None:
        raise RefusedError("The subject of a statement is the name of an exhibit: 64 hexadecimal digits.")
    for name in ("contest", "person", "second_person"):
        text = getattr(statement, name)
        if text is not None and not (0 < len(text) <= MOST_TEXT and may_be_recorded(text)):
            raise RefusedError(
                f"The {name.replace('_', ' ')} of a statement is 1 to {MOST_TEXT} characters in Unicode NFC, "
                "none of them a control character."
            )


def refuse_words(statement: Statement) -> None:
    """Refuse to say what people would read or run otherwise than it is written; RefusedError.

    What was said before this rule is read as it stands, so this is asked of what is new only.
    """
    for person in (statement.person, statement.second_person):  # contests are those of the definition
        if (fault := text_fault(person or "")) is not None:
            raise RefusedError(f"The person of a statement is known by this name for good. {fault}. {REMEDY}")
    for name, text in _words(statement.body):
        if (fault := words_fault(text)) is not None:
            raise RefusedError(f"The {name} of a statement is published as it is written. {fault}. {REMEDY}")


def _words(body: Body) -> Iterator[tuple[str, str]]:
    """Yield the words of a body that people write and others read, those of its parts too."""
    for name, value in body.items():
        if name in WORDS and isinstance(value, str):
            yield name, value
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict):
                yield from _words(part)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError
