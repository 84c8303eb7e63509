"""Stage 10 of the way of a form, on disk: a whole new publication, put in the place of the old one at once.

In   what a publication is made from, the two folders of an operation, a function that signs.
Out  `public/` is the new publication; `publications/NNNN/` keeps its list, note, key and dataset.

Pages are made by several processes into `publications/NNNN.partial/`, a shard at a time; a shard that is done
is noted, so an interrupted run goes on where it stopped. Data, cards and front pages are made meanwhile by
this process. Then the list is written, the whole is checked as a
stranger checks it, and only then is it signed, and the folder takes the name `public`. What was checked and
could be signed is put in place by the next run before anything else is made (`finish`): its number is taken.
Readers of `public/` never see half a publication, and the same source makes no second one. Of the room only
this file and `folders` touch the disk.
"""

import contextlib
import datetime
import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from testigo.errors import StoreError
from testigo.processes.pool import EndedError
from testigo.publication.cutting import shards
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.folders import (
    ANNOUNCEMENT,
    OPENING,
    SOURCE,
    Folders,
    begin,
    checked,
    current,
    date_all,
    hashes_of,
    is_same,
    recover,
    write_file,
)
from testigo.publication.format import (
    MANIFEST,
    NOTE,
    VERIFIER_KEY,
    Announcement,
    parse_announcement,
    previous_path,
    write_announcement,
    write_manifest,
)
from testigo.publication.imprint import Imprint
from testigo.publication.processes import ShardJob, by_processes
from testigo.publication.shard import Shard, Site, site_of
from testigo.publication.site import front_pages, station_and_place_pages
from testigo.snapshot import Snapshot

Progress = Callable[[int, int], None]
"""Told how many polling stations have their pages, and of how many."""


@dataclass(frozen=True)
class Committed:
    """A commitment to the evidence, for the note; and what opens it, which stays in the operation."""

    commitment: str
    opening: bytes


@dataclass(frozen=True)
class Order:
    """What to publish.

    source       hash of all that follows (source.source_of)
    derive       gives the Snapshot; asked only where there is something to publish
    definition   the definition's files as sealed
    address      under which the publication will lie (election.address), None where that is not told
    check        looks at a site with its list before it is signed: its folder, the text that would be
                 signed; raises where a stranger would refuse it
    sign         signs the text of the note
    evidence     what the note commits to of the evidence, and what opens it; None where it tells nothing
    """

    source: str
    derive: Callable[[], Snapshot]
    definition: Mapping[str, bytes]
    day: datetime.date
    signing_key: str
    fingerprint: str
    software: str
    check: Callable[[Path, str], None]
    sign: Callable[[str], bytes]
    address: str | None = None
    evidence: Committed | None = None


@dataclass(frozen=True)
class Written:
    """What came of it: what the publication that now stands announces, and what moved since the last one."""

    announcement: Announcement
    is_new: bool
    files: int
    added: int
    changed: int
    removed: int


def write(folders: Folders, order: Order, processes: int, progress: Progress) -> Written:
    """Publish, unless the same is published already; StoreError where the disk does not allow it."""
    with in_words():
        recover(folders)
        last = current(folders.public)
        if last is not None and is_same(folders, last, order.source):
            files = len(hashes_of(folders.public))
            return Written(last, is_new=False, files=files, added=0, changed=0, removed=0)
        return publish(folders, order, last, processes, progress)


