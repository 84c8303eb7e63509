"""Stage 0, before the definition: who votes in what, from the rows of a table of results.

In   contest and place (a station's code) of every row, and the stations that are known.
Out  ballots.csv: empty where every station occurs in every contest; else a row for each contest of all, and
     one for each station of the others, which a person looks at.

That a station does not occur in a contest may mean that it does not vote in it, or that its row is lost: the
table cannot tell, so it is asked.
"""

import polars as pl

from testigo.election import stations
from testigo.errors import Place, Problem
from testigo.numbered import numbered

MOST_NAMED = 5


def who_votes(
    occurs: pl.DataFrame, listed: pl.Series | None, root: str | None
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return ballots.csv, and a question for each contest in which only some stations occur.

    occurs  contest and place, each pair once; with a stratum it is written as it is
    listed  further stations that are known
    root    the code of the whole, which names all stations; None where it is not known
    """
    if "stratum" in occurs.columns:
        return occurs, []
    known = occurs.select("place").unique(maintain_order=True)
    if listed is not None:
        known = pl.concat([known, pl.DataFrame({"place": listed})]).unique(maintain_order=True)
    sizes = occurs.group_by("contest", maintain_order=True).agg(number=pl.len())
    partial = sizes.filter(pl.col("number") < known.height)["contest"].to_list()
    if not partial:
        return occurs.clear(), []
    whole = [contest for contest in sizes["contest"] if contest not in partial]
    of_some = occurs.filter(pl.col("contest").is_in(partial)).sort("contest", "place", maintain_order=True)
    of_all = occurs.filter(pl.col("contest").is_in(whole))
    if root is not None:
        of_all = pl.DataFrame({"contest": whole, "place": [root] * len(whole)}, schema=occurs.schema)
    return pl.concat([of_all, of_some]), [_question(contest, occurs, known) for contest in partial]


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
