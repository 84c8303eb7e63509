"""What can go wrong, in words for the person who can mend it.

An *error* is something that a better file, key, disk or request would make go away: it is raised, and
nothing has changed. What a careful person with the same paper would still see is a *finding*
(`testigo.findings`), and a failed verification is a line of a report: neither is raised.
"""

from collections.abc import Iterable
from dataclasses import dataclass


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
    """One thing wrong with an input: where, which value, what is wrong with it, what to do."""

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
