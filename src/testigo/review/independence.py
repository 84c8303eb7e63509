"""Stage 6: how many readings of a station are independent of one another, and whether they suffice.

Two readings by one person are one. Two releases by one publisher are one. The code and the print of one
photo are two readings of one form, never two copies: machine codes and machine readings count by form.
"""

from functools import reduce

import polars as pl

from testigo.columns import Method
from testigo.election.policy import Combination, Policy
from testigo.standing.pixel_findings import paper

WHO = "who"  # whom or what a reading is independent by: the person or publisher, or the form


def sufficient(readings: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return the first combination of the policy that the readings of each station fulfil.

    readings  READINGS that agree and may count, with `sums_hold` (bool: no finding of a sum)
    returns   one row a station with a sufficient combination: station, basis (the combination's name)
    """
    counted = (
        readings.select("station", "method", "sums_hold", who())
        .group_by("station", "method", WHO, maintain_order=True)
        .agg(pl.col("sums_hold").all())
        .group_by("station", maintain_order=True)
        .agg(
            *(_number(method).alias(method.value) for method in Method),
            (_is(Method.MACHINE_CODE) & pl.col("sums_hold")).sum().alias("codes whose sums hold"),
        )
    )
    if any(combination.same_form for combination in policy.sufficient):
        counted = counted.join(_persons_beside_a_machine(readings), on="station", how="left")
    basis = reduce(
        lambda otherwise, combination: (
            pl.when(_fulfils(combination)).then(pl.lit(combination.name)).otherwise(otherwise)
        ),
        reversed(policy.sufficient),
        pl.lit(None, pl.String),
    )
    return counted.select("station", basis=basis).filter(pl.col("basis").is_not_null())


def who() -> pl.Expr:
    """Whom or what a reading is independent by."""
    by_reader = pl.col("method").is_in([Method.PERSON.value, Method.PUBLISHED_TABLE.value])
    return pl.when(by_reader).then("reader").otherwise(paper()).alias(WHO)


def _is(method: Method) -> pl.Expr:
    return pl.col("method") == method.value


def _number(method: Method) -> pl.Expr:
    return _is(method).sum()


def _persons_beside_a_machine(readings: pl.DataFrame) -> pl.DataFrame:
    """One row a station: the most persons who read a form that the machine read too."""
    return (
        readings.with_columns(paper().alias("same form"))
        .group_by("station", "same form")
        .agg(
            persons=pl.col("reader").filter(_is(Method.PERSON)).n_unique(),
            machine=_is(Method.MACHINE_READING).any(),
        )
        .filter("machine")
        .group_by("station")
        .agg(pl.col("persons").max().alias("persons beside a machine"))
    )


def _fulfils(combination: Combination) -> pl.Expr:
    codes = "codes whose sums hold" if combination.sums_must_hold else Method.MACHINE_CODE.value
    needed = [
        pl.col(Method.PERSON.value) >= combination.persons,
        pl.col(codes) >= combination.machine_codes,
        pl.col(Method.MACHINE_READING.value) >= combination.machine_readings,
        pl.col(Method.PUBLISHED_TABLE.value) >= combination.published_tables,
    ]
    if combination.same_form:
        needed.append(pl.col("persons beside a machine").fill_null(-1) >= combination.persons)
    return pl.all_horizontal(needed)
