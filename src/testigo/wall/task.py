"""What is done behind the wall, and within which bounds.

A room that has bytes of strangers declares a `Task`, and beside it a module that has the `Work`. The module
is loaded only behind the wall; `Task` names it, so that nothing of it is loaded in front.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Task:
    """What is asked behind the wall.

    module       has `WORK`, a `Work`
    memory       bytes of address space of a process, its libraries included
    cpu_seconds  of processor time, for each request
    seconds      by the clock, for each request: a busy machine is no reason to give up
    most_asked   bytes of a request
    most_answered  bytes of an answer
    environment  words that libraries need when they are loaded, such as how many threads they may start
    """

    module: str
    memory: int
    cpu_seconds: int
    seconds: float
    most_asked: int
    most_answered: int
    environment: Mapping[str, str] = field(default_factory=dict)


def _nothing() -> None:
    """Begin without beginning anything."""


@dataclass(frozen=True)
class Work:
    """How a task is done.

    prepare  called once with the settings, before any stranger's byte comes, while files can still be read:
             loads all that will be needed and tries it on bytes of our own; it starts no thread
    answer   called for one request, behind the wall, in a process that has nothing else to do and then ends
    begin    called in that process before the wall closes: starts the threads that libraries must have
    """

    prepare: Callable[[bytes], None]
    answer: Callable[[bytes], bytes]
    begin: Callable[[], None] = _nothing


class Failure(Enum):
    """Why there is no answer to a request."""

    TOO_LONG = "it took too long"
    TOO_MUCH_MEMORY = "it took too much memory"
    FORBIDDEN = "it tried what the wall forbids"
    BROKEN = "it ended the process"
    NO_ANSWER = "what the process said is no answer"
