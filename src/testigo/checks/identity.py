"""Rules I.1xx: is the form one of this election at all?"""

import polars as pl

from testigo.checks.registry import Context, found, rule
from testigo.columns import DocumentClass
from testigo.findings import Severity

CAST = ("valid_votes", "blank_votes", "null_votes", "total_votes")


@rule("I.101", Severity.BLOCKING, source="stations.csv: the stations of the election")
def station_is_unknown(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The form names a station that the definition does not have.

    Such readings reach this rule only, since the others could not say of whom they speak. The form is
    kept: a station that was found later is added to the definition by an amendment.
    """
    return found(readings, pl.lit(value=True), {})


@rule("I.102", Severity.BLOCKING, source="ballots.csv: who votes in what")
def station_does_not_vote_in_the_contest(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The station exists, but its voters have no ballot in this contest."""
    votes = pl.col("station").is_in(context.voting.implode())
    return found(readings, votes.not_(), {})


@rule("I.103", Severity.BLOCKING, source="the form: a zero report is printed before the vote opens")
def zero_report_is_undeclared(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Every figure of votes that was read is 0, and nobody said what kind of document it is.

    Voting machines print such a report before the vote to show that they are empty; taken for a result
    it would erase a station. Where truly nobody voted, a person declares the class and the rule is silent.
    """
    contest = context.contest
    cast = [*contest.vote_columns, *contest.line_columns, *CAST]
    some = pl.any_horizontal(pl.col(cast).is_not_null())
    nothing = pl.all_horizontal(pl.col(cast).fill_null(0) == 0)
    undeclared = pl.col("document_class").is_null()
    zeros = pl.sum_horizontal(pl.col(cast).is_not_null().cast(pl.Int64))
    return found(readings, undeclared & some & nothing, {"zeros": zeros})


@rule("I.104", Severity.BLOCKING, source="the form: its declared class beside its figures")
def class_without_votes_has_votes(readings: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The paper was declared annulled or not installed, yet carries votes: either is wrong.

    Where a station was not installed nobody cast a ballot. An annulled form may have ballots, all void:
    blank, null and cast ones contradict nothing there. Says how many figures are over 0, and the largest.
    """
    contest = context.contest
    votes = (*contest.vote_columns, *contest.line_columns)
    findings = []
    for declared, none_of in (
        (DocumentClass.ANNULLED, (*votes, "valid_votes")),
        (DocumentClass.NOT_INSTALLED, (*votes, *CAST)),
    ):
        is_declared = pl.col("document_class").eq_missing(declared.value)
        over = pl.sum_horizontal((pl.col(none_of) > 0).cast(pl.Int64))
        largest = pl.max_horizontal(none_of)
        findings.append(
            found(readings, is_declared & (over > 0), {"contradicting": over, "largest": largest})
        )
    return pl.concat(findings)
