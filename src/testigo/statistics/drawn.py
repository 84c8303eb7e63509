"""From a plan and a seed to the sample: what anyone who has the list of stations draws again.

In   the frame (FRAME), a plan, a seed.
Out  the stations in the order of the draw.
"""

import hashlib
from collections.abc import Mapping

import numpy as np
import polars as pl

from testigo.columns import COUNT, TEXT, Schema
from testigo.errors import InputError, Message, Place, Problem
from testigo.statistics.plan import Frame, Plan
from testigo.statistics.tickets import drawing_order, draws_by_size, smallest_in_strata

FRAME: Schema = {
    "station": TEXT,
    "polling_place": TEXT,  # null where unknown
    "stratum": TEXT,  # null where there are no strata
    "registered_voters": COUNT,
}
"""The list of stations that is drawn from, sorted by the code's bytes."""


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """Return the bytes whose hash is announced (spec/sampling.md)."""
    return frame.select(*FRAME).write_csv(quote_style="necessary").encode()


def frame_facts(frame: pl.DataFrame, declared: int | None) -> Frame:
    """Return what a plan says of its frame."""
    rolls = frame["registered_voters"]
    return Frame(
        sha256=hashlib.sha256(frame_bytes(frame)).hexdigest(),
        stations=frame.height,
        declared=declared,
        polling_places=units(frame, "places").height,
        registered_voters=None if rolls.null_count() else int(rolls.sum()),
    )


def units(frame: pl.DataFrame, design: str) -> pl.DataFrame:
    """Return what is drawn: `unit` and `stratum` of each, in the order of the frame.

    A station without a polling place is a place of its own, under the station's code.
    """
    with_unit = frame.select(unit=unit_of(design), stratum=pl.col("stratum").fill_null(""))
    return with_unit.unique("unit", maintain_order=True, keep="first")


def unit_of(design: str) -> pl.Expr:
    """Return the unit that each station of a frame belongs to."""
    return pl.coalesce("polling_place", "station") if design == "places" else pl.col("station")


def population(frame: pl.DataFrame, design: str) -> dict[str, int]:
    """Return stratum -> units, sorted; one stratum without a name under designs that have none."""
    if design in ("simple", "size"):
        return {"": frame.height}
    counted = units(frame, design).group_by("stratum").len().sort("stratum")
    return {str(name): int(many) for name, many in counted.iter_rows()}


def draw(frame: pl.DataFrame, plan: Plan, seed: str, allocation: Mapping[str, int]) -> tuple[str, ...]:
    """Return the stations that are drawn, in the order of the draw.

    allocation  the plan's, or that of an extended sample

    InputError where the frame is not the one that the plan names.
    """
    if hashlib.sha256(frame_bytes(frame)).hexdigest() != plan.frame.sha256:
        problem = Message("statistics.another_frame"), Message("statistics.bring_back_the_frame")
        raise InputError([Problem(Place("stations"), None, *problem)])
    if plan.design == "size":
        drawn = draws_by_size(frame["registered_voters"], sum(allocation.values()), seed)
        return tuple(frame["station"].gather(drawn))
    of = units(frame, plan.design)
    order = drawing_order(of["unit"].to_list(), seed)
    names = sorted(allocation)
    number = {name: place for place, name in enumerate(names)}
    strata = [number["" if plan.design == "simple" else name] for name in of["stratum"]]
    chosen = smallest_in_strata(order, np.array(strata, dtype=np.int64), [allocation[name] for name in names])
    found = of["unit"].gather(chosen).to_list()
    return stations_of(frame, found) if plan.design == "places" else tuple(found)


def stations_of(frame: pl.DataFrame, places: list[str]) -> tuple[str, ...]:
    """Return the stations of places, in the order of the places and within one of the frame."""
    ordered = pl.DataFrame({"unit": places}, schema={"unit": pl.String})
    with_unit = frame.select("station", unit=unit_of("places"))
    return tuple(ordered.join(with_unit, on="unit", how="left", maintain_order="left_right")["station"])


def parse_frame(file: str, content: bytes) -> pl.DataFrame:
    """Read a list of stations as it was written; InputError where it is another."""
    try:
        frame = pl.read_csv(content, schema=FRAME, null_values=[""])
    except pl.exceptions.PolarsError:
        frame = pl.DataFrame(schema=FRAME)
    if frame_bytes(frame) != content:
        said = Message("statistics.no_frame"), Message("statistics.take_the_announced_one")
        raise InputError([Problem(Place(file), None, *said)])
    return frame
