"""Stage 10 of the way of a form: work on every shard of a publication, by several processes.

In   the Site, the shards, and what to do with one (a function that a process can be handed).
Out  what came of each, as it is done.

Processes are started anew, never forked: a fork after Polars started its threads can hang. Few shards wait at
a time, so the memory does not grow with the country.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, TypeVar

from testigo.publication.shard import Shard, Site

Made = TypeVar("Made")
Work = Callable[[Site, int, Shard], Made]
"""Works on a shard, which is known by its number from 0 in the order of the shards."""

IN_FLIGHT = 4
"""Shards that wait for each process: enough to keep it busy, few enough for the memory."""


def by_processes(
    work: Work[Made], site: Site, shards: Iterable[Shard], processes: int
) -> Iterator[tuple[int, Made]]:
    """Yield how many stations a shard has and what came of it, in the order in which they are done.

    One process is this one: nothing is started.
    BrokenProcessPool where a process is ended from outside; whatever `work` raises is raised here.
    """
    if processes == 1:
        yield from ((shard.stations.height, work(site, number, shard)) for number, shard in enumerate(shards))
        return
    context = get_context("forkserver")
    waiting: dict[Future[Made], int] = {}
    with ProcessPoolExecutor(processes, context, _start, (work, site)) as pool:
        for number, shard in enumerate(shards):
            waiting[pool.submit(_work, number, shard)] = shard.stations.height
            if len(waiting) > processes * IN_FLIGHT:
                yield from _done(waiting)
        while waiting:
            yield from _done(waiting)


def _done(waiting: dict[Future[Made], int]) -> Iterator[tuple[int, Made]]:
    """Wait for at least one, and yield those that are done."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(future), future.result()


_STARTED: list[tuple[Work[Any], Site]] = []
"""What this process was started with."""


def _start(work: Work[Any], site: Site) -> None:
    _STARTED[:] = [(work, site)]


def _work(number: int, shard: Shard) -> Any:
    work, site = _STARTED[0]
    return work(site, number, shard)
