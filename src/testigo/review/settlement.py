"""Stage 6 of the life of a form: from readings to the result of a polling station.

In   READINGS and FINDINGS of every form, DECISIONS of people, the election's policy.
Out  RESULTS: one row for every polling station that votes in the contest, with one of five statuses.

A result is what independent readings agree on and no blocking finding or open dispute stands against. No
source wins by its type: a QR code, a table and a person give readings. An official figure is a claim and
never enters here. Nothing is repaired, guessed or dropped; nobody is asked and no clock is read, so a
stranger who has the same readings gets the same results. The rule in words: spec/settlement.md.
"""

from dataclasses import dataclass

import polars as pl

from testigo.checks.formless import without_form
from testigo.columns import (
    BASIS_OF_PEOPLE,
    FINDINGS,
    NO_RESULT,
    Decision,
    DocumentClass,
    Provenance,
    Status,
    conform,
    results_schema,
)
from testigo.election.contests import Contest
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.forms.arithmetic import comparisons, completed, enough_is_checked, figures
from testigo.forms.profile import FormProfile
from testigo.review.agreement import HIGHEST, LOWEST, agreed, differs, spread
from testigo.review.independence import sufficient

WITHOUT_OPTIONS = (DocumentClass.ANNULLED, DocumentClass.NOT_INSTALLED)
"""Results that need no votes of options."""

DIFFERING_FIGURE = "D.701"
TOGETHER_NOT_THEIR_SUM = "D.702"

STATIONS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Settlement:
    """RESULTS of a contest, and the findings that settling made (D.701, D.702)."""

    results: pl.DataFrame
    findings: pl.DataFrame


def settle(
    readings: pl.DataFrame,
    findings: pl.DataFrame,
    decisions: pl.DataFrame,
    stations: pl.DataFrame,
    contest: Contest,
    profile: FormProfile,
    policy: Policy,
) -> Settlement:
    """Give every station of a contest its status and, where accepted, its figures.

    readings   READINGS of the contest, of any station; those of other stations change nothing
    findings   FINDINGS that checks and pixels made
    decisions  DECISIONS of the contest
    stations   the stations that vote in the contest (election.stations.stations_of)

    The order is that of spec/settlement.md; the first that holds: a standing decision, disputed,
    quarantined, pending, accepted; missing where there is no reading.
    """
    # A station is settled by its own readings alone, so a large country needs the memory of one part of it.
    starts = range(0, max(1, stations.height), STATIONS_AT_ONCE)
    parts = [
        _settle_part(readings, findings, decisions, part, contest, profile, policy)
        for part in (stations.slice(start, STATIONS_AT_ONCE) for start in starts)
    ]
    return Settlement(
        pl.concat([part.results for part in parts]), pl.concat([part.findings for part in parts])
    )


def _settle_part(
    readings: pl.DataFrame,
    findings: pl.DataFrame,
    decisions: pl.DataFrame,
    stations: pl.DataFrame,
    contest: Contest,
    profile: FormProfile,
    policy: Policy,
) -> Settlement:
    columns = figures(contest, profile)
    of_these = readings.join(stations.select("station"), on="station", how="semi", maintain_order="left")
    # Before options are filled from their lines: a sum that we made ourselves was not checked.
    of_these = of_these.with_columns(sums_checked=enough_is_checked(contest, profile))
    standing = with_options_of_lines(of_these, contest, profile)
    waiting = pl.col("reading").is_in(without_form(standing, findings, contest.contest).implode())
    say_something = standing.filter(~_is_class(NO_RESULT) & ~waiting)
    marked = _mark(say_something, findings, contest)
    counting = marked.filter(~pl.col("blocked"))
    basis = sufficient(counting, policy)
    known_of_each = (
        _numbers(standing),
        _disputes(say_something, contest),
        basis,
        _would_suffice(marked.join(basis, on="station", how="anti"), policy),
        _agreed(counting, columns),
        _decided(decisions, standing.filter(~waiting), columns),
    )
    settled = stations.select("station", pl.col("registered_voters").alias("roll"))
    for known in known_of_each:
        settled = settled.join(known, on="station", how="left", maintain_order="left")
    settled = settled.with_columns(status=_status())
    accepted = pl.col("status") == Status.ACCEPTED.value
    undecided = settled.filter(accepted & pl.col("decision").is_null())
    alone = _sums_that_fail_alone(counting, findings, contest)
    found = [
        _differing(undecided, contest, columns, policy),
        _together(undecided.join(alone, on="station", how="anti"), contest, profile, policy),
    ]
    return Settlement(_results(settled, columns, contest, profile), pl.concat(found))


