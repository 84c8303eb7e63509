"""Stage 10 of the way of a form, on disk: where an operation keeps its publications, and what stands there.

In   the two folders of an operation.
Out  what is published, where the next is being made, what is kept of each.

`public/` changes by two renames; whatever a crash between two steps leaves, `recover` finishes.
"""

import datetime
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from testigo.election.definition import Election
from testigo.publication.format import (
    DATA,
    MANIFEST,
    NOT_IN_MANIFEST,
    NOTE,
    VERIFIER_KEY,
    Announcement,
    data_path,
    parse_announcement,
    parse_manifest,
)

SOURCE = "source.txt"
OPENING = "evidence.json"
"""What opens the commitment to the evidence: kept of each publication, in none of them."""
PARTIAL = ".partial"
REPLACED = "replaced"


@dataclass(frozen=True)
class Folders:
    """Where an operation keeps its publications."""

    public: Path
    publications: Path

    def kept(self, number: int) -> Path:
        """What is kept of one publication."""
        return self.publications / f"{number:04d}"

    def partial(self, number: int) -> Path:
        """Where one is being made."""
        return self.publications / f"{number:04d}{PARTIAL}"

    @property
    def replaced(self) -> Path:
        """Where the old one waits, for the moment of the change."""
        return self.publications / REPLACED


def current(public: Path) -> Announcement | None:
    """Return what the publication in `public/` announces; None where there is none."""
    if not (public / NOTE).exists():
        return None
    text, _, _ = (public / NOTE).read_text(encoding="utf-8").partition("\n\n")
    return parse_announcement(f"{text}\n")


def announced_address(public: Path, election: Election) -> str | None:
    """Return the address that the publication in `public/` announces; before the first, the definition's."""
    file = public / data_path("publication.json", drill=election.drill)
    if not file.exists():
        return election.address
    address = json.loads(file.read_bytes()).get("address")
    return address if isinstance(address, str) else None


def is_same(folders: Folders, last: Announcement, source: str) -> bool:
    """Whether `public/` was made from this source, and every file of its list is there."""
    made_from = folders.kept(last.number) / SOURCE
    if not made_from.exists() or made_from.read_text() != source:
        return False
    return set(files_below(folders.public)) == {*hashes_of(folders.public), *NOT_IN_MANIFEST}


def begin(partial: Path, source: str) -> Path:
    """Return the folder of a publication in the making: a new one, or an interrupted one of this source."""
    begun = partial / "begun.txt"
    if not begun.exists() or begun.read_text() != source:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / "site").mkdir(parents=True)
        (partial / "done").mkdir()
        begun.write_text(source)
    return partial


def keep(folders: Folders, number: int) -> None:
    """Keep the list, note, key, dataset and source of the publication in `public/`."""
    partial, kept = folders.partial(number), folders.kept(number)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for file in (MANIFEST, NOTE, VERIFIER_KEY):
        shutil.copyfile(folders.public / file, kept / file)
    if (partial / OPENING).exists():
        shutil.copyfile(partial / OPENING, kept / OPENING)
    shutil.copytree(folders.public / DATA, kept / DATA, copy_function=_link)
    # The source comes last: without it the next run takes the publication for another and makes it again.
    shutil.copyfile(partial / SOURCE, kept / SOURCE)
    shutil.rmtree(partial)


def recover(folders: Folders) -> None:
    """Finish what an interrupted run left: the change of `public/`, and what is kept of the new one."""
    folders.publications.mkdir(parents=True, exist_ok=True)
    if folders.replaced.exists() and not folders.public.exists():
        folders.replaced.rename(folders.public)
    last = current(folders.public)
    if last is not None:
        partial = folders.partial(last.number)
        if (partial / SOURCE).exists() and not (partial / "site").exists():
            keep(folders, last.number)
    shutil.rmtree(folders.replaced, ignore_errors=True)


def hashes_of(public: Path) -> dict[str, str]:
    """Return the list of a publication: path -> SHA-256."""
    return parse_manifest((public / MANIFEST).read_bytes())


def files_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder, relative to it."""
    for above, _, files in os.walk(folder):
        inside = Path(above).relative_to(folder).as_posix()
        for file in files:
            yield file if inside == "." else f"{inside}/{file}"


def date_files(site: Path, day: datetime.date) -> None:
    """Give every file the publication's day as its time: a web server tells it, and the hour is nobody's."""
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp()
    for path in files_below(site):
        os.utime(site / path, (midnight, midnight))


def write_file(folder: Path, path: str, content: bytes) -> str:
    """Write a file below a folder and return its SHA-256."""
    file = folder / path
    try:
        file.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _link(source: str, copy: str) -> str:
    """Share the bytes of a file where the disk can; `public/` files are never changed in place."""
    try:
        os.link(source, copy)
    except OSError:
        shutil.copyfile(source, copy)
    return copy
