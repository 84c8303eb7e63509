"""Stage 0, before the definition: who votes in what, from the rows of a table of results.

In   contest and place (a station's code) of every row, and the stations that are known.
Out  ballots.csv: empty where every station occurs in every contest; else a row for each contest of all, and
     for the others a row a place and stratum where the roll is known, else one a station: a person looks
     at it.

That a station does not occur in a contest may mean that it does not vote in it, or that its row is lost: the
table cannot tell, so it is asked. Stations drafted one by one from the results themselves would all be
covered, whatever is lost: so where a roll says which stations a place has, the place votes if most of its
stations (of a stratum) occur, and the others of it are missing.
"""

import polars as pl

from testigo.election import stations
from testigo.errors import Place, Problem
from testigo.numbered import numbered

MOST_NAMED = 5


def who_votes(
    occurs: pl.DataFrame, roll: pl.DataFrame | None, root: str | None
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return ballots.csv, and a question for each contest in which only some stations occur.

    occurs  contest and place, each pair once; with a stratum it is written as it is
    roll    the stations that are known: station, and where they are known jurisdiction and stratum
    root    the code of the whole, which names all stations; None where it is not known
    """
    if "stratum" in occurs.columns:
        return occurs, []
    known = occurs.select("place").unique(maintain_order=True)
    if roll is not None:
        known = pl.concat([known, roll.select(place="station")]).unique(maintain_order=True)
    sizes = occurs.group_by("contest", maintain_order=True).agg(number=pl.len())
    partial = sizes.filter(pl.col("number") < known.height)["contest"].to_list()
    if not partial:
        return occurs.clear(), []
    whole = [contest for contest in sizes["contest"] if contest not in partial]
    of_some = occurs.filter(pl.col("contest").is_in(partial)).sort("contest", "place", maintain_order=True)
    of_all = occurs.filter(pl.col("contest").is_in(whole))
    if root is not None:
        of_all = pl.DataFrame({"contest": whole, "place": [root] * len(whole)}, schema=occurs.schema)
    by_place = None if roll is None else _by_place(of_some, roll)
    if by_place is not None:
        ballots = pl.concat([of_all, by_place], how="diagonal")
        return ballots, [_question(contest, occurs, known) for contest in partial]
    return pl.concat([of_all, of_some]), [_question(contest, occurs, known) for contest in partial]


def _by_place(occurs: pl.DataFrame, roll: pl.DataFrame) -> pl.DataFrame | None:
    """Return contest, place, stratum: places of which most stations occur, and the other stations singly.

    None where the roll does not say of every station that occurs in which place it lies.
    """
    if "jurisdiction" not in roll.columns:
        return None
    stratum = pl.col("stratum") if "stratum" in roll.columns else pl.lit(None, pl.String)
    placed = roll.select(place="station", jurisdiction="jurisdiction", stratum=stratum)
    here = occurs.join(placed, on="place", how="left", maintain_order="left")
    if here["jurisdiction"].null_count():
        return None
    key = ["jurisdiction", "stratum"]
    sizes = placed.group_by(key).agg(stations=pl.len())
    voting = here.group_by("contest", *key).agg(number=pl.len())
    most = voting.join(sizes, on=key, nulls_equal=True).filter(2 * pl.col("number") > pl.col("stations"))
    whole = most.select("contest", place="jurisdiction", stratum="stratum")
    singly = here.join(most, on=["contest", *key], how="anti", nulls_equal=True)
    alone = singly.select("contest", "place", stratum=pl.lit(None, pl.String))
    return pl.concat([whole, alone]).sort("contest", "place", "stratum", maintain_order=True)


def _question(contest: str, occurs: pl.DataFrame, known: pl.DataFrame) -> Problem:
    here = occurs.filter(pl.col("contest") == contest)
    without = known.join(here, on="place", how="anti", maintain_order="left")["place"]
    named = ", ".join(without.head(MOST_NAMED)) + (", ..." if without.len() > MOST_NAMED else "")
    message = (
        f"{here.height:,} of {numbered(known.height, 'station')} occur in this contest; "
        f"{without.len():,} do not: {named}"
    )
    remedy = (
        "Look whether they vote in it; if they do, add them to ballots.csv, else their forms are not expected"
    )
    return Problem(Place(stations.BALLOTS_FILE, None, "contest"), contest, message, remedy)
