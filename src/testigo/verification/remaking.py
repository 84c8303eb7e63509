"""Stage 11, steps 6 and 7: the publication is made again from what it discloses, and every byte compared.

In   the source, the snapshot that was derived from the disclosed evidence, the definition, the imprint.
Out  what was made, by path, and what of it is not as published.

A publication is made from nothing but what it discloses and announces, so with the same software the same
bytes come out. What differs is judged by a function that is passed in: it says where the difference is
(`differences`), or what it means where another software made the publication (`foreign`). Nothing is
written; pages are made by several processes, and data, cards and front pages meanwhile by this one.
"""

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from testigo.publication.cutting import shards
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.imprint import Imprint
from testigo.publication.processes import ShardJob, by_processes
from testigo.publication.shard import Shard, Site, site_of
from testigo.publication.site import front_pages, station_and_place_pages
from testigo.snapshot import Snapshot
from testigo.verification.differences import explained
from testigo.verification.disclosed import Disclosed
from testigo.verification.failure_rows import failure_rows, parse_failures, parse_parts, parse_texts
from testigo.verification.report import Failure, StepName
from testigo.verification.source import Progress, Source, UnreadableError

FEW_STATIONS = 1_500
"""Up to here one process is quicker than starting several."""
MARK_BEGINS = b"<data "
ROOM = 1 << 20
"""Bytes that a published file may be longer than ours and still be read, to say where it differs."""

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True)
class Judged:
    """What is said of a file whose bytes are not those that were made.

    failures   what proves that it is wrong
    unchecked  that it was not compared byte by byte: another software made it
    marks      figures of its page that ours does not show, whole: path and mark
    same       it says the same in other bytes
    """

    failures: tuple[Failure, ...] = ()
    unchecked: tuple[Failure, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    same: bool = False


SAME = Judged(same=True)


Judge = Callable[[str, bytes, bytes], Judged]
"""Judges path, published bytes, made bytes."""


def explain(path: str, published: bytes, made: bytes) -> Judged:
    """Judge a file that the same software made: it must be the same, and every difference is a failure."""
    return Judged(tuple(explained(path, published, made)))


@dataclass
class Compared:
    """What was made again, by path, and what of it differs."""

    made: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    unchecked: list[Failure] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    by_content: list[Failure] = field(default_factory=list)
    figures: int = 0  # marks in the pages

    def add(self, other: "Compared") -> None:
        """Take in what another process compared."""
        self.made |= other.made
        self.failures += other.failures
        self.unchecked += other.unchecked
        self.marks += other.marks
        self.by_content += other.by_content
        self.figures += other.figures


@dataclass(frozen=True)
class Published:
    """The published files, and how what differs in them is judged.

    unsound  files that are not as they are listed: they failed before, and are not opened again
    """

    source: Source
    unsound: frozenset[str]
    judge: Judge

    def compared(self, files: Files) -> Compared:
        """Compare files with the published ones."""
        found = Compared()
        for path, content in files:
            found.made.add(path)
            found.figures += content.count(MARK_BEGINS)
            if path not in self.unsound:
                self.compare(path, content, found)
        return found

    def compare(self, path: str, content: bytes, found: Compared) -> bytes:
        """Compare one file; return what is published, where that says the same."""
        try:
            published = self.source.read(path, len(content) + ROOM)
        except UnreadableError as error:
            found.failures.append(Failure("file.unreadable", path, published=str(error)))
            return content
        if published == content:
            return content
        judged = self.judge(path, published, content)
        found.failures += judged.failures
        found.unchecked += judged.unchecked
        found.marks += judged.marks
        found.by_content += [Failure("rebuild.by_content", path)] if judged.same else []
        return published if judged.same else content


def make_again(
    published: Published,
    snapshot: Snapshot,
    disclosed: Disclosed,
    imprint: Imprint,
    processes: int,
    progress: Progress,
) -> Compared:
    """Make every file again and compare it with the published one."""
    site = site_of(snapshot, imprint)
    with ThreadPoolExecutor(1) as beside:
        pages = beside.submit(of_shards, published, site, snapshot, processes, progress)
        compared = of_front(published, snapshot, disclosed, imprint, site)
        compared.add(pages.result())
    return compared


def of_front(
    published: Published, snapshot: Snapshot, disclosed: Disclosed, imprint: Imprint, site: Site
) -> Compared:
    """Make and compare the data and all pages but those of places and polling stations."""
    compared = Compared()

    def on_the_way() -> Iterator[tuple[str, bytes]]:
        """Compare each file as it comes: together they are larger than a small memory."""
        for path, made in dataset(snapshot, disclosed.definition, imprint):
            compared.made.add(path)
            yield path, made if path in published.unsound else published.compare(path, made, compared)

    files = published_files(on_the_way())
    compared.add(published.compared(front_pages(snapshot, site, files)))
    return compared


def of_shards(
    published: Published, site: Site, snapshot: Snapshot, processes: int, progress: Progress
) -> Compared:
    """Make and compare the pages of places and polling stations, in several processes."""
    compared, done = Compared(), 0
    total = snapshot.election.stations.height
    job = ShardJob(functools.partial(of_shard, published), write_compared, parse_compared)
    at_once = 1 if total <= FEW_STATIONS else processes
    for stations, of_one in by_processes(job, site, shards(snapshot), at_once):
        compared.add(of_one)
        done += stations
        progress(StepName.PAGES, done, total)
    return compared


def of_shard(published: Published, site: Site, _number: int, shard: Shard) -> Compared:
    """Make and compare the pages of one shard; in a process of its own."""
    return published.compared(station_and_place_pages(site, shard))


def write_compared(compared: Compared) -> bytes:
    """Write what was compared."""
    failures = (compared.failures, compared.unchecked, compared.by_content)
    marks = [text for path_and_mark in compared.marks for text in path_and_mark]
    rows = [*map(failure_rows, failures), sorted(compared.made), marks, str(compared.figures)]
    return json.dumps(rows).encode()


def parse_compared(content: bytes) -> Compared:
    """Read what another process compared."""
    failures, unchecked, by_content, made, marks, figures = parse_parts(content, 6)
    pairs = iter(parse_texts(marks))
    return Compared(
        set(parse_texts(made)),
        parse_failures(failures),
        parse_failures(unchecked),
        list(zip(pairs, pairs, strict=True)),
        parse_failures(by_content),
        int(str(figures)),
    )
