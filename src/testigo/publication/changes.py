"""What moved from one publication to another, and the public statement that moved it.

In   two publications: RESULTS and TALLY of each contest, ERRATA, and where each station lies.
Out  CHANGES: a row a figure that moved, of a station or of a jurisdiction.

A figure may rise with new readings. A figure of a station, or a total, that falls needs a reason that
everybody can see: an entry in the errata that the earlier publication does not have, new readings of that
station, or a finding that holds its form back. A total is explained by its stations where they add up to its
difference; how many stations and voters a place has, by amendments there or below. In words: spec/errata.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.columns import CHANGES, COUNT, ERRATA, ErratumKind, PlaceKind, Status, conform, results_schema

NEW_READING = "new reading"
NEW_FINDING = "new finding"
ACCEPTED = "stations_accepted"
OF_FRAME = ("stations", "registered_voters_of_frame")
"""How many stations and voters a place has: figures of the definition, which only amendments move."""
LISTED = "stations_listed"
QUARANTINED = "quarantined"
OF_CLAIMS = (ErratumKind.WITHDRAWN_CLAIM.value, ErratumKind.RESTORED_CLAIM.value)
"""Entries that move no figure of ours, and so explain none."""
KEYS = tuple(results_schema(()))
TURNOUT = "turnout"
"""A share, and no figure that is added up: it falls wherever less of the roll votes in what is new."""


@dataclass(frozen=True)
class Published:
    """What a publication says, as far as it is compared.

    results   contest -> RESULTS;  tallies  contest -> TALLY
    errata    columns.ERRATA
    stations  station, level_1 ... level_n: where each lies; may be empty
    """

    results: Mapping[str, pl.DataFrame]
    tallies: Mapping[str, pl.DataFrame]
    errata: pl.DataFrame
    stations: pl.DataFrame


def changes(before: Published, after: Published) -> pl.DataFrame:
    """Return CHANGES from the earlier publication to the later one, sorted by contest and place."""
    entries = _new_entries(before.errata, after.errata)
    contests = sorted(before.tallies.keys() | after.tallies.keys())
    found = [_of_contest(contest, before, after, entries) for contest in contests]
    empty = pl.DataFrame(schema=CHANGES)
    return pl.concat([empty, *found]).sort("contest", "place_kind", "place", "figure")


def _new_entries(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return what the later errata have and the earlier ones have not: contest, place_kind, place, why."""
    ours = after.filter(~pl.col("kind").is_in(OF_CLAIMS))
    new = ours.join(before, on=list(ERRATA), how="anti", nulls_equal=True)
    return new.group_by("contest", "place_kind", "place").agg(
        because=pl.col("kind").unique().sort(), reason=pl.col("reason").drop_nulls().unique().sort()
    )


def _of_contest(contest: str, before: Published, after: Published, entries: pl.DataFrame) -> pl.DataFrame:
    figures = _figures(before.tallies.get(contest), after.tallies.get(contest))
    why = _why(entries.filter(pl.col("contest").eq_missing(contest) | pl.col("contest").is_null()))
    stations = _stations(
        before.results.get(contest), after.results.get(contest), figures, why[PlaceKind.STATION]
    )
    moved = pl.concat([_moved(stations, figure, "station") for figure in figures])
    totals = _totals(before, after, contest, figures, stations, why[PlaceKind.JURISDICTION])
    frames = _frames(before, after, contest, entries.filter(pl.col("contest").is_null()))
    return pl.concat(
        conform(
            frame.with_columns(
                contest=pl.lit(contest),
                place_kind=pl.lit(kind.value),
                because=_joined("because", ", "),
                reason=_joined("reason", " / "),
                fell_unexplained=_falls() & (pl.col("because").list.len().fill_null(0) == 0),
            ),
            CHANGES,
        )
        for kind, frame in (
            (PlaceKind.STATION, moved),
            (PlaceKind.JURISDICTION, totals),
            (PlaceKind.JURISDICTION, frames),
        )
    )


def _figures(before: pl.DataFrame | None, after: pl.DataFrame | None) -> list[str]:
    """Return the figures of a contest: what has a number of stations behind it, and the accepted stations."""
    columns = [column for frame in (before, after) if frame is not None for column in frame.columns]
    named = [
        name for name in columns if f"{name}_stations" in columns or name.startswith(("votes_", "line_"))
    ]
    figures = [name for name in named if not name.endswith("_stations") and name != TURNOUT]
    return list(dict.fromkeys((*figures, ACCEPTED)))


