"""Stage 4: a decision goes on knowing a row that a later release of its table repeats.

In   the decisions that stand with the readings that each knew, and the readings that stand.
Out  the decisions, with the names that those readings have in later releases.

A release gives every row another name. A row that it changed or took back is withdrawn by name when it is
imported (`cli.release`); what is not withdrawn was repeated as it was, and nobody has to decide anew.
In words: spec/people.md.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile

import polars as pl


def knowing_repeated_rows(
    decisions: pl.DataFrame,
    readings: pl.DataFrame,
    earlier: Mapping[str, Sequence[str]],
    gone: frozenset[str],
) -> pl.DataFrame:
    """Return DECISIONS of one contest whose `knew` has the new names of what they knew.

    readings  READINGS that stand
    earlier   `withdrawal_effects.Releases.earlier_parts`
    gone      names that do not stand
    """
    if decisions.is_empty() or not earlier:
        return decisions
    decided = readings.join(decisions, on="station", how="semi")
    standing = decided.group_by("station").agg("reading")
    knew_and_now = decisions.select("station", "knew").join(
        standing, on="station", how="left", maintain_order="left"
    )
    knew = [
        sorted({*known, *(name for name in names or () if _is_known(name, known, earlier, gone))})
        for _, known, names in knew_and_now.iter_rows()
    ]
    return decisions.with_columns(pl.Series("knew", knew, dtype=pl.List(pl.String)))


def _is_known(
    name: str, known: Sequence[str], earlier: Mapping[str, Sequence[str]], gone: frozenset[str]
) -> bool:
    """Whether a reading is known by the name that it had in a release before, repeated ever since."""
    part, _, row = name.partition(":")
    names = (f"{before}:{row}" for before in earlier.get(part, ()))
    return not set(known).isdisjoint(takewhile(lambda before: before not in gone, names))
