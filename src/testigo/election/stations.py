"""Which polling stations vote in a contest."""

import polars as pl

from testigo.election.contests import Contest
from testigo.election.definition import Election


def stations_of(election: Election, contest: Contest) -> pl.DataFrame:
    """Return the stations that vote in `contest` (columns.STATIONS with levels), in the file's order.

    A row of ballots.csv names a station, or a jurisdiction with all below it, and a stratum where only
    that stratum votes; no row at all for any contest means that everybody votes in everything.
    """
    stations = election.stations
    if election.ballots.is_empty():
        return stations
    rows = election.ballots.filter(pl.col("contest") == contest.contest)
    whole = rows.filter(pl.col("stratum").is_null())["place"].implode()
    votes = _is_in_place(election, whole)
    for place, stratum in rows.filter(pl.col("stratum").is_not_null()).select("place", "stratum").iter_rows():
        votes = votes | (_is_in_place(election, pl.Series([[place]])) & (pl.col("stratum") == stratum))
    return stations.filter(votes.fill_null(value=False))


def _is_in_place(election: Election, places: pl.Series) -> pl.Expr:
    inside = [pl.col(level).is_in(places) for level in election.level_columns]
    return pl.any_horizontal(pl.col("station").is_in(places), *inside)
