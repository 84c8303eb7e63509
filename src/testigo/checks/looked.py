"""Stage 4, beside the findings: at which stations a rule looked, so that its silence says something.

In   READINGS of every contest, the definition, the form profiles.
Out  LOOKED, a row a contest, station and rule that had what it compares, in one reading at least.

A rule whose figures were not read, or that does not ask so few votes, finds nothing either: that is no tick.
The condition of each rule stands here beside those of all others; a test holds that no rule fires unlooked.
"""

from collections.abc import Mapping

import polars as pl

from testigo.checks.copies import telling
from testigo.checks.formless import without_form
from testigo.checks.identity import CAST
from testigo.checks.neighbours import compared_with_its_place, expects_enough
from testigo.checks.registry import Context, is_result
from testigo.checks.run import COMPARING, context_of, with_definition
from testigo.checks.turnout import HIGH_TURNOUT
from testigo.columns import FINDINGS, TEXT, Method, Schema, empty
from testigo.election.definition import Election
from testigo.forms.arithmetic import comparisons, with_ballots
from testigo.forms.profile import FormProfile

LOOKED: Schema = {"contest": TEXT, "station": TEXT, "code": TEXT}


def looked(
    readings: Mapping[str, pl.DataFrame],
    election: Election,
    profiles: Mapping[str, FormProfile],
    on_pixels: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return LOOKED of all readings.

    on_pixels  FINDINGS made on pixels: a reading that waits for its form is held against no other
    """
    seen = empty(FINDINGS) if on_pixels is None else on_pixels
    frames = [empty(LOOKED)]
    for contest, frame in readings.items():
        context = context_of(election.contest(contest), election, profiles)
        known = with_definition(frame, election)
        waiting = pl.col("reading").is_in(without_form(frame, seen, contest).implode())
        every, on_paper = _conditions(known, context), _conditions(known.filter(~waiting), context)
        for code, all_of in every.items():
            had = on_paper[code] if code in COMPARING else all_of
            stations = had.select("station").unique(maintain_order=True)
            frames.append(stations.select(contest=pl.lit(contest), station="station", code=pl.lit(code)))
    return pl.concat(frames)


def _conditions(readings: pl.DataFrame, context: Context) -> dict[str, pl.DataFrame]:
    """Return by rule the readings that it looked at."""
    contest = context.contest
    sums = comparisons(contest, context.profile)
    of_options = [each.checked for each in sums if each.sum.total in contest.vote_columns]
    others = [each.checked for each in sums if each.sum.total not in contest.vote_columns]
    cast = pl.any_horizontal(pl.col(*contest.vote_columns, *contest.line_columns, *CAST).is_not_null())
    by_machine_code = pl.col("method").eq_missing(Method.MACHINE_CODE.value)
    told = with_ballots(readings, contest, context.profile).with_columns(
        bounded_by=pl.coalesce("roll", "registered_voters")
    )
    # Votes that were read prove so many ballots at least: enough to find too many, not to find them in order.
    high = pl.col("ballots") * 100 > pl.col("bounded_by") * HIGH_TURNOUT
    both = pl.col("bounded_by").is_not_null() & (pl.col("total_votes").is_not_null() | high)
    return {
        "I.103": readings.filter(pl.col("document_class").is_null() & cast),
        "S.201": readings.filter(_any(others)),
        "S.202": readings.filter(_any(of_options)),
        "T.301": told.filter(both),
        "T.302": told.filter(both & (pl.col("ballots") <= pl.col("bounded_by"))),
        "T.303": readings.filter(pl.col("registered_voters").is_not_null() & pl.col("roll").is_not_null()),
        "C.401": readings.filter(telling(list(contest.vote_columns))),
        "N.501": _beside_its_neighbours(readings, context),
        "R.601": readings.filter(is_result() & ~by_machine_code),
    }


def _any(conditions: list[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(pl.lit(value=False), *conditions)


def _beside_its_neighbours(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The readings whose polling place has other stations to compare with, and votes enough."""
    compared = compared_with_its_place(readings, context)
    if compared is None:
        return readings.clear()
    frame, (first, second) = compared
    pair, rest = pl.col(first, second), pl.col("rest_first", "rest_second")
    somebody = (pl.sum_horizontal(pair) > 0) & (pl.sum_horizontal(rest) > 0)
    return frame.filter(somebody & expects_enough(first, second))