def finish(folders: Folders, sign: Callable[[str], bytes]) -> Announcement | None:
    """Finish what an interrupted run left; return what then stands in `public/`, None where nothing does.

    sign  signs the text of a note

    A publication that was checked and perhaps signed is signed and put in place: its number may be known.
    """
    with in_words():
        recover(folders)
        for partial in checked(folders):
            put_in_place(folders, partial, sign)
        return current(folders.public)


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Say in words why the disk or a process failed, with what to do."""
    try:
        yield
    except EndedError:
        raise StoreError("A process that made pages was ended. Run it again: it goes on from there") from None
    except OSError as error:
        raise StoreError(f"{error.filename}: {error.strerror}. Run it again: it goes on from there") from None


def publish(
    folders: Folders, order: Order, last: Announcement | None, processes: int, progress: Progress
) -> Written:
    """Make, sign and put in place a publication."""
    imprint = next_imprint(folders, order, last)
    before = hashes_of(folders.public) if last else {}
    snapshot = order.derive()
    partial = begin(folders.partial(imprint.number), f"{order.source} {imprint.day}")
    # A crash from here leaves `public/` as it was, and in the partial folder the shards that are done.
    site = partial / "site"
    with ThreadPoolExecutor(1) as beside:
        pages = beside.submit(make_shards, partial, snapshot, imprint, processes, progress)
        hashes = make_front(site, snapshot, order.definition, imprint)
        hashes |= bring_previous(folders, site, imprint.number) | pages.result()
    write_file(site, MANIFEST, write_manifest(hashes))
    announcement = Announcement(
        snapshot.election.origin,
        imprint.number,
        imprint.day,
        hashlib.sha256(write_manifest(hashes)).hexdigest(),
        imprint.previous,
        snapshot.election.drill,
        commit(folders, partial, order, imprint, last),
    )
    text = write_announcement(announcement)
    order.check(site, text)
    write_file(partial, SOURCE, order.source.encode())
    # One call for all files: a flush for each would take longer than making them.
    os.sync()
    write_file(partial, ANNOUNCEMENT, text.encode())
    put_in_place(folders, partial, order.sign)
    moved = [path for path in hashes if path in before and hashes[path] != before[path]]
    added, removed = len(hashes.keys() - before.keys()), len(before.keys() - hashes.keys())
    return Written(announcement, True, len(hashes), added, len(moved), removed)


def put_in_place(folders: Folders, partial: Path, sign: Callable[[str], bytes]) -> None:
    """Sign a publication that was made and checked, and let it take the name `public`."""
    text, site = (partial / ANNOUNCEMENT).read_text(encoding="utf-8"), partial / "site"
    announcement = parse_announcement(text)
    write_file(site, NOTE, sign(text))
    date_all(site, announcement.day, announcement.number)
    os.sync()
    # A crash until here leaves a whole publication in the partial folder; the next run puts it in place.
    if folders.public.exists():
        folders.public.rename(folders.replaced)
    # A crash here leaves no `public/`; `recover` puts back the old one, which is whole.
    site.rename(folders.public)
    # A crash here leaves the new one in place; `recover` keeps it and clears what is left.
    recover(folders)


def next_imprint(folders: Folders, order: Order, last: Announcement | None) -> Imprint:
    """Return the facts of the publication to make: the next, or the last once more where files are lost."""
    number, day, previous = 1, order.day, None
    if last is not None:
        made_from = folders.kept(last.number) / SOURCE
        again = made_from.exists() and made_from.read_text() == order.source
        number, previous = (last.number, last.previous) if again else (last.number + 1, last.manifest)
        day = last.day if again else order.day
    return Imprint(number, day, previous, order.signing_key, order.fingerprint, order.software, order.address)


def commit(
    folders: Folders, partial: Path, order: Order, imprint: Imprint, last: Announcement | None
) -> str | None:
    """Keep what opens the note's commitment, before anything is signed; return the commitment.

    A publication that is made once more commits to what it committed to: its readers have that note.
    """
    if last is not None and last.number == imprint.number:
        kept = folders.kept(last.number) / OPENING
        if kept.exists():
            write_file(partial, OPENING, kept.read_bytes())
        return last.evidence
    if order.evidence is None:
        return None
    write_file(partial, OPENING, order.evidence.opening)
    return order.evidence.commitment


def make_front(
    site: Path, snapshot: Snapshot, definition: Mapping[str, bytes], imprint: Imprint
) -> dict[str, str]:
    """Write the data files and the pages of the whole; return path -> SHA-256."""
    hashes: dict[str, str] = {}

    def kept() -> Iterator[tuple[str, bytes]]:
        """Write each data file as it comes: together they are larger than a small machine's memory."""
        for path, content in dataset(snapshot, definition, imprint):
            hashes[path] = write_file(site, path, content)
            yield path, content

    files = published_files(kept())
    for path, content in front_pages(snapshot, site_of(snapshot, imprint), files):
        hashes[path] = write_file(site, path, content)
    return hashes


def bring_previous(folders: Folders, site: Path, number: int) -> dict[str, str]:
    """Put the list, note and key of every earlier publication beside the pages; return path -> SHA-256."""
    hashes = {}
    for earlier in range(1, number):
        for file in (MANIFEST, NOTE, VERIFIER_KEY):
            kept = folders.kept(earlier) / file
            if not kept.exists():
                raise StoreError(f"{kept} is missing: every publication brings the lists of all before it.")
            hashes[previous_path(earlier, file)] = write_file(
                site, previous_path(earlier, file), kept.read_bytes()
            )
    return hashes


def make_shards(
    partial: Path, snapshot: Snapshot, imprint: Imprint, processes: int, progress: Progress
) -> dict[str, str]:
    """Make the pages of every shard that is not done, in several processes; return path -> SHA-256."""
    total, done = snapshot.election.stations.height, 0
    hashes: dict[str, str] = {}
    job = ShardJob(functools.partial(make_shard, partial), write_hashes, parse_hashes)
    for stations, made in by_processes(job, site_of(snapshot, imprint), shards(snapshot), processes):
        hashes |= made
        done += stations
        progress(done, total)
    return hashes


def make_shard(partial: Path, site: Site, number: int, shard: Shard) -> dict[str, str]:
    """Write the pages of a shard unless an earlier run did, and note that it is done; path -> SHA-256."""
    noted = partial / "done" / f"{number}.json"
    if noted.exists():
        return parse_hashes(noted.read_bytes())
    pages = station_and_place_pages(site, shard)
    hashes = {path: write_file(partial / "site", path, content) for path, content in pages}
    # A crash here leaves pages that nobody counts: they are written over when the shard is made again.
    new = noted.with_suffix(".new")
    new.write_bytes(write_hashes(hashes))
    new.rename(noted)
    return hashes


def write_hashes(hashes: Mapping[str, str]) -> bytes:
    """Write what a shard is made of: path -> SHA-256."""
    return json.dumps(hashes).encode()


def parse_hashes(content: bytes) -> dict[str, str]:
    """Read what a shard is made of."""
    return dict(json.loads(content))
