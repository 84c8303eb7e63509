"""Stage 11, step 6: the list of errata says what the evidence and the definition say.

In   the snapshot that was derived from what is disclosed, and the definition as it was sealed.
Out  a Failure for each entry that contradicts it, and for each decision or amendment without its entry.

What fell is not disclosed, so an entry can be held only against what stands: what is said to be withdrawn
must not stand, and what stands must have every entry that led to it. The rest is for who has an earlier
publication (`earlier`, `testigo changes`). In words: spec/errata.md.
"""

import datetime
from collections.abc import Mapping, Sequence

import polars as pl

from testigo.columns import ERRATA, POLLING_PLACE, ErratumKind, PlaceKind
from testigo.election.definition import Election
from testigo.election.load import load
from testigo.publication.format import data_path
from testigo.snapshot import Snapshot
from testigo.standing.amended_figures import standing_amendments
from testigo.standing.errata import sorted_errata
from testigo.verification.decided import DECIDING, Found, Row, any_decided, decided_failures
from testigo.verification.report import Failure

READINGS = (ErratumKind.WITHDRAWAL.value, ErratumKind.RESTORATION.value)
MOST_FAILURES = 1_000


def check_errata(
    snapshot: Snapshot, definition: Mapping[str, bytes], day: datetime.date | None
) -> tuple[Failure, ...]:
    """Return what does not hold in the list of errata.

    definition  its files as they were sealed
    day         of the publication; None where no announcement could be read
    """
    path = data_path("evidence/errata.parquet", drill=snapshot.election.drill)
    errata = snapshot.evidence.errata
    if errata.is_empty() and not snapshot.election.amendments and not any_decided(snapshot.evidence):
        return ()
    if not sorted_errata(errata).equals(errata):
        return (Failure("errata.order", path),)
    sealed = load(definition)
    found: list[Failure] = []
    for row, code, expected in contradictions(snapshot, sealed, day):
        found.append(Failure(code, path, cell_of(row), before_and_after(row), expected))
        if len(found) == MOST_FAILURES:
            break
    return tuple(found)


def contradictions(snapshot: Snapshot, sealed: Election, day: datetime.date | None) -> Found:
    """Yield every entry that does not hold."""
    errata = snapshot.evidence.errata
    yield from malformed(errata, snapshot.election, day)
    for contest, readings in snapshot.evidence.readings.items():
        of_contest = errata.filter((pl.col("contest") == contest) & pl.col("reading").is_not_null())
        yield from of_readings(of_contest.filter(pl.col("kind").is_in(READINGS)), readings)
    yield from decided_failures(errata, snapshot.evidence)
    yield from of_amendments(errata.filter(pl.col("contest").is_null()), sealed, snapshot.election)


def malformed(errata: pl.DataFrame, election: Election, day: datetime.date | None) -> Found:
    """Yield entries of no kind, day, contest or place that there is."""
    places = {
        PlaceKind.STATION.value: election.stations["station"],
        PlaceKind.JURISDICTION.value: election.jurisdictions["jurisdiction"],
        POLLING_PLACE: election.polling_places["polling_place"],
    }
    kinds, contests = list(ErratumKind), [contest.contest for contest in election.contests]
    of_definition = pl.col("contest").is_null()
    yield from with_code(errata.filter(~pl.col("kind").is_in(kinds).fill_null(value=False)), "errata.kind")
    yield from with_code(
        errata.filter(~pl.col("contest").is_in(contests).fill_null(value=True)), "errata.contest"
    )
    known = pl.any_horizontal(
        (pl.col("place_kind") == kind) & pl.col("place").is_in(codes.implode())
        for kind, codes in places.items()
    )
    # What an amendment had found and lost again is no place of the definition any more.
    yield from with_code(errata.filter(~(known.fill_null(value=False) | of_definition)), "errata.place")
    amending = pl.col("kind") == ErratumKind.AMENDMENT.value
    may_amend = pl.col("kind").is_in([ErratumKind.AMENDMENT.value, *READINGS])
    of_reading = pl.col("reading").is_not_null()
    yield from with_code(errata.filter(of_definition & (of_reading | ~may_amend)), "errata.contest")
    yield from with_code(errata.filter(~of_definition & amending), "errata.contest")
    yield from with_code(errata.filter(of_reading & pl.col("kind").is_in(DECIDING)), "errata.kind")
    for row in errata.unique("day", keep="first", maintain_order=True).iter_rows(named=True):
        if not is_day(row["day"], day):
            yield row, "errata.day", None if day is None else day.isoformat()