def _why(entries: pl.DataFrame) -> dict[PlaceKind, pl.DataFrame]:
    """Return the entries by kind of place: place, because, reason."""
    grouped = entries.group_by("place_kind", "place").agg(
        pl.col("because").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
        pl.col("reason").list.explode(keep_nulls=False, empty_as_null=False).unique().sort(),
    )
    return {kind: grouped.filter(pl.col("place_kind") == kind.value).drop("place_kind") for kind in PlaceKind}


def _stations(
    before: pl.DataFrame | None, after: pl.DataFrame | None, figures: Sequence[str], why: pl.DataFrame
) -> pl.DataFrame:
    """Return a row a station: its figures before and after (`<figure>`, `<figure>_after`), and why."""
    old, new = _by_station(before, figures), _by_station(after, figures)
    both = old.join(new, on="station", how="full", coalesce=True, suffix="_after")
    with_why = both.join(why, left_on="station", right_on="place", how="left")
    more = pl.col("readings_after").fill_null(0) > pl.col("readings").fill_null(0)
    held_back = (pl.col(QUARANTINED) == 0).fill_null(value=True) & (pl.col(f"{QUARANTINED}_after") == 1)
    reasons = [
        pl.when(case).then(pl.lit([reason])).otherwise(pl.lit([], dtype=pl.List(pl.String)))
        for case, reason in ((more, NEW_READING), (held_back, NEW_FINDING))
    ]
    return with_why.with_columns(because=pl.concat_list(pl.col("because").fill_null([]), *reasons))


def _by_station(results: pl.DataFrame | None, figures: Sequence[str]) -> pl.DataFrame:
    schema = {"station": pl.String(), "status": pl.String(), "readings": COUNT}
    frame = pl.DataFrame(schema=schema) if results is None else results
    accepted = (pl.col("status") == Status.ACCEPTED.value).cast(COUNT).alias(ACCEPTED)
    quarantined = (pl.col("status") == Status.QUARANTINED.value).cast(COUNT).alias(QUARANTINED)
    whole = frame.with_columns(accepted, quarantined)
    counts = ("readings", QUARANTINED, *figures)
    return conform(whole, {"station": pl.String(), **dict.fromkeys(counts, COUNT)})


def _moved(rows: pl.DataFrame, figure: str, place: str) -> pl.DataFrame:
    """Return the rows in which one figure moved: place, figure, before, after, difference, why."""
    old, new = pl.col(figure), pl.col(f"{figure}_after")
    return rows.filter(~old.eq_missing(new)).select(
        pl.col(place).alias("place"),
        pl.lit(figure).alias("figure"),
        old.alias("before"),
        new.alias("after"),
        (new.fill_null(0) - old.fill_null(0)).alias("difference"),
        "because",
        "reason",
    )


def _falls() -> pl.Expr:
    gone = pl.col("after").is_null() & pl.col("before").is_not_null()
    return gone | (pl.col("difference") < 0)


def _joined(column: str, mark: str) -> pl.Expr:
    whole = pl.col(column).list.join(mark)
    return pl.when(pl.col(column).list.len() > 0).then(whole).alias(column)


def _totals(
    before: Published,
    after: Published,
    contest: str,
    figures: Sequence[str],
    stations: pl.DataFrame,
    why: pl.DataFrame,
) -> pl.DataFrame:
    """Return what moved in the tally, explained by what moved in the stations below, or by an entry."""
    below = _below(before.stations, after.stations, stations, figures)
    tallies = _voted(before.tallies.get(contest), after.tallies.get(contest))
    old, new = (_by_place(tally, figures) for tally in tallies)
    both = old.join(new, on="jurisdiction", how="full", coalesce=True, suffix="_after").join(
        why, left_on="jurisdiction", right_on="place", how="left"
    )
    moved = pl.concat([_moved(both, figure, "jurisdiction") for figure in figures])
    explained = moved.join(below, on=["place", "figure"], how="left")
    by_stations = (
        (pl.col("sum").fill_null(0) == pl.col("difference")) & ~pl.col("silent_fall").fill_null(value=False)
    ).fill_null(value=False)
    return explained.with_columns(
        because=pl.when(by_stations)
        .then(pl.col("because").fill_null([]).list.concat(pl.col("because_below").fill_null([])))
        .otherwise(pl.col("because").fill_null([]))
        .list.unique()
        .list.sort(),
        reason=pl.col("reason")
        .fill_null([])
        .list.concat(pl.when(by_stations).then(pl.col("reason_below").fill_null([])).otherwise([]))
        .list.unique()
        .list.sort(),
    )


