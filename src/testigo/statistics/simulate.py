"""Simulate what a publication discloses of the forensic tests of a contest, as whole numbers.

In   a snapshot, the number of clean elections, processes.
Out  `disclosed.Simulated`; None where there is nothing to test. The same on every machine.
"""

import numpy as np

from testigo.errors import RefusedError
from testigo.snapshot import Snapshot
from testigo.statistics.answers import CLEAN, clean_repeats, repeats_of
from testigo.statistics.disclosed import Copies, Simulated, SimulatedTest
from testigo.statistics.forensics import Progress, every_test, looked, unwatched


def simulate(
    snapshot: Snapshot, contest: str, draws: int, processes: int = 1, progress: Progress = unwatched
) -> Simulated | None:
    """Return the simulated figures of a contest; the seed is the seal of the definition."""
    seed = snapshot.election.seal
    try:
        of = looked(snapshot, contest)
    except RefusedError:
        return None
    tests = tuple(
        SimulatedTest(
            test=one.test,
            figure=one.figure,
            as_odd=round(one.p * (1 + draws)) - 1,
            rejected=None if one.clean_low is None else round(one.clean_low * draws),
        )
        for one in every_test(of, seed, draws, processes, progress)
    )
    return Simulated(
        testigo="simulated 1",
        contest=contest,
        seed=seed,
        draws=draws,
        tests=tests,
        copies=copies_of(snapshot, contest, seed),
    )


def copies_of(snapshot: Snapshot, contest: str, seed: str) -> Copies | None:
    """Return how many repeated vectors clean elections have; None where the data cannot tell."""
    repeats = repeats_of(snapshot, contest)
    if repeats is None:
        return None
    clean = np.array(clean_repeats(repeats, seed))
    return Copies(draws=CLEAN, most=int(clean.max()), as_odd=int((clean >= repeats.repeated).sum()))
