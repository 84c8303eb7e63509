"""`election.toml`: what the coordinator decided once for the whole election.

In   the bytes of the file.
Out  `Settings`, and every problem in it with its path in the file.
"""

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, StringConstraints, ValidationError

from testigo.catalogue import LANGUAGES
from testigo.election.address import REMEDY, is_address
from testigo.election.operator import Operator, operator_problems
from testigo.election.policy import Policy, parse_policy
from testigo.election.table import BYTE_ORDER_MARK, not_normalised
from testigo.errors import Place, Problem

FILE = "election.toml"
MOST_LEVELS = 6
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
ORIGIN = re.compile(r"[a-z0-9.-]+(/[A-Za-z0-9._-]+)*")
TIME_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}")

Filled = Annotated[StrictStr, StringConstraints(min_length=1)]
Words = Filled | dict[Filled, Filled]


@dataclass(frozen=True)
class Settings:
    """The settings of an election; the fields are those of `definition.Election`."""

    name: Mapping[str, str]
    place: Mapping[str, str]
    date: datetime.date
    time_zone: str
    languages: tuple[str, ...]
    levels: tuple[str, ...]
    drill: bool
    key_fingerprints: tuple[str, ...]
    origin: str
    sources: Mapping[str, str]
    policy: Policy
    address: str | None = None
    station_pages: frozenset[str] | None = None
    polls_close: datetime.time | None = None
    operator: Operator | None = None

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """What is written for people: setting -> language, or what is counted there, -> text."""
        sources = {name: f"{name}: {terms}" for name, terms in self.sources.items()}
        levels = {str(number): level for number, level in enumerate(self.levels, start=1)}
        operator = self.operator.name if self.operator else {}
        said = {"name": self.name, "place": self.place, "sources": sources, "levels": levels}
        return said | {"operator.name": operator}


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Policy(_Table):
    sufficient: tuple[Filled, ...] = Field(min_length=1)
    severity: dict[str, Filled] = {}
    signatures: Literal["required"] | None = None


class _Operator(_Table):
    name: Words
    contact: Filled
    archives: Filled | None = None


class _File(_Table):
    origin: Filled
    address: Filled | None = None
    name: Words
    place: Words
    date: Annotated[datetime.date, Field(strict=True)]
    time_zone: Filled
    polls_close: Annotated[datetime.time, Field(strict=True)] | None = None
    languages: tuple[Filled, ...] = Field(min_length=1)
    levels: tuple[Filled, ...] = Field(min_length=1, max_length=MOST_LEVELS)
    drill: StrictBool
    key_fingerprints: tuple[Filled, ...] = ()
    station_pages: tuple[Filled, ...] | None = None
    policy: _Policy
    operator: _Operator | None = None
    sources: dict[Filled, Filled] = {}


def parse_settings(content: bytes) -> tuple[Settings | None, list[Problem]]:
    """Read `election.toml`; None where a setting is missing or of the wrong type."""
    document, problems = read_toml(FILE, content)
    if problems:
        return None, problems
    try:
        file = _File.model_validate(document)
    except ValidationError as error:
        return None, list(toml_problems(FILE, error))
    policy, problems = parse_policy(file.policy.sufficient, file.policy.severity)
    policy = replace(policy, signatures=file.policy.signatures == "required")
    problems += _problems(file)
    operator = _operator(file)
    problems += () if operator is None else operator_problems(FILE, operator)
    settings = Settings(
        name=_in_every_language(file.name, file.languages),
        place=_in_every_language(file.place, file.languages),
        date=file.date,
        time_zone=file.time_zone,
        languages=file.languages,
        levels=file.levels,
        drill=file.drill,
        key_fingerprints=file.key_fingerprints,
        origin=file.origin,
        sources=dict(file.sources),
        policy=policy,
        address=file.address,
        polls_close=file.polls_close,
        operator=operator,
        station_pages=None if file.station_pages is None else frozenset(file.station_pages),
    )
    return settings, problems


def read_toml(file: str, content: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """Read a TOML file: UTF-8 with or without a byte order mark, Unicode NFC."""
    try:
        text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
        return tomllib.loads(text), not_normalised(file, text)
    except UnicodeDecodeError:
        return {}, [Problem(Place(file), None, "This is not UTF-8 text", "Save the file as UTF-8.")]
    except (ValueError, RecursionError) as error:
        return {}, [Problem(Place(file), None, f"This is not TOML: {error}", "Mend that line.")]


def toml_problems(file: str, error: ValidationError) -> Iterator[Problem]:
    """Say every fault that pydantic found in a TOML file, each with its path and value."""
    for fault in error.errors(include_url=False):
        path = ".".join(str(part) for part in fault["loc"])
        missing = fault["type"] == "missing"
        remedy = {"missing": "Add it.", "extra_forbidden": "Delete it, or mend its name."}.get(
            fault["type"], "Write a value of that kind."
        )
        value = None if missing else str(fault["input"])
        yield Problem(Place(file, None, path), value, fault["msg"], remedy)


def _operator(file: _File) -> Operator | None:
    said = file.operator
    if said is None:
        return None
    return Operator(_in_every_language(said.name, file.languages), said.contact, said.archives)


def _in_every_language(words: str | dict[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    if isinstance(words, str):
        return dict.fromkeys(languages, words)
    return {language: words[language] for language in languages if language in words}


def _problems(file: _File) -> Iterator[Problem]:
    def wrong(path: str, value: str | None, message: str, remedy: str) -> Problem:
        return Problem(Place(FILE, None, path), value, message, remedy)

    known = ", ".join(LANGUAGES)
    for language in file.languages:
        if language not in LANGUAGES:
            yield wrong(
                "languages", language, "There is no catalogue of this language", f"Known are: {known}."
            )
    named: list[tuple[str, Words]] = [("name", file.name), ("place", file.place)]
    named += [("operator.name", file.operator.name)] if file.operator else []
    for path, words in named:
        if isinstance(words, dict) and set(words) != set(file.languages):
            message = "The languages differ from those of `languages`"
            yield wrong(path, ", ".join(words), message, "Write it once for each language, and for no other.")
    for path, values in (
        ("languages", file.languages),
        ("levels", file.levels),
        ("key_fingerprints", file.key_fingerprints),
    ):
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield wrong(path, value, "The value is repeated", "Write it once.")
    for fingerprint in file.key_fingerprints:
        if not FINGERPRINT.fullmatch(fingerprint):
            remedy = "Write the 64 digits 0-9 a-f that `testigo key show` prints, without spaces."
            yield wrong("key_fingerprints", fingerprint, "This is not a fingerprint", remedy)
    if not ORIGIN.fullmatch(file.origin):
        remedy = 'Write a name such as "example.org/our-election".'
        yield wrong("origin", file.origin, "This cannot stand in a signed note", remedy)
    if file.address is not None and not is_address(file.address):
        yield wrong("address", file.address, "This is not the address of a publication", REMEDY)
    if not TIME_ZONE.fullmatch(file.time_zone):
        remedy = 'Write a name of the tz database, such as "America/Caracas".'
        yield wrong("time_zone", file.time_zone, "This is not a time zone", remedy)
