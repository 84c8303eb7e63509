"""Stage 7: who read what: the sums of each reader's readings, whatever came of them.

In   READINGS, RESULTS of one contest, the names of the institutions.
Out  READERS: a row an institution, and one for each method of all others together: persons and programs are
     never told apart here, so that no list says what one of them read.
"""

from collections.abc import Sequence

import polars as pl

from testigo.columns import COUNT, TEXT, Schema, Status


def readers_schema(figures: Sequence[str]) -> Schema:
    """Return the columns of READERS."""
    return {
        "reader": TEXT,  # an institution; null = all others who read in this way
        "method": TEXT,  # columns.Method
        "readings": COUNT,
        "stations": COUNT,  # that have such a reading
        "stations_accepted": COUNT,  # of them, with an accepted result
        **dict.fromkeys(figures, COUNT),  # sums over the readings; null where none has the figure
    }


def by_reader(
    readings: pl.DataFrame, results: pl.DataFrame, institutions: frozenset[str], figures: Sequence[str]
) -> pl.DataFrame:
    """Return READERS, institutions first, by name.

    readings      READINGS of a contest;  results  RESULTS of it
    institutions  readers that are no persons, as their mappings name them
    figures       figure columns of the contest

    A station with two readings of one reader is twice in the sums: `readings` says of how many they are.
    """
    named = pl.when(pl.col("reader").is_in(sorted(institutions))).then("reader").alias("reader")
    accepted = results.filter(pl.col("status") == Status.ACCEPTED.value)["station"]
    is_accepted = pl.col("station").is_in(accepted.implode())
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in figures]
    return (
        readings.with_columns(named)
        .group_by("reader", "method")
        .agg(
            pl.len().cast(COUNT).alias("readings"),
            pl.col("station").n_unique().cast(COUNT).alias("stations"),
            pl.col("station").filter(is_accepted).n_unique().cast(COUNT).alias("stations_accepted"),
            *sums,
        )
        .select(list(readers_schema(figures)))
        .sort("reader", "method", nulls_last=True)
    )