def _frames(before: Published, after: Published, contest: str, amended: pl.DataFrame) -> pl.DataFrame:
    """Return what moved in the number of stations and voters that places have.

    amended  entries of the definition: one explains its place and every place above it
    """
    above = pl.concat([_above(before.stations), _above(after.stations)]).unique()
    why = (
        amended.filter(pl.col("place_kind").is_in([kind.value for kind in PlaceKind]))
        .join(above, on=["place_kind", "place"], how="left")
        .with_columns(place=pl.coalesce("jurisdiction", "place"))
        .group_by("place")
        .agg(
            pl.col(column).list.explode(keep_nulls=False, empty_as_null=False).unique().sort()
            for column in ("because", "reason")
        )
    )
    tallies = _voted(before.tallies.get(contest), after.tallies.get(contest))
    old, new = (_by_place(tally, OF_FRAME) for tally in tallies)
    both = old.join(new, on="jurisdiction", how="full", coalesce=True, suffix="_after").join(
        why, left_on="jurisdiction", right_on="place", how="left"
    )
    return pl.concat([_moved(both, figure, "jurisdiction") for figure in OF_FRAME])


def _above(stations: pl.DataFrame) -> pl.DataFrame:
    """Return place_kind, place, jurisdiction: every place with itself and each jurisdiction above it."""
    levels = [column for column in stations.columns if column.startswith("level_")]
    pairs = [
        stations.select(place_kind=pl.lit(kind.value), place=pl.col(below), jurisdiction=pl.col(level))
        for kind, below, these in (
            (PlaceKind.STATION, "station", levels),
            *((PlaceKind.JURISDICTION, below, levels[: at + 1]) for at, below in enumerate(levels)),
        )
        for level in these
    ]
    schema = {"place_kind": pl.String(), "place": pl.String(), "jurisdiction": pl.String()}
    return pl.concat([pl.DataFrame(schema=schema), *pairs]).drop_nulls().unique()


def _voted(
    before: pl.DataFrame | None, after: pl.DataFrame | None
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """Return two tallies without the places that one of them alone has, and where no listed station votes.

    Older publications have a row of every place in every contest, with nothing in it.
    """
    if before is None or after is None:
        return before, after

    def without_idle(tally: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        both = pl.col("jurisdiction").is_in(other["jurisdiction"].implode())
        return tally.filter(both | (pl.col(LISTED) > 0)) if LISTED in tally.columns else tally

    return without_idle(before, after), without_idle(after, before)


def _by_place(tally: pl.DataFrame | None, figures: Sequence[str]) -> pl.DataFrame:
    frame = pl.DataFrame(schema={"jurisdiction": pl.String}) if tally is None else tally
    return conform(frame, {"jurisdiction": pl.String(), **dict.fromkeys(figures, COUNT)})


def _below(
    before: pl.DataFrame, after: pl.DataFrame, stations: pl.DataFrame, figures: Sequence[str]
) -> pl.DataFrame:
    """Return what the stations of each place add to it: place, figure, sum, why, silent_fall.

    A station that an amendment put elsewhere leaves one place and enters another.
    """
    frames = []
    for figure in figures:
        left = _placed(before, stations, pl.col(figure), -1)
        entered = _placed(after, stations, pl.col(f"{figure}_after"), 1)
        by_station = (
            pl.concat([left, entered])
            .group_by("place", "station")
            .agg(
                pl.col("value").sum(),
                pl.col("present").sum(),
                pl.col("because").first(),
                pl.col("reason").first(),
            )
            .filter((pl.col("value") != 0) | (pl.col("present") != 0))
        )
        silent = (pl.col("value") < 0) & (pl.col("because").list.len() == 0)
        frames.append(
            by_station.group_by("place").agg(
                figure=pl.lit(figure).first(),
                sum=pl.col("value").sum(),
                silent_fall=silent.any(),
                because_below=pl.col("because")
                .list.explode(keep_nulls=False, empty_as_null=False)
                .unique()
                .sort(),
                reason_below=pl.col("reason")
                .list.explode(keep_nulls=False, empty_as_null=False)
                .unique()
                .sort(),
            )
        )
    return pl.concat(frames)


def _placed(places: pl.DataFrame, stations: pl.DataFrame, value: pl.Expr, sign: int) -> pl.DataFrame:
    """Return a row a station and jurisdiction above it, with the signed value of one figure."""
    levels = [column for column in places.columns if column.startswith("level_")]
    rows = stations.select(
        "station",
        (value.fill_null(0) * sign).alias("value"),
        (value.is_not_null().cast(COUNT) * sign).alias("present"),
        "because",
        "reason",
    ).join(places, on="station")
    return pl.concat(
        [
            rows.select(pl.col(level).alias("place"), "station", "value", "present", "because", "reason")
            for level in levels
        ]
        or [rows.select(pl.col("station").alias("place"), "station", "value", "present", "because", "reason")]
    ).drop_nulls("place")
