"""The shipped example, held against the public data set and the figures that it is known to have (T1)."""

import importlib.util
import json
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from testigo.election.definition import Election
from testigo.election.geography import first_jurisdictions
from testigo.election.load import check, read_folder
from testigo.forms.load import load_profiles

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".." / "shared"
EXAMPLE = Path(str(resources.files("testigo.examples"))) / "venezuela-2024"
FIGURES = {
    "registered_voters": 17_745_239,
    "valid_votes": 10_659_128,
    "null_votes": 1_139,
    "votes_EG": 7_156_462,
    "votes_NM": 3_241_461,
    "votes_LM": 84_446,
    "votes_AE": 49_603,
    "votes_BERA": 37_408,
    "votes_EM": 25_570,
    "votes_JOBR": 21_583,
    "votes_JABE": 19_966,
    "votes_CF": 12_321,
    "votes_DC": 10_308,
}


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return read_folder(EXAMPLE / "election")


@pytest.fixture(scope="module")
def election(files: Mapping[str, bytes]) -> Election:
    loaded, warnings = check(files)
    assert not warnings
    return loaded


@pytest.fixture(scope="module")
def results() -> pl.DataFrame:
    counts = dict.fromkeys(FIGURES, pl.Int64)
    return pl.read_csv(EXAMPLE / "results" / "results.csv", schema_overrides={"station": pl.String, **counts})


def make_example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_example", ROOT / "scripts" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_is_what_its_script_makes_of_the_data_set() -> None:
    if not SHARED.is_dir():
        pytest.skip("the public data set is not beside the repository")
    made = make_example().example()

    assert {name: (EXAMPLE / name).read_bytes() for name in made} == made
    assert set(read_folder(EXAMPLE)) - set(made) == {"SOURCES.md", "election/geometry.geojson"}


def test_the_example_has_the_places_of_the_2024_results(election: Election) -> None:
    stations = election.stations

    assert stations.height == 24_532
    assert stations["polling_place"].n_unique() == 12_817
    assert [stations[column].n_unique() for column in election.level_columns] == [1, 24, 326, 1_072]


def test_the_frame_is_declared_for_the_country_and_unknown_below(election: Election) -> None:
    country, *below = election.jurisdictions.iter_rows(named=True)

    assert (country["frame"], country["stations"], country["registered_voters"]) == (
        "declared",
        30_026,
        21_392_464,
    )
    assert country["source"]
    assert {row["frame"] for row in below} == {"unknown"}


def test_every_station_of_the_results_is_listed_with_its_roll(
    election: Election, results: pl.DataFrame
) -> None:
    both = results.join(election.stations, on=["station", "registered_voters"], validate="1:1")

    assert both.height == results.height == election.stations.height


def test_the_results_add_up_to_the_published_totals(results: pl.DataFrame) -> None:
    assert results.select(pl.col(*FIGURES).sum()).row(0, named=True) == FIGURES


def test_every_row_of_the_results_adds_up_and_stays_within_its_roll(results: pl.DataFrame) -> None:
    votes = [column for column in FIGURES if column.startswith("votes_")]

    assert results.filter(pl.sum_horizontal(votes) != pl.col("valid_votes")).is_empty()
    assert results.filter(
        pl.col("valid_votes") + pl.col("null_votes") > pl.col("registered_voters")
    ).is_empty()


def test_the_ballot_has_ten_candidates_and_38_party_lines_in_order(election: Election) -> None:
    president = election.contest("president")

    assert [option.option for option in president.options] == [
        "NM",
        "LM",
        "JABE",
        "JOBR",
        "AE",
        "CF",
        "DC",
        "EG",
        "EM",
        "BERA",
    ]
    assert [line.position for line in president.lines] == list(range(1, 39))
    assert president.lines_of("EG") == ("line_UNTC", "line_MPV", "line_MUD")


def test_every_state_has_its_name_with_accents_and_its_outline(election: Election) -> None:
    assert election.geometry is not None
    shapes = json.loads(election.geometry)["features"]
    states = election.jurisdictions.filter(pl.col("level") == 2)

    assert {"Anzoátegui", "Bolívar", "Falcón", "Guárico", "Mérida", "Táchira"} <= set(states["name"])
    assert {shape["properties"]["code"]: shape["properties"]["name"] for shape in shapes} == dict(
        states.select("jurisdiction", "name").iter_rows()
    )
    assert all(shape["geometry"]["coordinates"] for shape in shapes)


def test_names_of_places_are_in_title_case_without_prefix_or_damage(election: Election) -> None:
    names = dict(election.jurisdictions.select("jurisdiction", "name").iter_rows())

    assert [name for name in names.values() if re.search(r"¿|^(MP|PQ|CM)\.", name)] == []
    assert "Montaña Verde" in names.values()
    assert "23 de Enero" in names.values()
    assert "Pampanito II" in names.values()


def test_the_first_jurisdiction_of_every_place_is_a_state(election: Election) -> None:
    states = set(first_jurisdictions(election).values())

    assert len(states - {election.root}) == 24


def test_the_form_of_the_example_is_a_shipped_profile(files: Mapping[str, bytes], election: Election) -> None:
    assert list(load_profiles(files, election)) == ["venezuela-2024"]


def test_no_file_of_the_example_holds_an_image_address_or_a_place_by_name() -> None:
    for name, content in read_folder(EXAMPLE).items():
        if name != "SOURCES.md":
            assert b"http" not in content, name
            assert b".jpg" not in content, name
    assert "polling_places.csv" not in read_folder(EXAMPLE / "election")


def test_claims_stand_as_they_were_printed() -> None:
    claims = pl.read_csv(EXAMPLE / "official" / "claims.csv", infer_schema=False)

    assert claims.filter((pl.col("claim") == "bulletin-2") & (pl.col("figure") == "votes_NM")).select(
        "value", "thousands"
    ).rows() == [("6,408,844", ",")]
    assert "51.20 %" in claims["value"].to_list()
    assert claims.height == 12
