"""What can go wrong, in words for the person who can mend it.

An *error* is something that a better file, key, disk or request would make go away: it is raised, and
nothing has changed. What a careful person with the same paper would still see is a *finding*
(`testigo.findings`), and a failed verification is a line of a report: neither is raised.

What an error says is a `Message`: the key of a sentence in the catalogue `errors`, and its values. It reads
as that sentence in English; a door that speaks another language asks for it. It is made where something is
wrong, never before: the catalogue is read then. Behind the wall no catalogue can be read, so what is raised
there is text; so are, still, most sentences of the rooms below `acts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

DOMAIN = "errors"
"""Of the catalogues in which the sentences are."""
ENGLISH = "en"


class Message(str):
    """A sentence of the catalogue `errors` in English, which knows its key and its values.

    counted  the number by which the sentence has its plural form, also a value of that name
    """

    key: str
    values: Mapping[str, object]
    counted: int | None

    def __new__(cls, key: str, /, counted: int | None = None, **values: object) -> "Message":
        """Find the sentence; KeyError where the catalogue has none."""
        message = super().__new__(cls, _sentence(key, ENGLISH, counted, values))
        message.key, message.counted, message.values = key, counted, MappingProxyType(values)
        return message

    def in_language(self, language: str) -> str:
        """Return the sentence in a language of the catalogues."""
        return _sentence(self.key, language, self.counted, self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.key, self.counted, dict(self.values))


def _again(key: str, counted: int | None, values: Mapping[str, object]) -> Message:
    return Message(key, counted=counted, **values)


def _sentence(key: str, language: str, counted: int | None, values: Mapping[str, object]) -> str:
    from testigo.catalogue import catalogue  # read where something is wrong, not at every start

    words = catalogue(DOMAIN, language)
    values = {name: _in_language(value, language) for name, value in values.items()}
    if counted is None:
        return words.text(key, **values)
    return words.counted(key, counted, counted=counted, **values)


def _in_language(value: object, language: str) -> object:
    """Return a value of a sentence: of further sentences a line each, in the same language."""
    if isinstance(value, tuple):
        return "\n  ".join(str(_in_language(one, language)) for one in value)
    return value.in_language(language) if isinstance(value, Message) else value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file, and in it a row (1 = first line), a column or field path."""

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where, which value, what is wrong with it, what to do.

    message, remedy  a `Message` where its sentence is in the catalogue
    """

    place: Place
    value: str | None
    message: str
    remedy: str

    def __str__(self) -> str:
        shown = "" if self.value is None else f" (value: {shorten(self.value)!r})"
        return f"{self.place}: {self.message}{shown}. {self.remedy}"


def shorten(text: str, length: int = 60) -> str:
    """Return `text` cut to `length` characters, so that a 1 GB line stays out of a message."""
    return text if len(text) <= length else text[: length - 1] + "…"


class TestigoError(Exception):
    """The family of everything that Testigo raises on purpose; `exit_code` is the command's."""

    __test__ = False
    exit_code = 2

    @property
    def message(self) -> Message | None:
        """What it says, by its key and values; None where its sentence is not in the catalogue yet."""
        said = self.args[0] if self.args else None
        return said if isinstance(said, Message) else None


class InputError(TestigoError):
    """A file that cannot be taken as it is; holds every problem found in it, not the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProofError(TestigoError):
    """A signature, hash or proof that does not have its form, or does not hold."""


class RefusedError(TestigoError):
    """A request that the rules do not allow, such as a second transcription by one person."""


class StoreError(TestigoError):
    """The operation's folder, database or disk cannot do what is needed, or is damaged."""
