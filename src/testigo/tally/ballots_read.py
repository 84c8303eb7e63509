"""Stage 7: how many ballots the readings of a station that is not accepted speak of.

In   READINGS, FINDINGS, RESULTS and DECISIONS of a contest.
Out  BALLOTS_READ, a row a station that has such readings: what M may count of them, and what else they claim.

*Confirmed* are the ballots that two independent readings tell alike, which no blocking rule but T.301 touches
and of which a person or a publisher made one: voters can be more than the roll has, and then the roll is no
bound. All else that is read is a *claim*: it is said beside M and not added, or whoever types one forged form
with 999,999,999 ballots, or sends two photos of it, would keep every contest open. Where people excluded a
form nothing of it is either.
"""

import polars as pl

from testigo.checks.formless import without_form
from testigo.columns import COUNT, NO_RESULT, TEXT, Decision, Method, Schema, Status
from testigo.election.contests import Contest
from testigo.findings import Severity
from testigo.forms.arithmetic import with_ballots
from testigo.forms.profile import FormProfile
from testigo.review.independence import who
from testigo.review.settlement import standing_decisions

OVER_THE_ROLL = "T.301"
BY_SOMEBODY = [Method.PERSON.value, Method.PUBLISHED_TABLE.value]
"""What somebody answers for. All copies of a form carry one code: codes alone confirm nothing."""
BALLOTS_READ: Schema = {"station": TEXT, "ballots_confirmed": COUNT, "ballots_claimed": COUNT}
"""Ballots; null where no reading tells any. `ballots_claimed` is the most of any reading."""


def ballots_read(
    readings: pl.DataFrame,
    findings: pl.DataFrame,
    results: pl.DataFrame,
    decisions: pl.DataFrame,
    contest: Contest,
    profile: FormProfile,
) -> pl.DataFrame:
    """Return BALLOTS_READ of the stations that are not accepted."""
    waiting = pl.col("reading").is_in(without_form(readings, findings, contest.contest).implode())
    excluded = standing_decisions(decisions, readings.filter(~waiting)).filter(
        pl.col("decision") == Decision.EXCLUDE.value
    )
    open_ = results.filter(pl.col("status") != Status.ACCEPTED.value).join(excluded, on="station", how="anti")
    says_nothing = pl.col("document_class").is_in([kind.value for kind in NO_RESULT]).fill_null(value=False)
    told = with_ballots(readings.join(open_, on="station", how="semi"), contest, profile).filter(
        ~says_nothing & pl.col("ballots").is_not_null()
    )
    blocking = findings.filter(
        (pl.col("contest") == contest.contest)
        & (pl.col("severity") == Severity.BLOCKING.value)
        & (pl.col("code") != OVER_THE_ROLL)
    )
    confirmed = (
        told.filter(~waiting)
        .join(blocking.select("reading"), on="reading", how="anti")
        .group_by("station", "ballots")
        .agg(
            somebody=pl.col("method").is_in(BY_SOMEBODY).any(),
            readers=who().n_unique(),
        )
        .filter(pl.col("somebody") & (pl.col("readers") > 1))
        .group_by("station")
        .agg(ballots_confirmed=pl.col("ballots").max())
    )
    claimed = told.group_by("station").agg(ballots_claimed=pl.col("ballots").max())
    return claimed.join(confirmed, on="station", how="left").select(*BALLOTS_READ)
