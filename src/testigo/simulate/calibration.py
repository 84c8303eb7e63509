"""Beside the way: what an invented electorate is like, by default or as a real data set shows it.

In   nothing, or results by polling station.
Out  a `Calibration`: rolls to draw from, and of many polling places the turnout and the shares of options.

An invented polling place takes its turnout and shares together from one of these places, drawn in
proportion to its registered voters, so that the whole resembles the data. How large it is is drawn apart:
that small places vote otherwise is not kept. Shares are of options in the order of their strength, not of
persons: no real result is invented anew for a real candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.errors import RefusedError
from testigo.simulate.chance import Chance, Real, Whole

PLACES = 500  # of the default electorate
DISPERSION = 1.2
"""Variance of a station's votes over the binomial's, within its place: Venezuela 2024."""


@dataclass(frozen=True)
class Calibration:
    """What to draw an election from.

    rolls       registered voters of stations, each as likely as the others
    voters      a number a polling place: its registered voters, by which it is drawn
    turnout     a number a polling place, 0 to 1: ballots cast over registered voters
    shares      place x option, largest option first; each row adds up to 1
    null_share  null votes over ballots cast
    """

    rolls: Whole
    voters: Whole
    turnout: Real
    shares: Real
    null_share: float
    dispersion: float = DISPERSION

    def draw_places(self, count: int, chance: Chance) -> Whole:
        """Return `count` of the places, drawn in proportion to their registered voters."""
        upto = np.cumsum(self.voters)
        drawn = chance.whole(count, 0, int(upto[-1]) - 1)
        return np.asarray(np.searchsorted(upto, drawn, side="right"), dtype=np.int64)

    def shares_of(self, options: int) -> Real:
        """Return the shares for so many options: the smallest are put together, or the last is split."""
        known = self.shares.shape[1]
        if options <= known:
            rest = self.shares[:, options - 1 :].sum(axis=1, keepdims=True)
            return np.hstack([self.shares[:, : options - 1], rest])
        parts = options - known + 1
        return np.hstack([self.shares[:, :-1], np.repeat(self.shares[:, -1:] / parts, parts, axis=1)])


def default_calibration(chance: Chance) -> Calibration:
    """Return an electorate of no country: rolls near 650, turnout near 65 %, two strong options of ten."""
    sizes = 650 + 130 * chance.to("rolls").normal(PLACES)
    turnout = 0.65 + 0.08 * chance.to("turnout").normal(PLACES)
    usual = np.array([0.54, 0.36, 0.03, 0.02, 0.015, 0.012, 0.01, 0.006, 0.004, 0.003])
    apart = 1 + 0.22 * chance.to("shares").normal(PLACES * len(usual)).reshape(PLACES, len(usual))
    weights = usual * np.clip(apart, 0.1, 2.5)
    return Calibration(
        rolls=np.clip(sizes, 60, 1100).astype(np.int64),
        voters=np.ones(PLACES, dtype=np.int64),
        turnout=np.clip(turnout, 0.25, 0.93),
        shares=weights / weights.sum(axis=1, keepdims=True),
        null_share=0.004,
    )


def measured(results: pl.DataFrame, votes: Sequence[str]) -> Calibration:
    """Return the electorate that a data set shows.

    results  a row a station: polling_place, registered_voters, null_votes and the columns `votes` (votes);
             rows without a roll or without votes are left out
    votes    the columns of the options

    RefusedError where nothing is left.
    """
    known = results.with_columns(cast=pl.sum_horizontal(votes, ignore_nulls=False)).filter(
        (pl.col("registered_voters") > 0) & (pl.col("cast") > 0)
    )
    if known.is_empty():
        raise RefusedError("No station of these results has both a roll and votes: nothing can be measured.")
    strongest = sorted(votes, key=lambda column: -int(known[column].sum()))
    place = pl.coalesce("polling_place", "station")
    summed = pl.col("registered_voters", "cast", *strongest).sum()
    places = known.group_by(place, maintain_order=True).agg(summed)
    cast = places["cast"].to_numpy().astype(np.float64)
    nulls = int(known["null_votes"].fill_null(0).sum())
    voters = places["registered_voters"].to_numpy().astype(np.int64)
    return Calibration(
        voters=voters,
        rolls=known["registered_voters"].to_numpy().astype(np.int64),
        turnout=np.minimum(cast / voters, 1.0),
        shares=places.select(strongest).to_numpy().astype(np.float64) / cast[:, None],
        null_share=nulls / (nulls + float(cast.sum())),
    )
