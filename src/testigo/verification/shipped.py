"""Stage 11, step 7: all but the pages of polling stations is to the byte what is made here.

In   the list of files and which of them are sound, the snapshot that was derived, the definition.
Out  what differs, by file; and files that nobody makes.

The rules of reading find a false figure. They cannot tell whether two figures changed places, whether a
sentence, a bar or a picture is true, or whether a style hides one. So what most people see, the pages of the
whole and of every place, is made again, with cards, data, styles and scripts: that costs little, unlike the
pages of polling stations, which are made again only where that is asked for (`rebuild`).
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from testigo.publication.cutting import shards
from testigo.publication.dataset import dataset
from testigo.publication.files import PublishedFile, published_files
from testigo.publication.format import DATA, data_path
from testigo.publication.imprint import Imprint
from testigo.publication.jurisdiction import jurisdiction_pages
from testigo.publication.shard import site_of
from testigo.publication.site import front_pages
from testigo.snapshot import Snapshot
from testigo.verification.chain import earlier_files
from testigo.verification.comparison import difference, not_makeable
from testigo.verification.disclosed import Disclosed
from testigo.verification.report import Failure, Step
from testigo.verification.source import MOST_FILE_BYTES, Source, UnreadableError

Read = Callable[[str], bytes | None]
"""Gives the published bytes of a sound file; None where there are none."""


def with_shipped(
    step: Step,
    source: Source,
    hashes: Collection[str],
    sound: frozenset[str],
    snapshot: Snapshot,
    disclosed: Disclosed,
    imprint: Imprint,
    stations: Collection[str],
    blamed: Collection[str],
) -> Step:
    """Add to step 7 what is not as it is made here; made by other software, that proves nothing.

    hashes    every path of the list of files
    stations  the paths of the pages of polling stations, which are not made here
    blamed    files that failed before, for a reason that says more: they are not named again
    """
    found = tuple(
        failure
        for failure in shipped_failures(source, hashes, sound, snapshot, disclosed, imprint, stations)
        if failure.file not in blamed
    )
    if disclosed.facts.other_makers() is None:
        return replace(step, failures=(*step.failures, *found))
    return replace(step, unchecked=(*step.unchecked, *found))


def shipped_failures(
    source: Source,
    hashes: Collection[str],
    sound: frozenset[str],
    snapshot: Snapshot,
    disclosed: Disclosed,
    imprint: Imprint,
    stations: Collection[str],
) -> Iterator[Failure]:
    """Yield what is not to the byte what is made here, is missing, or is made by nobody."""
    made = set()

    def read(path: str) -> bytes | None:
        return source.read(path, MOST_FILE_BYTES) if path in sound else None

    try:
        for path, content in files(read, snapshot, disclosed, imprint):
            made.add(path)
            if path not in hashes:
                yield Failure("shipped.missing", path)
            elif path in sound:
                yield from held(read, path, content)
    except Exception as error:  # what a stranger disclosed may be anything: that is no crash of ours
        yield not_makeable(f"{DATA}/", error)
        return
    known = made | set(stations) | set(earlier_files(imprint.number))
    yield from (Failure("shipped.not_made", path) for path in sorted(set(hashes) - known))


def held(read: Read, path: str, content: bytes) -> Iterator[Failure]:
    """Yield what is wrong with one file whose bytes are the listed ones."""
    try:
        published = read(path)
    except UnreadableError as error:
        yield Failure("file.unreadable", path, published=str(error))
        return
    if published is not None and published != content:
        yield difference("shipped.differs", path, published, content)


def files(
    read: Read, snapshot: Snapshot, disclosed: Disclosed, imprint: Imprint
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file.

    What made a publication stands in `publication.json`, which step 4 holds: it is taken as it lies there.
    """
    facts = data_path("publication.json", drill=snapshot.election.drill)
    data: dict[str, PublishedFile] = {}
    for path, made in dataset(snapshot, disclosed.definition, imprint):
        content = (read(path) or made) if path == facts else made
        data |= published_files([(path, content)])
        yield path, content
    site = site_of(snapshot, imprint)
    yield from front_pages(snapshot, site, data)
    for shard in shards(snapshot):
        yield from jurisdiction_pages(site, shard)
