"""What of a sealed definition was changed: which file, what in it, and how to go back.

In   the list that was sealed, the files as they are, the exhibits, in which every sealed file is kept.
Out  a sentence a file.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from testigo.election.seal import sealed_hashes
from testigo.errors import Message, shorten
from testigo.evidence.exhibits import FolderStore


def changes_since(sealed: bytes, files: Mapping[str, bytes], exhibits: FolderStore) -> tuple[Message, ...]:
    """Say what differs between a sealed list and the files as they are; empty if nothing."""
    before = sealed_hashes(sealed)
    return tuple(
        _said(path, before.get(path), files.get(path), exhibits)
        for path in sorted(before.keys() | files.keys())
        if path not in files or before.get(path) != hashlib.sha256(files[path]).hexdigest()
    )


def _said(path: str, sealed: str | None, now: bytes | None, exhibits: FolderStore) -> Message:
    if sealed is None:
        return Message("definition.file_added", file=path)
    kept = Path(exhibits.path(sealed).parent.parent.name, sealed[:2], sealed).as_posix()
    if now is None:
        return Message("definition.file_removed", file=path, kept=kept)
    line, before, after = _first_difference(exhibits.get(sealed), now)
    return Message("definition.file_changed", file=path, line=line, before=before, after=after, kept=kept)


def _first_difference(sealed: bytes, now: bytes) -> tuple[int, str, str]:
    """Return the number of the first line that differs, and it before and after; empty where it ends."""
    before, after = (content.decode("utf-8", "replace").splitlines() for content in (sealed, now))
    same = next(
        (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    shown = (shorten(lines[same]) if same < len(lines) else "" for lines in (before, after))
    one, other = shown
    return same + 1, one, other
