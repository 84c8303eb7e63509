"""Stage 11, on request: the publication is made again from what it discloses, and compared byte by byte.

In   the source, the snapshot that was derived from the disclosed evidence, the definition, the announcement.
Out  a Step. Every listed file is made again equal, or is one that nobody makes: those of the definition,
     which the seal holds, and those of earlier publications, which step 5 holds.

The other steps read pages by rules of their own, which is their worth: they need none of the code that made
the page. But rules of reading cannot tell whether two figures changed places, or a sentence is true. This
step can: a publication is made from nothing but what it discloses and announces, and with the same software
the same bytes come out. With other software a difference proves nothing, so nothing is compared.

`shipped` does the same with all but the pages of polling stations, in every verification. These two are the
files of the room that make pages.
"""

import functools
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from testigo.publication.cutting import shards
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.format import DATA, data_path
from testigo.publication.imprint import Imprint
from testigo.publication.processes import ShardJob, by_processes
from testigo.publication.shard import Shard, Site, site_of
from testigo.publication.site import front_pages, station_and_place_pages
from testigo.snapshot import Snapshot
from testigo.verification.chain import earlier_files
from testigo.verification.comparison import difference, not_makeable
from testigo.verification.disclosed import DEFINITION_FOLDER, Disclosed
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.source import Progress, Source, UnreadableError
from testigo.verification.told import failure_rows, parse_failures, parse_parts, parse_texts

FEW_STATIONS = 1_500
"""Up to here one process is quicker than starting several."""
ROOM = 1 << 20
"""Bytes that a published file may be longer than ours and still be read, to say where it differs."""

Files = Iterable[tuple[str, bytes]]


@dataclass
class Compared:
    """What was made again, by path, and what of it differs."""

    made: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: "Compared") -> None:
        """Take in what another process compared."""
        self.made |= other.made
        self.failures += other.failures


def check_rebuild(
    source: Source,
    listed: Collection[str],
    snapshot: Snapshot | None,
    disclosed: Disclosed | None,
    imprint: Imprint | None,
    processes: int,
    progress: Progress,
) -> Step:
    """Make the whole publication again and hold every listed file against it.

    listed     every path of the list of files
    processes  that make pages at the same time
    """
    if disclosed is None or snapshot is None or imprint is None:
        return Step(StepName.REBUILD, done=False)
    if (makers := disclosed.facts.other_makers()) is not None:
        path = data_path("publication.json", drill=snapshot.election.drill)
        return Step(StepName.REBUILD, unchecked=(Failure("rebuild.other_makers", path, None, *makers),))
    try:
        compared = compare_all(source, snapshot, disclosed, imprint, processes, progress)
    except Exception as error:  # what a stranger disclosed may be anything: no page of it is a crash of ours
        return Step(StepName.REBUILD, {}, (not_makeable(f"{DATA}/", error),))
    sealed = {path for path in listed if path.startswith(DEFINITION_FOLDER)}
    earlier = set(earlier_files(imprint.number)) & set(listed)
    made = compared.made - sealed
    failures = [failure for failure in compared.failures if failure.file in listed]
    failures += [Failure("rebuild.missing", path) for path in sorted(made - set(listed))]
    failures += [Failure("rebuild.not_made", path) for path in sorted(set(listed) - made - sealed - earlier)]
    counts = {"made_again": len(made), "held_by_seal": len(sealed), "held_by_chain": len(earlier)}
    return Step(StepName.REBUILD, counts, tuple(failures))


def compare_all(
    source: Source,
    snapshot: Snapshot,
    disclosed: Disclosed,
    imprint: Imprint,
    processes: int,
    progress: Progress,
) -> Compared:
    """Make every file again, one after the other, and compare it with the published one."""
    compared = Compared()
    site = site_of(snapshot, imprint)
    data = compared_on_the_way(source, dataset(snapshot, disclosed.definition, imprint), compared)
    front = front_pages(snapshot, site, published_files(data))
    compared.add(compare(source, front))
    total, done = snapshot.election.stations.height, 0
    job = ShardJob(functools.partial(compare_shard, source), write_compared, parse_compared)
    at_once = 1 if total <= FEW_STATIONS else processes
    for stations, of_shard in by_processes(job, site, shards(snapshot), at_once):
        compared.add(of_shard)
        done += stations
        progress(StepName.REBUILD, done, total)
    return compared


def compared_on_the_way(source: Source, files: Files, compared: Compared) -> Iterator[tuple[str, bytes]]:
    """Yield each file as it comes, and compare it: together they are larger than a small memory."""
    for path, content in files:
        compared.add(compare(source, [(path, content)]))
        yield path, content


def compare_shard(source: Source, site: Site, _number: int, shard: Shard) -> Compared:
    """Make the pages of one shard again and compare them; in a process of its own."""
    return compare(source, station_and_place_pages(site, shard))


def write_compared(compared: Compared) -> bytes:
    """Write what was compared."""
    return json.dumps([sorted(compared.made), failure_rows(compared.failures)]).encode()


def parse_compared(content: bytes) -> Compared:
    """Read what another process compared."""
    made, failures = parse_parts(content, 2)
    return Compared(set(parse_texts(made)), parse_failures(failures))


def compare(source: Source, files: Files) -> Compared:
    """Compare files with the published ones."""
    compared = Compared()
    for path, content in files:
        compared.made.add(path)
        try:
            published = source.read(path, len(content) + ROOM)
        except UnreadableError as error:
            compared.failures.append(Failure("file.unreadable", path, published=str(error)))
            continue
        if published != content:
            compared.failures.append(difference("rebuild.differs", path, published, content))
    return compared
