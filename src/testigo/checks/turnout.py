"""Rules T.3xx: can the registered voters have cast these ballots, and is it the right roll?"""

import polars as pl

from testigo.checks.registry import Context, found, rule
from testigo.findings import Severity
from testigo.forms.arithmetic import with_ballots

EQUAL_SUFFRAGE = "International Covenant on Civil and Political Rights, article 25 (b): equal suffrage"
HIGH_TURNOUT = 95
"""Percent. Over it a station is looked at; small stations, hospitals and barracks reach it honestly."""


@rule("T.301", Severity.BLOCKING, source="the form; stations.csv, registered_voters", law=EQUAL_SUFFRAGE)
def more_votes_than_registered_voters(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """More ballots were cast than the station has registered voters.

    Ballots cast as printed; where they are not, as many as the votes that were read prove.
    """
    ballots, roll = pl.col("ballots"), _roll()
    figures = {"ballots": ballots, "registered_voters": roll}
    return found(with_ballots(readings, context.contest, context.profile), ballots > roll, figures)


@rule("T.302", Severity.WARNING, source="the form; stations.csv, registered_voters")
def turnout_is_very_high(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """More than 95 % of the registered voters voted; beyond all of them T.301 speaks instead."""
    ballots, roll = pl.col("ballots"), _roll()
    high = (ballots * 100 > roll * HIGH_TURNOUT) & (ballots <= roll)
    told = with_ballots(readings, context.contest, context.profile)
    return found(told, high, {"ballots": ballots, "registered_voters": roll})


@rule("T.303", Severity.WARNING, source="the form; stations.csv, registered_voters")
def roll_differs_from_the_definition(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The form prints another number of registered voters than the definition has (which counts)."""
    printed, defined = pl.col("registered_voters"), pl.col("roll")
    figures = {"registered_voters": printed, "registered_voters_defined": defined}
    return found(readings, printed != defined, figures)


def _roll() -> pl.Expr:
    """The roll that counts: the definition's, and the form's only where the definition has none."""
    return pl.coalesce("roll", "registered_voters")
