"""The rules on a real election: Venezuela, 28 July 2024, 24,532 published forms."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from testigo.checks.run import run
from testigo.columns import conform, readings_schema
from tests import world
from tests.checks.checking import figures

RELEASE = Path(__file__).resolve().parents[2].parent / "shared/data/venezuela-2024/RESULTADOS_2024_CSV_V1.csv"
PRESIDENT = world.contest(
    "president", options=("NM", "LM", "JABE", "JOBR", "AE", "CF", "DC", "EG", "EM", "BERA")
)
PROFILE = replace(world.PROFILE, counters=("registered_voters", "valid_votes", "null_votes"))


@pytest.fixture(scope="module")
def published() -> pl.DataFrame:
    """READINGS of the release of 2 August 2024."""
    if not RELEASE.exists():
        pytest.skip("the published table is not beside the repository (../shared)")
    table = pl.read_csv(RELEASE, infer_schema=False)
    station = pl.concat_str(pl.col("CENTRO").str.zfill(9), pl.lit("."), pl.col("MESA").str.zfill(2))
    named: Mapping[str, str] = {
        "registered_voters": "RE",
        "valid_votes": "VOTOS_VALIDOS",
        "null_votes": "VOTOS_NULOS",
        **{f"votes_{option.option}": option.option for option in PRESIDENT.options},
    }
    rows = table.select(station.alias("station"), station.alias("reading"), **named)
    return conform(rows, readings_schema(world.figures_of(PRESIDENT, PROFILE)))


@pytest.fixture(scope="module")
def said(published: pl.DataFrame) -> pl.DataFrame:
    stations = published.select(
        "station",
        pl.col("station").str.slice(0, 9).alias("polling_place"),
        jurisdiction=pl.lit("X"),
        stratum=pl.lit(None, pl.String),
        registered_voters="registered_voters",
        level_1=pl.lit("X"),
        level_2=pl.lit(None, pl.String),
        level_3=pl.lit(None, pl.String),
    )
    election = world.election([PRESIDENT], station_frame=stations)
    return run({"president": published}, election, {"form": PROFILE})


def test_no_form_of_the_release_is_blocked(said: pl.DataFrame) -> None:
    assert said.filter(pl.col("severity") == "blocking").is_empty()


def test_28_stations_have_a_turnout_over_95_percent(said: pl.DataFrame) -> None:
    assert said.filter(pl.col("code") == "T.302").height == 28


def test_7_stations_in_5_places_stand_apart_from_their_polling_place(said: pl.DataFrame) -> None:
    apart = said.filter(pl.col("code") == "N.501")
    assert apart.height == 7
    assert apart["station"].str.slice(0, 9).n_unique() == 5


def test_no_station_has_the_figures_of_another_beyond_what_chance_repeats(said: pl.DataFrame) -> None:
    assert said.filter(pl.col("code") == "C.401").is_empty()


def test_the_two_vectors_that_occur_twice_have_votes_for_two_options_only(published: pl.DataFrame) -> None:
    """Four stations in two equal vectors; so short ones recur by chance, hence the rule's border."""
    votes = list(PRESIDENT.vote_columns)
    twins = published.filter(pl.struct(votes).is_duplicated())
    assert twins.height == 4
    assert twins.select(pl.sum_horizontal(pl.col(votes) > 0)).to_series().to_list() == [2, 2, 2, 2]


def test_nothing_else_is_found(said: pl.DataFrame) -> None:
    assert set(said["code"]) == {"T.302", "N.501"}


def test_an_outlier_says_both_sides(said: pl.DataFrame) -> None:
    apart = said.filter(pl.col("code") == "N.501")
    assert all(list(each) == ["votes_EG", "votes_NM", "rest_first", "rest_second"] for each in figures(apart))
