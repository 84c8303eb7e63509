"""What is derived does not depend on how a table came: in any order, whole or in parts, under any names."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from testigo.snapshot import Snapshot
from tests.shapes.invented import CONTESTS, OPTIONS, STATIONS, TABLE, operation, take

STATION_CODES = ("A1", "A2", "B1")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(STATION_CODES), st.sampled_from(("red", "blue")), st.none() | st.integers(0, 60)
    ),
    min_size=1,
    unique_by=lambda row: row[:2],
)
LONG = (
    TABLE + 'contest = { constant = "mayor" }\nvalue = "votes"\nabsent = "zero"\n'
    'figure = { join = [{ constant = "votes" }, "option"], with = "_" }\n'
)
HEADER = "station,option,votes\n"
Row = tuple[str, str, int | None]


@contextmanager
def fresh() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def written(rows: Sequence[Row]) -> str:
    return HEADER + "".join(f"{s},{o},{'' if v is None else v}\n" for s, o, v in rows)


def state(snapshot: Snapshot) -> list[pl.DataFrame]:
    """Everything that is derived of the contest; names of readings, which count imports, left out."""
    findings = snapshot.findings.drop("reading").sort("station", "code")
    return [snapshot.results["mayor"], snapshot.tallies["mayor"], snapshot.bounds["mayor"], findings]


def assert_same(one: Snapshot, other: Snapshot) -> None:
    for left, right in zip(state(one), state(other), strict=True):
        assert_frame_equal(left, right)


def imported(files: Sequence[tuple[str, str]], *, at_once: bool = True) -> Snapshot:
    with fresh() as folder:
        made = operation(folder / "operation")
        if at_once:
            return take(made, LONG, dict(files))
        for name, text in files:
            snapshot = take(made, LONG, {name: text})
        return snapshot


@settings(max_examples=12, deadline=None)
@given(rows=ROWS, data=st.data())
def test_importing_whole_in_parts_or_in_any_order_gives_the_same(
    rows: list[Row], data: st.DataObject
) -> None:
    by_station = [(f"{code}.csv", written([row for row in rows if row[0] == code])) for code in STATION_CODES]
    parts = [(name, text) for name, text in by_station if text != HEADER]
    whole = imported([("all.csv", written(data.draw(st.permutations(rows))))])
    assert_same(whole, imported(parts))
    assert_same(whole, imported(data.draw(st.permutations(parts)), at_once=False))


@settings(max_examples=12, deadline=None)
@given(rows=ROWS)
def test_renaming_options_and_stations_changes_no_figure(rows: list[Row]) -> None:
    options = {"red": "zorro", "blue": "abeja"}
    stations = {"A1": "Z-900", "A2": "M.5", "B1": "007"}
    renamed = [(stations[station], options[option], votes) for station, option, votes in rows]
    texts = {"stations": STATIONS, "options": OPTIONS, "contests": CONTESTS}
    for old, new in stations.items():
        texts["stations"] = texts["stations"].replace(f"{old},,", f"{new},,")
    for old, new in options.items():
        texts["options"] = texts["options"].replace(f"mayor,{old},", f"mayor,{new},")
    with fresh() as folder:
        other = take(operation(folder / "operation", **texts), LONG, {"all.csv": written(renamed)})
    one = imported([("all.csv", written(rows))])

    def back(name: str) -> str:
        for old, new in options.items():
            name = name.replace(new, old)
        return name

    for left, right in zip(
        (one.results["mayor"], one.tallies["mayor"]),
        (other.results["mayor"], other.tallies["mayor"]),
        strict=True,
    ):
        assert_frame_equal(
            left.drop("station", strict=False), right.rename(back).drop("station", strict=False)
        )
