"""How many stations a wanted precision takes, by an earlier election of ours.

In   the operation that is planned, that of the earlier election, and half the length of the interval.
Out  how many to draw, for each option of the earlier contest, and how much stations cluster voters.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.acts.operation import Operation
from testigo.election.stations import stations_of
from testigo.errors import Message, RefusedError
from testigo.statistics.frame import stratum_column
from testigo.statistics.sampled import came
from testigo.statistics.size import Needed, needed


@dataclass(frozen=True)
class ForOption:
    """What one option takes; `needed` is of `statistics.size`."""

    contest: str
    option: str
    needed: Needed


def for_precision(
    earlier: Operation, strata: str | None, half_width: float, stations: int, confidence: float
) -> tuple[ForOption, ...]:
    """Return what each option of the earlier election takes, the most demanding first.

    half_width  0.01 = a point
    stations    of the election that is planned
    """
    snapshot = earlier.snapshot()
    found = []
    for contest in snapshot.election.contests:
        column = stratum_column(snapshot.election, strata).fill_null("").alias("stratum")
        listed = stations_of(snapshot.election, contest).select("station", column)
        results = listed.join(
            came(snapshot.results[contest.contest], list(contest.vote_columns)), on="station"
        )
        if results.height < 2 or not results["valid_votes"].sum():
            continue
        stratum = np.unique(results["stratum"].to_numpy(), return_inverse=True)[1].astype(np.int64)
        valid = results["valid_votes"].cast(pl.Float64).to_numpy()
        for option, name in zip(contest.options, contest.vote_columns, strict=True):
            votes = results[name].cast(pl.Float64).to_numpy()
            if 0 < votes.sum() < valid.sum():
                each = needed(votes, valid, stratum, half_width, stations, confidence)
                found.append(ForOption(contest.contest, option.option, each))
    if not found:
        raise RefusedError(Message("statistics.no_earlier"))
    return tuple(sorted(found, key=lambda one: -one.needed.stations))
