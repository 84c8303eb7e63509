"""The figures of a sample as arrays, for one contest.

In   a snapshot, a sample, a contest.
Out  `Sampled`: what came of what was drawn, in the order of the draw.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.columns import Status
from testigo.election.stations import stations_of
from testigo.errors import Message, RefusedError
from testigo.snapshot import Snapshot
from testigo.statistics.accepted import NOBODY_VOTED
from testigo.statistics.arrays import Real, Truth, Whole
from testigo.statistics.plan import Sample


@dataclass(frozen=True)
class Sampled:
    """What was drawn for a contest, in the order of the draw; arrays are (n,).

    stations    codes
    came        whether an accepted result gives valid votes and the votes of every option
    valid       valid votes; 0 where it did not come
    votes       option -> votes, in the order of the ballot
    stratum     numbered from 0 in the order of `strata`
    place       polling place, numbered from 0
    roll        registered voters; nan where unknown
    place_roll  of its polling place, over the whole frame; nan where a roll of it is unknown
    strata      names
    population  units of each stratum in the frame
    elsewhere   stations of the sample that do not vote in this contest: left out of all the above
    """

    stations: tuple[str, ...]
    came: Truth
    valid: Real
    votes: dict[str, Real]
    stratum: Whole
    place: Whole
    roll: Real
    place_roll: Real
    strata: tuple[str, ...]
    population: Whole
    elsewhere: int

    @property
    def share_missing(self) -> float:
        """What of the sample did not come, by registered voters; by stations where a roll is unknown."""
        if not len(self.came):
            return 0.0
        if np.isnan(self.roll).any() or self.roll.sum() == 0:
            return float(1 - self.came.mean())
        return float(self.roll[~self.came].sum() / self.roll.sum())

    @property
    def missing_by_rolls(self) -> bool:
        """Whether every roll is known, so that the share missing is one of voters."""
        return not np.isnan(self.roll).any()


def sampled(snapshot: Snapshot, sample: Sample, contest_code: str) -> Sampled:
    """Return a sample's figures; RefusedError where the contest is not voted in all of the frame.

    A contest of a part of the country has another frame: its strata are counted among its own stations.
    """
    contest = snapshot.election.contest(contest_code)
    votes = list(contest.vote_columns)
    stations = with_places(snapshot, contest_code, sample.plan.strata)
    drawn = pl.DataFrame({"station": list(sample.stations)}, schema={"station": pl.String})
    found = drawn.join(stations, on="station", how="inner", maintain_order="left").join(
        came(snapshot.results[contest_code], votes), on="station", how="left", maintain_order="left"
    )
    if found.is_empty():
        raise RefusedError(Message("statistics.no_station_of_contest", contest=contest_code))
    names = strata_of(sample)
    number = {name: place for place, name in enumerate(names)}
    one_stratum = sample.plan.design in ("simple", "size")
    stratum = [0 if one_stratum else number[name or ""] for name in found["stratum"]]
    arrived = found["came"].fill_null(value=False)
    return Sampled(
        stations=tuple(found["station"]),
        came=arrived.to_numpy(),
        valid=found["valid_votes"].fill_null(0).cast(pl.Float64).to_numpy(),
        votes={
            option.option: found[column].fill_null(0).cast(pl.Float64).to_numpy()
            for option, column in zip(contest.options, votes, strict=True)
        },
        stratum=np.array(stratum, dtype=np.int64),
        place=found["place"].rank("dense").cast(pl.Int64).to_numpy() - 1,
        roll=found["registered_voters"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        place_roll=found["place_roll"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        strata=names,
        population=population_of(stations, sample, names),
        elsewhere=len(sample.stations) - found.height,
    )


def strata_of(sample: Sample) -> tuple[str, ...]:
    """Return the names of the strata, sorted."""
    return tuple(sorted(sample.plan.population))


def with_places(snapshot: Snapshot, contest: str, strata: str | None) -> pl.DataFrame:
    """Return the stations of a contest with their place, its roll and their stratum."""
    election = snapshot.election
    column = stratum_name(election.levels, election.level_columns, strata)
    whole_roll = (
        pl.when(pl.col("registered_voters").null_count().over("place") == 0)
        .then(pl.col("registered_voters").sum().over("place"))
        .otherwise(None)
    )
    stratum = pl.lit(None, dtype=pl.String) if column is None else pl.col(column)
    return (
        stations_of(election, election.contest(contest))
        .with_columns(place=pl.coalesce("polling_place", "station"), stratum=stratum)
        .with_columns(place_roll=whole_roll)
        .select("station", "place", "stratum", "registered_voters", "place_roll")
    )


def stratum_name(levels: tuple[str, ...], columns: tuple[str, ...], strata: str | None) -> str | None:
    """Return the column of STATIONS that stratifies."""
    if strata is None or strata == "stratum":
        return strata
    return columns[levels.index(strata)]


def came(results: pl.DataFrame, votes: list[str]) -> pl.DataFrame:
    """Return station, whether its result gives every figure, and the figures."""
    nobody = pl.col("document_class").is_in(NOBODY_VOTED).fill_null(value=False)
    figures = [
        pl.when(nobody & pl.col(name).is_null()).then(0).otherwise(pl.col(name)).alias(name)
        for name in ("valid_votes", *votes)
    ]
    accepted = results.filter(pl.col("status") == Status.ACCEPTED).select("station", *figures)
    complete = pl.all_horizontal(pl.col("valid_votes", *votes).is_not_null())
    return accepted.filter(complete).with_columns(came=pl.lit(value=True))


def population_of(stations: pl.DataFrame, sample: Sample, names: tuple[str, ...]) -> Whole:
    """Return the units of each stratum that vote in the contest."""
    design = sample.plan.design
    if design in ("simple", "size"):
        return np.array([stations.height], dtype=np.int64)
    unit = "place" if design == "places" else "station"
    counted = stations.unique(unit, maintain_order=True).group_by(pl.col("stratum").fill_null("")).len()
    of = {str(name): int(many) for name, many in counted.iter_rows()}
    return np.array([of.get(name, 0) for name in names], dtype=np.int64)
