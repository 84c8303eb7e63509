"""Stage 11, what comes out: for every step what was checked, what failed, what could not be checked.

A failure is data, never an exception: a code whose words stand in the catalogues (`verification.po`), the
file, and where figures differ the cell with both values. Exit codes: 0 all holds and the key is the one that
was named; 1 something fails; 3 all holds, but by whom it is signed is not known; 4 nothing fails, but
something can be checked only with the software that made the publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from testigo.publication.format import Announcement


class StepName(StrEnum):
    """The steps in the order of trust; each stands on the ones before it."""

    LIST = "list"
    SIGNATURE = "signature"
    FILES = "files"
    DEFINITION = "definition"
    CHAIN = "chain"
    FIGURES = "figures"
    PAGES = "pages"


class Outcome(StrEnum):
    """What came of a step."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_CHECKED = "not checked"  # an earlier failure took away what it needs, or `unchecked` says why


@dataclass(frozen=True)
class Failure:
    """One thing that does not hold. `code` is a message of the catalogues, such as "file.changed"."""

    code: str
    file: str
    cell: str | None = None  # address of a figure
    published: str | None = None
    expected: str | None = None  # what was recomputed, or what should stand there


@dataclass(frozen=True)
class Step:
    """One step: its counts of what was checked (a message "checked.<name>" each), and what failed.

    unchecked  what differs and proves nothing: it was made by other software than what is installed here
    noted      what is said and is no failure, such as a file that a computer left beside the publication
    """

    name: StepName
    checked: Mapping[str, int] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    done: bool = True
    unchecked: tuple[Failure, ...] = ()
    noted: tuple[Failure, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        if self.failures:
            return Outcome.FAILS
        return Outcome.HOLDS if self.done and not self.unchecked else Outcome.NOT_CHECKED


@dataclass(frozen=True)
class Report:
    """A whole verification.

    announcement  what was signed, null where it cannot be read
    fingerprint   of the key that signed, null where no signature holds
    key_named     the person named that key's fingerprint, and it is the one
    software      name and version of what made the publication, as it says itself; null where it does not
    other_makers  what made it and what is installed here, as far as they differ; null where they do not
    open          messages "open.<name>": what nobody can check from here
    program       SHA-256 (hex) of the program that made the publication, as it says itself
    newer         a later publication of the same that is known: this copy is older
    without_wall  parts of the wall around what is opened that the verifying system cannot build
    """

    address: str
    announcement: Announcement | None
    fingerprint: str | None
    key_named: bool
    manifest: str | None  # SHA-256 (hex) of the list of files, as radio and press read it
    software: str | None
    other_makers: tuple[str, str] | None
    steps: tuple[Step, ...]
    open: tuple[str, ...]
    newer: Announcement | None = None
    program: str | None = None
    without_wall: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """All failures, in the order of the steps."""
        return tuple(failure for step in self.steps for failure in step.failures)

    @property
    def unchecked(self) -> tuple[Failure, ...]:
        """All that only other software can check, in the order of the steps."""
        return tuple(one for step in self.steps for one in step.unchecked)

    @property
    def noted(self) -> tuple[Failure, ...]:
        """All that is said and is no failure, in the order of the steps."""
        return tuple(one for step in self.steps for one in step.noted)

    @property
    def holds(self) -> bool:
        """Whether every step was done and holds."""
        return all(step.outcome is Outcome.HOLDS for step in self.steps)

    @property
    def exit_code(self) -> int:
        """0, 1, 3 or 4."""
        if self.failures or not all(step.done for step in self.steps):
            return 1
        if not self.holds:
            return 4
        return 0 if self.key_named else 3
