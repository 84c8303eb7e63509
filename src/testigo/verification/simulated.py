"""Stage 11, on request: what was simulated is made again, from its seed and its number of draws.

In   the snapshot that was derived from the disclosed evidence.
Out  a Failure for each contest whose simulated figures are others. It takes minutes for a large country, so
     the report of a verification that did without it says so.
"""

from testigo.publication.format import data_path
from testigo.snapshot import Snapshot
from testigo.statistics.disclosed import Simulated, simulated_file, simulated_in, write_simulated
from testigo.statistics.simulate import simulate
from testigo.verification.report import Failure
from testigo.verification.source import Progress

STEP = "simulations"


def simulated_of(snapshot: Snapshot) -> list[Simulated]:
    """Return what is disclosed of simulations, a contest each."""
    files = snapshot.evidence.statistics
    found = (simulated_in(files, contest.contest) for contest in snapshot.election.contests)
    return [each for each in found if each is not None]


def check_simulated(snapshot: Snapshot, processes: int, progress: Progress) -> list[Failure]:
    """Make every simulated figure again; a Failure where one is another."""
    failures = []
    for disclosed in simulated_of(snapshot):
        made = simulate(
            snapshot,
            disclosed.contest,
            disclosed.draws,
            processes,
            lambda done, whole: progress(STEP, done, whole),
        )
        if made is None or write_simulated(made) != write_simulated(disclosed):
            path = data_path(simulated_file(disclosed.contest), drill=snapshot.election.drill)
            failures.append(Failure("simulated.differs", path))
    return failures
