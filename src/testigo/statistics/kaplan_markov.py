"""A test of a figure by figure table of stations: Kaplan and Markov on the taints of overstatements.

Where somebody publishes figures for each station (the authority, or ourselves), drawing stations in
proportion to how much each could overstate, and holding its form against the published figures, bounds the
risk that the published winner is wrong.

Source: Stark, Efficient post-election audits of multiple contests: MACRO (2009); Stark and Lindeman, A gentle
introduction to risk-limiting audits (2012). Assumes draws with replacement, with probability u_p / U.
"""

import math
from dataclasses import dataclass

import numpy as np

from testigo.statistics.arrays import Real, Whole


@dataclass(frozen=True)
class Bounds:
    """How much each station could overstate the margins, in parts of the margin.

    station  u_p, (n,)
    """

    station: Real

    @property
    def total(self) -> float:
        """U: at most so many times the margin could be overstated."""
        return math.fsum(self.station)


def overstatement_bounds(winner: Whole, losers: Whole, ballots: Whole) -> Bounds:
    """Return u_p = max over losers of (w - l + b) / V_wl.

    winner   published votes of the winner at each station, (n,)
    losers   of every loser, (n, k)
    ballots  that can have been cast there: the roll, (n,)
    """
    margins = winner.sum() - losers.sum(axis=0)
    each = (winner[:, None] - losers + ballots[:, None]) / margins[None, :]
    return Bounds(np.asarray(each.max(axis=1), dtype=np.float64))


def taints(winner: Whole, losers: Whole, true_winner: Whole, true_losers: Whole, bounds: Bounds) -> Real:
    """Return what each station overstated in parts of what it could, (n,); at most 1."""
    margins = winner.sum() - losers.sum(axis=0)
    over = ((winner[:, None] - losers) - (true_winner[:, None] - true_losers)) / margins[None, :]
    return np.asarray(over.max(axis=1) / bounds.station, dtype=np.float64)


def p_value(drawn_taints: Real, total: float) -> float:
    """Return the smallest product of (1 - 1/U) / (1 - t_j) over the draws so far, at most 1; U > 1.

    drawn_taints  of each draw, in the order of the draw; a form that did not come has the taint 1
    """
    with np.errstate(divide="ignore"):
        logarithms = np.log1p(-1 / total) - np.log(np.maximum(1 - drawn_taints, 0))
    running = np.cumsum(logarithms)
    lowest = float(running.min()) if len(running) else 0.0
    return math.exp(min(lowest, 0.0))
