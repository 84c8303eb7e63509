"""Stage 4: the readings that withdrawals took away and brought back, for the list of errata.

In   what each withdrawal changed, in order; the readings that they name, and those that stand.
Out  ERRATA of readings, all withdrawals at once: two thousand of them cost little more than one.
"""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from testigo.columns import (
    COUNT,
    ERRATA,
    TEXT,
    ErratumKind,
    Method,
    PlaceKind,
    Schema,
    conform,
    readings_schema,
)
from testigo.standing.withdrawal_effects import EarlierPublication, WithdrawalEffect

Readings = Mapping[str, pl.DataFrame]

EFFECT: Schema = {
    "effect": COUNT,
    "day": TEXT,
    "reason": TEXT,
    "work_day": TEXT,
    "work_reason": TEXT,
}
"""What is told of an effect; `work_` of what persons typed."""
MOVE: Schema = {"effect": COUNT, "name": TEXT, "fell": pl.Boolean()}
"""A name that an effect moved: it fell, or stands again."""
ENTRY = ("effect", "fell", "reading", "station", "by_person")


def moved_readings(
    effects: Sequence[WithdrawalEffect],
    publications: Sequence[EarlierPublication],
    named: Readings,
    standing: Readings,
) -> Iterator[pl.DataFrame]:
    """Yield ERRATA of the readings that each effect takes away or brings back; of those taken away, what took
    their place stands beside their figures.

    named     contest -> READINGS of which any effect speaks
    standing  contest -> READINGS that stand
    """
    moves = pl.DataFrame(
        [
            (at, name, fell)
            for at, effect in enumerate(effects)
            for names, fell in ((effect.moved.fell, True), (effect.moved.back, False))
            for name in names
        ],
        schema=MOVE,
        orient="row",
    )
    told = _effects_frame(effects, publications)
    for contest, readings in named.items():
        by_person = pl.col("method") == Method.PERSON.value
        moved = readings.join(_times_moved(readings, moves), on="reading").with_columns(by_person=by_person)
        if moved.is_empty():
            continue
        figures = _figures_and_entries(moved, standing[contest])
        kinds = pl.when("fell").then(pl.lit(ErratumKind.WITHDRAWAL.value))
        yield conform(
            figures.join(told, on="effect").with_columns(
                day=pl.when("by_person").then("work_day").otherwise("day"),
                reason=pl.when("by_person").then("work_reason").otherwise("reason"),
                kind=kinds.otherwise(pl.lit(ErratumKind.RESTORATION.value)),
                contest=pl.lit(contest),
                place_kind=pl.lit(PlaceKind.STATION.value),
                place="station",
            ),
            ERRATA,
        )


def _effects_frame(
    effects: Sequence[WithdrawalEffect], publications: Sequence[EarlierPublication]
) -> pl.DataFrame:
    """Return EFFECT, a row an effect."""
    rows = []
    for at, effect in enumerate(effects):
        day, reason = effect.persons_work(publications)
        withdrawal = effect.withdrawal
        own = (withdrawal.day.isoformat(), withdrawal.public_reason)
        rows.append((at, *own, None if day is None else day.isoformat(), reason))
    return pl.DataFrame(rows, schema=EFFECT, orient="row")


def _times_moved(readings: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """Return reading, effect, fell: when each reading ceased to stand, and stood again.

    A reading stands while neither its own name has fallen nor the number of its import.
    """
    numbers = readings.select("reading", number=pl.col("reading").str.extract(r"\A([0-9]+)\."))
    own = moves.join(readings.select(name="reading"), on="name")
    whole = moves.join(numbers, left_on="name", right_on="number")
    at = ("reading", "effect")
    both = pl.concat(
        [
            own.select(reading="name", effect="effect", own="fell", whole=pl.lit(None, pl.Boolean)),
            whole.select("reading", "effect", own=pl.lit(None, pl.Boolean), whole="fell"),
        ]
    )
    known = both.group_by(at).agg(pl.col("own", "whole").drop_nulls().first()).sort(at)
    until_now = pl.col("own", "whole").forward_fill().over("reading").fill_null(value=False)
    fell = known.with_columns(until_now).select(*at, fell=pl.col("own") | pl.col("whole"))
    had_fallen = pl.col("fell").shift(1, fill_value=False).over("reading")
    return fell.filter(pl.col("fell") != had_fallen)


def _figures_and_entries(moved: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return ENTRY and the figures that moved; a reading of which none did has one row without a figure."""
    figures = _figures_moved(moved, standing).with_columns(
        before=pl.when("fell").then("before"), after=pl.when("fell").then("after").otherwise("before")
    )
    still = moved.join(figures, on=["effect", "reading"], how="anti").select(ENTRY)
    return pl.concat([figures, still], how="diagonal_relaxed")


def _figures_moved(moved: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return ENTRY, figure, before, after: after is what the same reader now says of the same station,
    where that is one reading.

    moved  READINGS, with effect and fell
    """
    key = ["effect", "fell", "station", "reader"]
    figures = standing.columns[len(readings_schema(())) :]
    now = moved.select(key).unique().join(standing, on=["station", "reader"])
    # What an effect brought back does not follow itself.
    others = now.join(moved, on=["effect", "fell", "reading"], how="anti").filter(pl.len().over(key) == 1)
    before = moved.unpivot(figures, index=[*ENTRY, "reader"], variable_name="figure", value_name="before")
    after = others.unpivot(figures, index=key, variable_name="figure", value_name="after")
    both = before.join(after, on=[*key, "figure"], how="left", nulls_equal=True)
    changed = both.filter(~pl.col("before").eq_missing(pl.col("after")))
    return changed.select(*ENTRY, "figure", "before", "after")
