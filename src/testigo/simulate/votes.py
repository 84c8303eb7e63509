"""Beside the way: the truth, how every station of an election voted.

In   an `Election` (invented, or a real definition for a drill), a `Calibration`, a source of chance.
Out  contest -> truth: a row a station that votes in it, in the definition's order, with `station` and every
     figure of READINGS that its form prints; null where the form has no such figure.

A polling place takes turnout and shares from one place of the calibration; its stations differ by chance
and a little more (`Calibration.dispersion`). 1,000,000 stations take seconds.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from testigo.columns import COUNT, TEXT, conform
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.stations import stations_of
from testigo.forms.arithmetic import completed, figures
from testigo.forms.profile import FormProfile
from testigo.simulate.calibration import Calibration
from testigo.simulate.chance import Chance, Real, Whole


def truth(
    election: Election, profiles: Mapping[str, FormProfile], calibration: Calibration, chance: Chance
) -> dict[str, pl.DataFrame]:
    """Return how every station voted in every contest, in votes; all of them add up.

    A station without a roll in the definition gets one that is drawn, the same in every contest.
    """
    missing = chance.to("rolls").whole(election.stations.height, 0, len(calibration.rolls) - 1)
    drawn = pl.Series("drawn", calibration.rolls[missing])
    rolls = election.stations.select("station", roll=pl.coalesce("registered_voters", drawn))
    return {
        contest.contest: _contest(
            stations_of(election, contest).join(rolls, on="station", maintain_order="left"),
            contest,
            profiles[contest.form],
            calibration,
            chance.to(contest.contest),
        )
        for contest in election.contests
    }


def _contest(
    stations: pl.DataFrame, contest: Contest, profile: FormProfile, calibration: Calibration, chance: Chance
) -> pl.DataFrame:
    """Draw, for each station: ballots cast, of them null and blank ones, votes of options, then of lines."""
    place = stations.select(pl.coalesce("polling_place", "station").rank("dense") - 1).to_series().to_numpy()
    donor = calibration.draw_places(int(place.max(initial=0)) + 1, chance.to("places"))[place]
    spread = calibration.dispersion
    rolls = stations["roll"].to_numpy().astype(np.int64)
    cast = chance.to("cast").binomial(rolls, calibration.turnout[donor], spread)
    null = chance.to("null").binomial(cast, np.full(len(cast), calibration.null_share))
    drawn: dict[str, Whole] = {"registered_voters": rolls, "null_votes": null}
    valid = cast - null
    if "blank_votes" in profile.counters:
        drawn["blank_votes"] = chance.to("blank").binomial(valid, np.full(len(cast), calibration.null_share))
        valid = valid - drawn["blank_votes"]
    order = chance.to("order").order(len(contest.options))
    shares = calibration.shares_of(len(contest.options))[:, order]
    votes = _split(valid, shares[donor], chance.to("options"), spread)
    drawn |= dict(zip(contest.vote_columns, votes, strict=True))
    for option, column in zip(contest.options, contest.vote_columns, strict=True):
        lines = contest.lines_of(option.option)
        weights = np.tile(_line_weights(len(lines), chance.to(f"weights {option.option}")), (len(cast), 1))
        split = _split(drawn[column], weights, chance.to(f"lines {option.option}"))
        drawn |= dict(zip(lines, split, strict=True))
    drawn |= {column: np.zeros(len(cast), np.int64) for column in profile.other_columns}
    return _with_totals(stations, drawn, contest, profile)


def _with_totals(
    stations: pl.DataFrame, drawn: Mapping[str, Whole], contest: Contest, profile: FormProfile
) -> pl.DataFrame:
    schema = {"station": TEXT, **dict.fromkeys(figures(contest, profile), COUNT)}
    known = stations.select("station").with_columns(pl.Series(name, values) for name, values in drawn.items())
    voted = conform(known, schema)
    return voted.with_columns(completed(contest, profile)) if voted.height else voted


def _split(whole: Whole, shares: Real, chance: Chance, dispersion: float = 1.0) -> list[Whole]:
    """Divide each of `whole` among the columns of `shares` (rows that add up to 1), as voters would.

    One after the other: of what is left, each takes its share of the shares that are left.
    """
    left = whole
    shares_left = np.ones(len(whole))
    parts: list[Whole] = []
    for number in range(shares.shape[1]):
        share = shares[:, number]
        is_last = number == shares.shape[1] - 1
        of_the_rest = np.clip(share / np.maximum(shares_left, 1e-12), 0.0, 1.0)
        part = left if is_last else chance.to(str(number)).binomial(left, of_the_rest, dispersion)
        parts.append(part)
        left = left - part
        shares_left = shares_left - share
    return parts


def _line_weights(lines: int, chance: Chance) -> Real:
    """Return what share of an option's votes each of its lines has: one large party, the others small."""
    if not lines:
        return np.zeros(0)
    weights = 0.02 + 0.05 * chance.fractions(lines)
    weights[int(chance.to("largest").whole(1, 0, lines - 1)[0])] = 1.0
    return np.asarray(weights / weights.sum())
