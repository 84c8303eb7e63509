"""What a sample is drawn from: the list of stations, its strata, and when the polls close.

In   an election's definition, what stratifies.
Out  drawn.FRAME; how many stations the definition says there are; the hour before which nothing is shown.
"""

import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from testigo.columns import FrameKind
from testigo.election.definition import Election
from testigo.election.stations import stations_of
from testigo.errors import Message, RefusedError

LAST_ON_EARTH = datetime.timezone(datetime.timedelta(hours=-12))
"""Where a day ends last: what is not known of a clock is taken so."""
STRATUM = "stratum"


def frame_of(election: Election, strata: str | None) -> pl.DataFrame:
    """Return drawn.FRAME: every listed station that votes in any contest; RefusedError for unknown strata."""
    voting = pl.concat([stations_of(election, contest).select("station") for contest in election.contests])
    return (
        election.stations.filter(pl.col("station").is_in(voting["station"].implode()))
        .select(
            "station",
            "polling_place",
            stratum_column(election, strata).alias("stratum"),
            "registered_voters",
        )
        .sort("station")
    )


def stratum_column(election: Election, strata: str | None) -> pl.Expr:
    """Return what stratifies: a level's jurisdictions, or the column `stratum` of stations.csv."""
    if strata is None:
        return pl.lit(None, dtype=pl.String)
    if strata == STRATUM:
        return pl.col(STRATUM)
    if strata not in election.levels:
        known = ", ".join((*election.levels, STRATUM))
        raise RefusedError(Message("statistics.no_such_strata", strata=strata, known=known))
    return pl.col(election.level_columns[election.levels.index(strata)])


def declared_stations(election: Election) -> int | None:
    """Return how many stations the definition says there are in the whole; None where nobody knows."""
    root = election.jurisdictions.filter(pl.col("jurisdiction") == election.root).row(0, named=True)
    if root["stations"] is not None:
        return int(root["stations"])
    of_parts = election.jurisdictions.filter(pl.col("parent") == election.root)
    if root["frame"] == FrameKind.SUM_OF_PARTS and not of_parts["stations"].null_count():
        return int(of_parts["stations"].sum())
    return None


def polls_close(election: Election) -> datetime.datetime:
    """Return when the last polls close; the end of the day of the vote where no hour is known.

    A time zone that this machine does not know ends its day last.
    """
    zone: datetime.tzinfo
    try:
        zone = ZoneInfo(election.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = LAST_ON_EARTH
    if election.polls_close is not None:
        return datetime.datetime.combine(election.date, election.polls_close, tzinfo=zone)
    return datetime.datetime.combine(election.date + datetime.timedelta(days=1), datetime.time(), tzinfo=zone)