def is_day(text: str | None, last: datetime.date | None) -> bool:
    """Whether a text is an ISO day, not after `last`."""
    try:
        day = datetime.date.fromisoformat(text or "")
    except ValueError:
        return False
    return day.isoformat() == text and (last is None or day <= last)


def of_readings(entries: pl.DataFrame, standing: pl.DataFrame) -> Found:
    """Yield entries of readings that contradict the readings that stand.

    entries   withdrawals and restorations of one contest
    standing  its READINGS
    """
    fell, back = (pl.col("day").filter(pl.col("kind") == kind) for kind in READINGS)
    turns = entries.group_by("reading").agg(first=fell.min(), last=fell.max(), back=back.max())
    told = entries.join(turns, on="reading").unique("reading", keep="first", maintain_order=True)
    first, last, returned = (pl.col(name) for name in ("first", "last", "back"))
    stands = told.join(standing.select("reading", "station"), on="reading")
    yield from with_code(stands.filter(returned.is_null() | (returned < last)), "errata.stands")
    yield from with_code(stands.filter(pl.col("place") != pl.col("station")), "errata.place")
    yield from with_code(told.filter(first.is_null() | (first > returned)), "errata.never_fell")
    yield from of_figures(entries.drop_nulls("figure"), standing)


def of_figures(entries: pl.DataFrame, standing: pl.DataFrame) -> Found:
    """Yield figures of entries that are not those of the readings that stand."""
    figures = [name for name in standing.columns if standing.schema[name] == ERRATA["after"]]
    yield from with_code(entries.filter(~pl.col("figure").is_in(figures)), "errata.figure")
    there = standing.join(entries, left_on="station", right_on="place", how="semi")
    cells = there.unpivot(figures, index=["reading", "station"], variable_name="figure", value_name="value")
    own = entries.join(cells, on=["reading", "figure"], how="inner")
    fell = pl.col("kind") == ErratumKind.WITHDRAWAL.value
    had = pl.when(fell).then("before").otherwise("after")
    for row in own.filter(~had.eq_missing(pl.col("value"))).iter_rows(named=True):
        yield row, "errata.figure", number(row["value"])
    says_now = entries.filter(fell & pl.col("after").is_not_null()).join(
        cells, left_on=["place", "figure", "after"], right_on=["station", "figure", "value"], how="anti"
    )
    yield from with_code(says_now, "errata.figure")


def of_amendments(entries: pl.DataFrame, sealed: Election, election: Election) -> Found:
    """Yield amendments without their entry, and entries without their amendment.

    A place that a withdrawn amendment had touched is held only to what stands: other entries of it tell what
    is no longer disclosed.
    """
    expected = standing_amendments(sealed, election.amendments)
    amendments = entries.filter(pl.col("kind") == ErratumKind.AMENDMENT.value)
    undone = entries.filter(pl.col("kind").is_in(READINGS))
    place, move = ["place_kind", "place"], ["place_kind", "place", "reason", "figure", "after"]
    whole = [*move, "before"]
    now = expected.join(amendments, on=move, how="anti", nulls_equal=True)
    for row in now.iter_rows(named=True):
        yield row, "errata.amendment_unlisted", number(row["after"])
    settled = amendments.join(undone, on=place, how="anti")
    yield from with_code(
        settled.join(expected, on=whole, how="anti", nulls_equal=True), "errata.no_amendment"
    )
    yield from with_code(undone.join(amendments, on=place, how="anti"), "errata.never_fell")


def with_code(entries: pl.DataFrame, code: str) -> Found:
    """Yield each of these entries with one code."""
    for row in entries.iter_rows(named=True):
        yield row, code, None


def cell_of(row: Row) -> str:
    """Return which entry it is."""
    names: Sequence[str] = ("kind", "contest", "place", "figure")
    return "/".join(str(row[name]) for name in names if row.get(name) is not None)


def before_and_after(row: Row) -> str:
    """Return what an entry says: its figures, as `before -> after`."""
    return f"{number(row.get('before'))} -> {number(row.get('after'))}"


def number(value: object) -> str:
    """Return a figure, or `-` where there is none."""
    return "-" if value is None else str(value)
