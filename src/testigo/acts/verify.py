"""Check a publication as a stranger, and hold it against the copies that are here."""

from collections.abc import Sequence
from pathlib import Path

from testigo.acts.publication_copy import held_against, kept_before
from testigo.publication.format import NOTE
from testigo.verification.report import Report
from testigo.verification.source import MOST_NOTE_BYTES, Progress, Source
from testigo.verification.verify import verify


def verify_publication(
    source: Source,
    expected: str | None,
    notes: Sequence[Path],
    processes: int,
    progress: Progress,
    *,
    simulations: bool = False,
) -> Report:
    """Verify a publication, and hold it against the copies that are here.

    expected   the fingerprint of the key that must have signed
    notes      notes from elsewhere: whether this copy is older than what they announce
    processes  that make its pages again at the same time
    simulations  whether simulated figures are made again too
    """
    known = [*notes, *(_notes_beside(source.folder) if source.complete else ())]
    read = [path.read_bytes()[:MOST_NOTE_BYTES] for path in known]
    report = verify(source, expected, progress, read, processes, simulations=simulations)
    kept = kept_before(source, report)
    return report if kept is None else held_against(report, source, kept)


def _notes_beside(folder: Path) -> list[Path]:
    """Return the notes of the operation that a publication lies in: an older copy there can tell."""
    above = folder.resolve().parent
    operation = above.parent if above.name == "publications" else above
    found = [operation / "public" / NOTE, *sorted((operation / "publications").glob(f"*/{NOTE}"))]
    return [path for path in found if path.is_file()]