def _results(
    settled: pl.DataFrame, columns: tuple[str, ...], contest: Contest, profile: FormProfile
) -> pl.DataFrame:
    """Return RESULTS: where accepted, the figures of people's decisions or those on which readings agree."""
    accepted = pl.col("status") == Status.ACCEPTED.value
    decided = accepted & pl.col("decision").is_not_null()
    results = settled.with_columns(
        basis=pl.when(decided).then(pl.lit(BASIS_OF_PEOPLE)).when(accepted).then("basis"),
        document_class=pl.when(decided).then("decided_class").when(accepted).then("document_class"),
        provenance_class=pl.when(accepted).then("provenance_class"),
        readings=pl.col("readings").fill_null(0),
        **{
            figure: pl.when(decided).then(f"decided_{figure}").when(accepted).then(figure)
            for figure in columns
        },
    )
    results = results.with_columns(_roll_that_counts(accepted), *_annulled_has_no_votes(accepted, contest))
    results = results.with_columns(_completed(contest, profile)) if results.height else results
    return conform(results, results_schema(columns))


def _completed(contest: Contest, profile: FormProfile) -> list[pl.Expr]:
    """Return the totals of results as `completed`, but null where readings differ on them, or on a part.

    A figure on which readings differ is not known (D.701), though its parts may be; people's decisions are.
    """
    undecided = pl.col("decision").is_null()
    unclear: dict[str, pl.Expr] = {}
    found: list[pl.Expr] = []
    for each in comparisons(contest, profile):
        parts = [unclear.get(part, differs(part)) for part in each.sum.parts]
        total = each.sum.total
        unclear[total] = differs(total) | (each.printed.is_null() & pl.any_horizontal(parts))
        known = pl.coalesce(each.printed, each.summed)
        found.append(pl.when(~(undecided & unclear[total])).then(known).alias(total))
    return found


def with_options_of_lines(readings: pl.DataFrame, contest: Contest, profile: FormProfile) -> pl.DataFrame:
    """A reading that has the lines of an option, such as a machine code, has the option: their sum."""
    votes = set(contest.vote_columns)
    return readings.with_columns(
        total for total in completed(contest, profile) if total.meta.output_name() in votes
    )


def _status() -> pl.Expr:
    """The first that holds."""
    return (
        pl.when(pl.col("decision") == Decision.EXCLUDE.value)
        .then(pl.lit(Status.QUARANTINED.value))
        .when(pl.col("decision").is_not_null())
        .then(pl.lit(Status.ACCEPTED.value))
        .when(pl.col("readings").is_null())
        .then(pl.lit(Status.MISSING.value))
        .when("disputed")
        .then(pl.lit(Status.DISPUTED.value))
        .when(pl.col("basis").is_not_null())
        .then(pl.lit(Status.ACCEPTED.value))
        .when("would_suffice")
        .then(pl.lit(Status.QUARANTINED.value))
        .otherwise(pl.lit(Status.PENDING.value))
    )


def _is_class(classes: tuple[DocumentClass, ...]) -> pl.Expr:
    return pl.col("document_class").is_in([kind.value for kind in classes]).fill_null(value=False)


