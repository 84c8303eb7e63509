"""Stage 7: the same sums by another question: on what basis, from what source, and who leads where."""

import polars as pl

from testigo.columns import COUNT, GROUPS, LEADS, DocumentClass, conform, empty


def by(results: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return accepted stations and their valid votes by `basis` or `provenance_class` (columns.GROUPS).

    The valid votes of a group in which an installed station lacks them are null: they are of fewer stations.
    """
    installed = (pl.col("document_class") != DocumentClass.NOT_INSTALLED.value).fill_null(value=True)
    lacks = (installed & pl.col("valid_votes").is_null()).any()
    return conform(
        results.filter(pl.col("status") == "accepted")
        .group_by(group=pl.col(column).fill_null("unknown"))
        .agg(stations=pl.len().cast(COUNT), valid_votes=pl.when(~lacks).then(pl.col("valid_votes").sum()))
        .sort("group"),
        GROUPS,
    )


def leads(bounds: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return in how many jurisdictions of each lower level every option leads (columns.LEADS)."""
    led = bounds.filter(pl.col("lead") > 0).select("jurisdiction", option="first")
    above = jurisdictions.select("jurisdiction", "parent", "level").join(led, on="jurisdiction")
    parents = jurisdictions.select(ancestor="jurisdiction", grandparent="parent")
    rows = above.select("level", "option", ancestor="parent").filter(pl.col("ancestor").is_not_null())
    found = []
    while not rows.is_empty():
        found.append(rows.select(pl.col("ancestor").alias("jurisdiction"), "level", "option"))
        rows = (
            rows.join(parents, on="ancestor")
            .select("level", "option", ancestor="grandparent")
            .filter(pl.col("ancestor").is_not_null())
        )
    if not found:
        return empty(LEADS)
    counted = (
        pl.concat(found)
        .group_by("jurisdiction", "level", "option")
        .agg(jurisdictions=pl.len().cast(COUNT))
        .sort("jurisdiction", "level", "option")
    )
    return conform(counted, LEADS)
