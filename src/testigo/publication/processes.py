"""Stage 10 of the way of a form: work on every shard of a publication, by several processes.

In   the Site, the shards, and what to do with one (a function that a process can be handed).
Out  what came of each, in their order.

Processes are started anew, never forked: a fork after Polars started its threads can hang.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from testigo.processes.pool import Job, spread
from testigo.publication.shard import Shard, Site

Made = TypeVar("Made")
Work = Callable[[Site, int, Shard], Made]
"""Works on a shard, which is known by its number from 0 in the order of the shards."""


@dataclass(frozen=True)
class ShardJob(Generic[Made]):
    """What is done with a shard, and how what came of it is told between processes (`Job`)."""

    work: Work[Made]
    write: Callable[[Made], bytes]
    parse: Callable[[bytes], Made]


def by_processes(
    job: ShardJob[Made], site: Site, shards: Iterable[Shard], processes: int
) -> Iterator[tuple[int, Made]]:
    """Yield how many stations a shard has and what came of it, in their order.

    One process is this one: nothing is started.
    StoreError where a process is ended from outside; whatever `work` raises is raised here.
    """
    if processes == 1:
        numbered = enumerate(shards)
        yield from ((shard.stations.height, job.work(site, number, shard)) for number, shard in numbered)
        return
    heights: deque[int] = deque()

    def numbered_shards() -> Iterator[tuple[int, Shard]]:
        for number, shard in enumerate(shards):
            heights.append(shard.stations.height)
            yield number, shard

    work = Job(_work, job.write, job.parse)
    for made in spread(work, (job.work, site), numbered_shards(), processes):
        yield heights.popleft(), made


def _work(started: tuple[Work[Made], Site], item: tuple[int, Shard]) -> Made:
    work, site = started
    return work(site, *item)
