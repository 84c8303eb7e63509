"""A publication is verified before it is signed, as a stranger will verify it afterwards.

The note that a stranger opens is made in memory alone: it is on no disk, and nowhere at all where the
verification finds anything.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from testigo.errors import Message, RefusedError
from testigo.note import Signer, sign_note
from testigo.publication.format import NOTE
from testigo.record.keys import fingerprint
from testigo.verification.report import Report
from testigo.verification.source import MOST_FILE_BYTES, Listing, Source
from testigo.verification.verify import verify

MOST_SHOWN = 3


@dataclass(frozen=True)
class WithNote(Source):
    """The folder of a publication that is not signed, with the note that it would have."""

    note: bytes = b""

    def list_files(self, most: int) -> Listing:
        """Return all that lies in the folder, and the note."""
        listing = super().list_files(most)
        return replace(listing, files={**listing.files, NOTE: len(self.note)})

    def open_file(self, path: str, most: int = MOST_FILE_BYTES) -> BinaryIO:
        """Open a plain file of the folder, or the note."""
        return io.BytesIO(self.note) if path == NOTE else super().open_file(path, most)


def checked_as_by_a_stranger(signer: Signer, processes: int) -> Callable[[Path, str], None]:
    """Return what looks at a site and the text of its note, before it is signed.

    processes  that make pages at the same time

    It raises RefusedError where a stranger would refuse the publication.
    """

    def check(site: Path, text: str) -> None:
        source = WithNote(site, str(site), note=sign_note(text, signer))
        mark = fingerprint(signer.verifier_key.public_key)
        report = verify(source, mark, lambda step, done, total: None, processes=processes)
        refuse_pages_of_one_name(report, site)
        found = [f"{failure.file} ({failure.code})" for failure in report.failures]
        if found:
            left, files = len(found) - MOST_SHOWN, ", ".join(found[:MOST_SHOWN])
            key = "publish.would_not_verify" if left <= 0 else "publish.would_not_verify_and_more"
            raise RefusedError(Message(key, files=files, left=left, site=site))

    return check


def refuse_pages_of_one_name(report: Report, site: Path) -> None:
    """Raise RefusedError where two codes, sealed before such were refused, would have one page."""
    twins = [failure.file for failure in report.failures if failure.code == "list.collides"]
    if twins:
        raise RefusedError(Message("publish.one_page_of_two_codes", page=twins[0], site=site))
