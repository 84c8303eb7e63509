"""Stage 7: where the stations are that are declared and on no list.

In   TALLY of a contest, the tree of jurisdictions.
Out  a row a jurisdiction that lacks some: how many. Together they are what the whole lacks.

They cannot be named, so each is counted at the lowest place that declares it. Where the places below declare
more than is lacking above, some of theirs are listed without a place: then only the place above is sure.
"""

from collections.abc import Mapping

import polars as pl

from testigo.columns import COUNT, TEXT, Schema

NOT_LISTED: Schema = {"jurisdiction": TEXT, "stations": COUNT}


def not_listed(tally: pl.DataFrame, jurisdictions: pl.DataFrame) -> pl.DataFrame:
    """Return NOT_LISTED, in the order of the definition; `stations` adds up to declared minus listed.

    tally          columns.TALLY of the places in which the contest is voted
    jurisdictions  columns.JURISDICTIONS
    """
    below = _below(jurisdictions.join(tally, on="jurisdiction", how="semi", maintain_order="left"))
    lacking = _lacking(tally, below)
    found: dict[str, int] = {}
    waiting = [(place, lacking[place]) for place in below.get(None, [])]
    while waiting:
        place, stations = waiting.pop()
        parts = [(part, lacking[part]) for part in below.get(place, [])]
        in_parts = sum(number for _, number in parts)
        if in_parts <= stations:
            waiting += parts
            stations -= in_parts
        found[place] = stations
    rows = [(place, found[place]) for place in jurisdictions["jurisdiction"] if found.get(place)]
    return pl.DataFrame(rows, schema=NOT_LISTED, orient="row")


def _below(jurisdictions: pl.DataFrame) -> Mapping[str | None, list[str]]:
    below: dict[str | None, list[str]] = {}
    for place, parent in jurisdictions.select("jurisdiction", "parent").iter_rows():
        below.setdefault(parent, []).append(place)
    return below


def _lacking(tally: pl.DataFrame, below: Mapping[str | None, list[str]]) -> Mapping[str, int]:
    """How many stations each place lacks: declared minus listed; where nothing is declared, its parts'."""
    lacking: dict[str, int] = {}
    deepest_first = tally.sort("level", descending=True)
    for place, expected, listed in deepest_first.select(
        "jurisdiction", "stations", "stations_listed"
    ).iter_rows():
        parts = sum(lacking[part] for part in below.get(place, []))
        lacking[place] = parts if expected is None else max(0, expected - listed)
    return lacking
