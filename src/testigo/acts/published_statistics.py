"""What a publication says of a sample and of forensic tests: as asked for, else as the last one did.

In   an operation, what was asked for, the hour.
Out  the disclosed files, the number of clean elections; RefusedError before the polls close.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from testigo.acts.estimate import refuse_before_polls_close
from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.errors import Message, RefusedError
from testigo.publication.format import DATA, data_path
from testigo.snapshot import Snapshot
from testigo.statistics.announced import read_sample
from testigo.statistics.disclosed import (
    FEWEST_DRAWS,
    SAMPLE,
    SIMULATED,
    fault_of_sample,
    parse_simulated,
    simulated_file,
    write_simulated,
)
from testigo.statistics.simulate import simulate

NO_SAMPLE = b""
"""In the place of a sample: none, whatever the last publication has."""


@dataclass(frozen=True)
class StatisticsAsked:
    """What is asked for; None = as in the last publication.

    sample  bytes of the sample's file; NO_SAMPLE = none
    draws   clean elections to simulate; 0 = no forensic pages
    hour    now; None where no new sample is given
    """

    sample: bytes | None = None
    draws: int | None = None
    hour: datetime.datetime | None = None


@dataclass(frozen=True)
class Statistics:
    """What a publication will disclose: its sample, and as many clean elections."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    draws: int = 0


def statistics_of(operation: Operation, asked: StatisticsAsked) -> Statistics:
    """Return what to disclose; RefusedError where a stranger would not take it, or people can still vote."""
    content = last_sample(operation) if asked.sample is None else asked.sample
    draws = last_draws(operation) if asked.draws is None else asked.draws
    if draws and draws < FEWEST_DRAWS:
        raise RefusedError(Message("statistics.few_draws", draws=draws, fewest=FEWEST_DRAWS))
    if not content:
        return Statistics({}, draws)
    plan = read_sample(SAMPLE, content).value.plan
    if asked.hour is not None:
        refuse_before_polls_close(plan, asked.hour)
    if fault_of_sample(operation.election, content) is not None:
        raise RefusedError(Message("statistics.sample_of_another_list"))
    return Statistics({SAMPLE: content}, draws)


def last_sample(operation: Operation) -> bytes | None:
    """Return the sample that the publication in `public/` discloses."""
    file = operation.public_folder / data_path(SAMPLE, drill=operation.election.drill)
    return file.read_bytes() if file.exists() else None


def last_draws(operation: Operation) -> int:
    """Return how many clean elections the publication in `public/` discloses; 0 where none."""
    folder = operation.public_folder / DATA
    for contest in operation.election.contests:
        name = data_path(simulated_file(contest.contest), drill=operation.election.drill)
        file = folder.parent / name
        if file.exists():
            return parse_simulated(file.read_bytes()).draws
    return 0


def with_simulated(
    snapshot: Snapshot, draws: int, processes: int = 1, progress: Progress = unwatched
) -> Snapshot:
    """Return a snapshot that discloses so many clean elections of each contest; 0 = as it is."""
    if not draws:
        return snapshot
    made = {
        simulated_file(contest.contest): simulate(snapshot, contest.contest, draws, processes, progress)
        for contest in snapshot.election.contests
    }
    files = {name: write_simulated(value) for name, value in made.items() if value is not None}
    before = {
        name: one for name, one in snapshot.evidence.statistics.items() if not name.startswith(SIMULATED)
    }
    return replace(snapshot, evidence=replace(snapshot.evidence, statistics=before | files))
