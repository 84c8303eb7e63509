"""Our results beside the readings of others, which are never counted."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.acts.operation import Operation
from testigo.columns import IMPORTED, Status, conform, results_schema
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import read_table
from testigo.official.corroborate import Case, Corroboration, corroborate
from testigo.snapshot import Snapshot
from tests import world
from tests.commands import run
from tests.conftest import SHARED
from tests.releases import DATA, MODEL, grown

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this repository")
THE_SEVEN = [
    "030602001.02", "070301020.01", "070904028.04", "070908043.01", "110202070.01", "190601010.01",
    "200701014.02",
]  # fmt: skip


def ours(*rows: tuple[str, int | None, int | None], status: str = Status.ACCEPTED) -> dict[str, pl.DataFrame]:
    named = [
        {"station": station, "status": status, "votes_red": red, "votes_blue": blue}
        for station, red, blue in rows
    ]
    schema = results_schema(world.figures_of(world.contest()))
    return {"mayor": conform(pl.DataFrame(named), schema)}


def theirs(*rows: tuple[str, int | None, int | None]) -> pl.LazyFrame:
    long = [
        (0, station, "mayor", None, figure, value)
        for station, red, blue in rows
        for figure, value in (("votes_red", red), ("votes_blue", blue))
    ]
    return pl.LazyFrame(long, schema=IMPORTED, orient="row")


def case(found: Corroboration) -> Case:
    return Case(found.stations["case"].item())


def test_a_station_agrees_where_every_figure_that_both_have_is_the_same() -> None:
    assert case(corroborate(ours(("A1-1.01", 1, 2)), theirs(("A1-1.01", 1, 2)))) is Case.AGREE
    assert case(corroborate(ours(("A1-1.01", 1, 2)), theirs(("A1-1.01", 1, None)))) is Case.AGREE


def test_one_figure_that_is_another_is_enough_to_differ() -> None:
    found = corroborate(ours(("A1-1.01", 1, 2)), theirs(("A1-1.01", 1, 3)))
    assert case(found) is Case.DIFFER
    assert found.figures.rows() == [(0, "mayor", "A1-1.01", "votes_blue", 2, 3)]


def test_unread_figures_say_nothing() -> None:
    found = corroborate(ours(("A1-1.01", None, 2)), theirs(("A1-1.01", 1, None)))
    assert case(found) is Case.NOTHING_IN_COMMON


def test_stations_that_only_one_side_has_are_named_for_it() -> None:
    found = corroborate(ours(("A1-1.01", 1, 2)), theirs(("A1-1.02", 3, 4)))
    assert dict(found.stations.select("station", "case").rows()) == {
        "A1-1.01": Case.ONLY_HERE,
        "A1-1.02": Case.ONLY_THERE,
    }
    assert found.worth(Case.ONLY_THERE) == {"votes_blue": 4, "votes_red": 3}


def test_a_result_that_is_not_accepted_is_not_ours_to_compare() -> None:
    found = corroborate(ours(("A1-1.01", None, None), status=Status.DISPUTED), theirs(("A1-1.01", 1, 2)))
    assert case(found) is Case.ONLY_THERE


ROWS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1)


@given(ROWS, ROWS)
def test_every_station_of_either_side_is_in_exactly_one_case(
    here: dict[str, tuple[int, int]], there: dict[str, tuple[int, int]]
) -> None:
    found = corroborate(
        ours(*((code, *votes) for code, votes in here.items())),
        theirs(*((code, *votes) for code, votes in there.items())),
    )
    assert sorted(found.stations["station"]) == sorted(here.keys() | there.keys())
    assert found.number(Case.AGREE) == sum(here[code] == there[code] for code in here.keys() & there.keys())
    assert found.number(Case.ONLY_HERE) == len(here.keys() - there.keys())


def mapping(folder: Path) -> Path:
    """The mapping of the independent readings, with the method as we call it."""
    file = folder / "map-qr.toml"
    written = (MODEL / "map-qr.toml").read_text().replace("machine code, third party", "machine code")
    file.write_text(written)
    return file


def held_against_the_codes(snapshot: Snapshot, folder: Path) -> Corroboration:
    file = DATA / "independent-qr-reading.csv"
    read = parse_mapping(mapping(folder).read_bytes(), "map-qr.toml")
    table = read_table({file.name: [file.read_bytes()]}, read, snapshot.election, snapshot.profiles)
    return corroborate(snapshot.results, table.long())


def numbers(found: Corroboration) -> tuple[int, ...]:
    cases = (Case.AGREE, Case.DIFFER, Case.ONLY_THERE, Case.ONLY_HERE)
    return tuple(found.number(case) for case in cases)


@needs_shared
def test_t5_the_first_release_against_the_codes_that_others_read(
    venezuela_snapshot: Snapshot, tmp_path: Path
) -> None:
    found = held_against_the_codes(venezuela_snapshot, tmp_path)
    assert numbers(found) == (21_917, 7, 28, 2_608)
    differing = found.stations.filter(pl.col("case") == Case.DIFFER.value)
    assert differing["station"].to_list() == THE_SEVEN
    worth = found.worth(Case.ONLY_THERE)
    assert (worth["votes_EG"], worth["votes_NM"], sum(worth.values())) == (8_109, 3_805, 12_171)


@needs_shared
def test_t5_the_second_release_against_the_codes_that_others_read(
    venezuela: Operation, tmp_path: Path
) -> None:
    found = held_against_the_codes(grown(venezuela, tmp_path).snapshot(), tmp_path)
    assert numbers(found)[:3] == (21_930, 7, 15)
    differing = found.stations.filter(pl.col("case") == Case.DIFFER.value)
    assert differing["station"].to_list() == THE_SEVEN


@needs_shared
def test_the_command_says_it_and_writes_nothing(
    venezuela: Operation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = venezuela.journal.last()
    exhibits = set(venezuela.exhibits.names())
    file = DATA / "independent-qr-reading.csv"
    assert run("corroborate", venezuela.folder, file, "--mapping", mapping(tmp_path)) == 0
    said = capsys.readouterr().out
    assert all(number in said for number in ("21,917", "2,608", "8,109", "3,805", *THE_SEVEN))
    assert "None of these readings was counted." in said
    assert (venezuela.journal.last(), set(venezuela.exhibits.names())) == (last, exhibits)