def _mark(readings: pl.DataFrame, findings: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Add `blocked`, `complete` and `sums_hold` to each reading.

    A blocking finding takes its own reading out of what suffices, no more: a stranger's bad sum must not
    stop a good form, yet it still disputes it. Sums hold where one at least was checked, and none is found to
    fail, of whatever severity.
    """
    of_readings = findings.filter(pl.col("reading").is_not_null() & (pl.col("contest") == contest.contest))
    blocking = of_readings.filter(pl.col("severity") == Severity.BLOCKING.value)["reading"].implode()
    sums = of_readings.filter(pl.col("code").str.starts_with("S."))["reading"].implode()
    complete = [pl.col(column).is_not_null() for column in contest.required_columns]
    return readings.with_columns(
        blocked=pl.col("reading").is_in(blocking),
        complete=pl.all_horizontal(complete) | _is_class(WITHOUT_OPTIONS),
        sums_hold=pl.col("sums_checked") & ~pl.col("reading").is_in(sums),
    ).filter("complete")


def _numbers(standing: pl.DataFrame) -> pl.DataFrame:
    return standing.group_by("station").agg(readings=pl.len().cast(pl.Int64))


def _disputes(readings: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    columns = (*contest.vote_columns, *contest.line_columns)
    disputed = pl.any_horizontal([differs(column) for column in columns])
    papers = readings.group_by("station").agg(papers=_paper(contest).drop_nulls().n_unique())
    return (
        spread(readings, columns)
        .join(papers, on="station")
        .select("station", disputed=disputed | (pl.col("papers") > 1))
    )


def _paper(contest: Contest) -> pl.Expr:
    """What a reading takes the paper for: annulled, not installed, or one that counts; null if it tells none.

    Who declares a station annulled gives no votes that could differ. Without this, one person's votes would
    be accepted because another person read that there are none.
    """
    counts = pl.any_horizontal(pl.col(column) > 0 for column in contest.vote_columns)
    return (
        pl.when(_is_class(WITHOUT_OPTIONS))
        .then("document_class")
        .when(counts)
        .then(pl.lit(DocumentClass.RESULT.value))
    )


def _would_suffice(marked: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return the stations whose readings would suffice if no finding stood against them."""
    whole = sufficient(marked.with_columns(sums_hold="sums_checked"), policy)
    return whole.select("station", would_suffice=pl.lit(value=True))


PROVENANCE_ORDER = [
    Provenance.PAPER.value,
    Provenance.PHOTO.value,
    Provenance.OWN_TABLE.value,
    Provenance.THIRD_PARTY.value,
    Provenance.NOT_SAID.value,
]


def _agreed(counting: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """What the readings that count agree on, with the spread of each figure beside it."""
    classes = counting.group_by("station").agg(
        document_class=pl.when(pl.col("document_class").n_unique() == 1).then(
            pl.col("document_class").first()
        ),
        provenance_class=pl.col("provenance_class").cast(pl.Enum(PROVENANCE_ORDER)).min().cast(pl.String),
    )
    ranges = spread(counting, columns)
    return ranges.with_columns(agreed(column) for column in columns).join(classes, on="station")


def _decided(decisions: pl.DataFrame, standing: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """The figures of the decisions that stand."""
    return standing_decisions(decisions, standing).select(
        "station",
        "decision",
        decided_class="document_class",
        **{f"decided_{column}": pl.col(column) for column in columns},
    )


def standing_decisions(decisions: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return the decisions that knew every reading that now stands; a new reading reopens its station."""
    now = (
        standing.join(decisions.select("station"), on="station", how="semi")
        .group_by("station")
        .agg(now=pl.col("reading"))
    )
    return decisions.join(now, on="station", how="left").filter(
        pl.col("now").list.set_difference("knew").list.len().fill_null(0) == 0
    )


def _roll_that_counts(accepted: pl.Expr) -> pl.Expr:
    """The definition's roll; a reading's only where the definition has none."""
    return pl.when(accepted).then(pl.coalesce("roll", "registered_voters")).alias("registered_voters")


def _annulled_has_no_votes(accepted: pl.Expr, contest: Contest) -> list[pl.Expr]:
    """No vote of an annulled form counts, also where its source prints what it annulled."""
    annulled = accepted & (pl.col("document_class") == DocumentClass.ANNULLED.value)
    printed = [pl.col(name) for name in (*contest.vote_columns, *contest.line_columns)]
    void = [pl.when(annulled & votes.is_not_null()).then(0).otherwise(votes).name.keep() for votes in printed]
    valid = pl.col("valid_votes")
    return [*void, pl.when(annulled).then(0).otherwise(valid).alias("valid_votes")]


def _differing(
    settled: pl.DataFrame, contest: Contest, columns: tuple[str, ...], policy: Policy
) -> pl.DataFrame:
    """Accepted stations whose readings differ on a figure other than votes: the figure is null there."""
    votes = {*contest.vote_columns, *contest.line_columns}
    others = [column for column in columns if column not in votes]
    rows = settled.filter(pl.any_horizontal([differs(column) for column in others]))
    by_how_much = [
        pl.when(differs(column)).then(
            pl.struct(name=pl.lit(column), value=pl.col(HIGHEST + column) - pl.col(LOWEST + column))
        )
        for column in others
    ]
    return conform(
        rows.select(
            "station",
            code=pl.lit(DIFFERING_FIGURE),
            version=pl.lit(1),
            severity=pl.lit(policy.severity.get(DIFFERING_FIGURE, Severity.WARNING).value),
            contest=pl.lit(contest.contest),
            figures=pl.concat_list(by_how_much).list.drop_nulls(),
        ),
        FINDINGS,
    )


def _sums_that_fail_alone(counting: pl.DataFrame, findings: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Return the stations of readings that count and have a finding of a sum (S.2xx) themselves."""
    of_sums = findings.filter((pl.col("contest") == contest.contest) & pl.col("code").str.starts_with("S."))
    return counting.join(of_sums.select("reading"), on="reading", how="semi").select("station").unique()


def _together(settled: pl.DataFrame, contest: Contest, profile: FormProfile, policy: Policy) -> pl.DataFrame:
    """Accepted stations where the figures of several readings, put together, are not their own sums.

    None of the readings has enough of the sum to be held against it alone.
    """
    counts = settled.filter(~_is_class(WITHOUT_OPTIONS))
    rows = [
        counts.filter(each.contradicts).select(
            "station",
            figures=pl.concat_list(
                pl.struct(name=pl.lit(each.sum.total), value=each.printed),
                pl.struct(name=pl.lit("sum"), value=each.summed),
            ),
        )
        for each in comparisons(contest, profile)
    ]
    found = pl.concat(rows) if rows else counts.clear().select("station", figures=pl.lit(None))
    return conform(
        found.select(
            "station",
            "figures",
            code=pl.lit(TOGETHER_NOT_THEIR_SUM),
            version=pl.lit(1),
            severity=pl.lit(policy.severity.get(TOGETHER_NOT_THEIR_SUM, Severity.WARNING).value),
            contest=pl.lit(contest.contest),
        ),
        FINDINGS,
    )
