"""Stage 0, before the definition: what a drafted list of places and stations says of its own completeness.

In   jurisdictions and stations as a table gave them (election.draft).
Out  the same with `frame`, and stations of unknown place on the root.

A draft never claims that a list is complete: that is a person's word.
"""

import polars as pl

from testigo.columns import TEXT, FrameKind
from testigo.election import geography
from testigo.errors import Place, Problem
from testigo.numbered import numbered


def with_frames(
    jurisdictions: pl.DataFrame, *, of_results: bool = False
) -> tuple[pl.DataFrame, list[Problem]]:
    """Return places with a frame each: as given, else `declared` where there are numbers, else `unknown`.

    of_results  whether the stations were drafted from the results themselves: then `from results`
    """
    open_frame = FrameKind.FROM_RESULTS if of_results else FrameKind.UNKNOWN
    given = jurisdictions.with_columns(
        pl.lit(None, TEXT).alias(name) for name in ("frame",) if name not in jurisdictions.columns
    )
    numbers = [name for name in ("stations", "registered_voters") if name in given.columns]
    has_numbers = pl.any_horizontal(pl.col(numbers).is_not_null()) if numbers else pl.lit(value=False)
    guess = pl.when(has_numbers).then(pl.lit(FrameKind.DECLARED.value)).otherwise(pl.lit(open_frame.value))
    framed = given.with_columns(pl.coalesce("frame", guess).alias("frame"))
    left_open = framed.filter(pl.col("frame") == open_frame).height
    if not left_open:
        return framed, []
    places = numbered(left_open, "jurisdiction")
    why = ", because stations were drafted from a table of results" if of_results else ""
    message = f"`{open_frame}` is the frame of {places}{why}: pages of such a place claim no completeness"
    remedy = (
        "Write `listed` where stations.csv has all stations, `declared` with two numbers and their source, "
        "`sum of parts` where the places below are known"
        + ("" if of_results else ", `from results` where the list was made of the results")
    )
    return framed, [Problem(Place(geography.FILE, None, "frame"), None, message, remedy)]


def root_of(jurisdictions: pl.DataFrame) -> str | None:
    """Return the code of the one place without a parent; None where there is not one."""
    if "parent" not in jurisdictions.columns:
        return None
    roots = jurisdictions.filter(pl.col("parent").is_null())["jurisdiction"]
    return str(roots[0]) if roots.len() == 1 else None


def on_the_root(stations: pl.DataFrame, root: str | None) -> pl.DataFrame:
    """Hang the stations whose place is unknown on the root, where it is known."""
    place = pl.col("jurisdiction") if "jurisdiction" in stations.columns else pl.lit(None, TEXT)
    return stations.with_columns(jurisdiction=place.fill_null(root) if root is not None else place)
