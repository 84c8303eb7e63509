"""What was signed with a key: the list `signed.txt` beside it, written before each signature leaves.

A line a publication: origin, `election` or `drill`, number, hash of its list of files. An operation that
comes back from an old backup does not know what was published since; the key does. The same list is signed
again under its number, by whoever has the key; another one under that number is refused, since the two notes
together would prove that we told two people two things.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from testigo.acts.durable import replace_durably
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import reason
from testigo.note import Signer, sign_note
from testigo.publication.format import Announcement, parse_announcement

SIGNED = "signed.txt"


@dataclass(frozen=True)
class SignedOnce:
    """Signs announcements with a key, one list of files a number.

    folder  of the signing key
    """

    folder: Path
    signer: Signer

    def sign(self, text: str) -> bytes:
        """Return the note of an announcement; RefusedError where another one of its number was signed.

        StoreError where the folder of the key cannot be written: nothing is signed then.
        """
        announcement = parse_announcement(text)
        with only_signer(self.folder):
            lines = signed_lines(self.folder)
            refuse_second_story(self.folder, lines, announcement)
            line = line_of(announcement)
            if line not in lines:
                keep(self.folder, [*lines, line])
            # A crash here leaves a line without a signature: the same announcement is signed again.
            return sign_note(text, self.signer)

    def refuse_what_cannot_be_kept(self) -> None:
        """Raise StoreError where the list cannot be written, before hours are spent on pages."""
        with only_signer(self.folder):
            keep(self.folder, signed_lines(self.folder))


@contextmanager
def only_signer(folder: Path) -> Iterator[None]:
    """Hold the folder of a key against other signers, until the end or a crash."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def signed_lines(folder: Path) -> list[str]:
    """Return the lines of the list, none where nothing was signed yet."""
    try:
        return (folder / SIGNED).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise StoreError(Message("signed.cannot_be_read", file=folder / SIGNED)) from None


def keep(folder: Path, lines: list[str]) -> None:
    """Write the list, down to the disk."""
    try:
        replace_durably(folder / SIGNED, "".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        raise StoreError(Message("signed.cannot_be_written", folder=folder, reason=reason(error))) from None


def line_of(announcement: Announcement) -> str:
    """Return the line of a publication."""
    return f"{series_of(announcement)} {announcement.number} {announcement.manifest}"


def series_of(announcement: Announcement) -> str:
    """Return what numbers count in: an election's publications, or those of its drill."""
    return f"{announcement.origin} {'drill' if announcement.drill else 'election'}"


def refuse_second_story(folder: Path, lines: list[str], announcement: Announcement) -> None:
    """Raise RefusedError where the announcement contradicts, or passes over, what was signed before."""
    of_lines, own = (line.rsplit(" ", 2) for line in lines), series_of(announcement)
    signed = {int(number): manifest for series, number, manifest in of_lines if series == own}
    number = announcement.number
    if signed.get(number, announcement.manifest) != announcement.manifest:
        raise RefusedError(second_story(folder, number, announcement))
    before = signed.get(number - 1, announcement.previous)
    if before != announcement.previous or (number not in signed and number < max(signed, default=0)):
        raise RefusedError(second_story(folder, number, announcement))


def second_story(folder: Path, number: int, announcement: Announcement) -> Message:
    """Say why nothing is signed, and what to do."""
    key = "signed.second_story_of_a_drill" if announcement.drill else "signed.second_story"
    return Message(key, file=folder / SIGNED, number=number)
