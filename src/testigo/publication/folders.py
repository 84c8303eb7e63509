"""Stage 10 of the way of a form, on disk: where an operation keeps its publications, and what stands there.

In   the two folders of an operation.
Out  what is published, where the next is being made, what is kept of each.

`public/` changes by two renames; whatever a crash between two steps leaves, `recover` finishes. A `public/`
that lacks files is recognised: the whole one beside it takes its place, or the next run makes it again.
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
ANNOUNCEMENT = "announcement.txt"
"""In the folder of a publication that was made and checked: the text that is signed."""
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
    return is_whole(folders.public)


def is_whole(public: Path) -> bool:
    """Whether a publication has its list and note, and every file of the list, and no other."""
    if not all((public / file).exists() for file in NOT_IN_MANIFEST):
        return False
    return set(files_below(public)) == {*hashes_of(public), *NOT_IN_MANIFEST}


def checked(folders: Folders) -> list[Path]:
    """Return the folders of publications that were made and checked, and are not in place."""
    begun = sorted(folders.publications.glob(f"*{PARTIAL}"))
    return [partial for partial in begun if (partial / ANNOUNCEMENT).exists() and (partial / "site").exists()]


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
    if folders.replaced.exists() and _is_better(folders.replaced, folders.public):
        # Half a publication, such as two runs at once left, gives way to the whole one beside it.
        shutil.rmtree(folders.public, ignore_errors=True)
        folders.replaced.rename(folders.public)
    mend(folders)
    last = current(folders.public)
    if last is not None:
        partial = folders.partial(last.number)
        if (partial / SOURCE).exists() and not (partial / "site").exists():
            keep(folders, last.number)
    shutil.rmtree(folders.replaced, ignore_errors=True)


def _is_better(replaced: Path, public: Path) -> bool:
    return not public.exists() or (is_whole(replaced) and not is_whole(public))


def mend(folders: Folders) -> None:
    """Complete list, note and key of the last publication, which stand in `public/` and in what is kept.

    Where one of the two has lost one, the other has it: the pages can be made again, these cannot.
    """
    kept = max(folders.publications.glob("[0-9]" * 4), default=None)
    if kept is None or not folders.public.exists():
        return
    last = current(folders.public)
    if last is not None and folders.kept(last.number) != kept:
        return
    for file in (MANIFEST, NOTE, VERIFIER_KEY):
        for there, lost in ((kept / file, folders.public / file), (folders.public / file, kept / file)):
            if there.exists() and not lost.exists():
                shutil.copyfile(there, lost)


def hashes_of(public: Path) -> dict[str, str]:
    """Return the list of a publication: path -> SHA-256."""
    return parse_manifest((public / MANIFEST).read_bytes())


def files_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder, relative to it."""
    for above, _, files in os.walk(folder):
        inside = Path(above).relative_to(folder).as_posix()
        for file in files:
            yield file if inside == "." else f"{inside}/{file}"


def date_all(site: Path, day: datetime.date, number: int) -> None:
    """Give every file and folder the publication's day as its time, and a second more for each number.

    A web server tells the time of a file, and the hour is nobody's. No two publications have one time: else
    a server that goes by it answers that the page of the one before is still the page.
    """
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp()
    for above, _, files in os.walk(site, topdown=False):
        for path in (*(Path(above, file) for file in files), Path(above)):
            os.utime(path, (midnight + number, midnight + number))


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
