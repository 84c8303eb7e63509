"""Peru, 11 April 2021, whole and from its original files: the figures of the data's README, to the digit."""

import datetime
import os
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.new_operation import Choices, new_operation
from testigo.acts.operation import Operation
from testigo.columns import DocumentClass, Status
from testigo.snapshot import Snapshot

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "peru-2021"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside this repository")

VOTES = {
    "perulibre": 2_618_100, "fp": 1_731_932, "avpais": 1_459_547, "rp": 1_459_006, "ap": 1_209_650,
    "jpp": 1_013_040, "app": 806_160, "vn": 707_283, "pp": 704_869, "morado": 279_497, "ppc": 241_975,
    "pnp": 218_809, "sp": 216_405, "upp": 93_267, "runa": 83_243, "fa": 60_083, "pps": 48_318, "dd": 46_055,
}  # fmt: skip
PARTIES = {
    "00000001": "ap", "00000002": "app", "00000003": "avpais", "00000004": "dd", "00000005": "fa",
    "00000007": "fp", "00000008": "jpp", "00000010": "sp", "00000011": "morado", "00000012": "pnp",
    "00000014": "perulibre", "00000015": "ppc", "00000017": "pps", "00000018": "pp", "00000019": "runa",
    "00000020": "rp", "00000021": "upp", "00000022": "vn",
}  # fmt: skip
METRICS = {
    "TOTAL DE VOTOS VÁLIDOS": "valid_votes",
    "VOTOS EN BLANCO": "blank_votes",
    "VOTOS NULOS": "null_votes",
    "TOTAL DE VOTOS EMITIDOS": "total_votes",
}
WITHOUT_ALL_STATIONS = 12
LACKING = {"14": 6_558, "02": 17, "10": 9}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("peru") / "operation"
    choices = Choices(folder, "peru-2021", drill=False, key=None, day=datetime.date(2026, 1, 2), data=DATA)
    list(new_operation(choices, os.urandom))
    return Operation(folder).snapshot()


@pytest.fixture(scope="module")
def tally(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.tallies["president"]


@pytest.fixture(scope="module")
def country(tally: pl.DataFrame) -> dict[str, int]:
    return tally.filter(pl.col("jurisdiction") == "PE").to_dicts()[0]


def complete(tally: pl.DataFrame) -> pl.DataFrame:
    """The districts of which the authority says the number of stations, and of which every form is here."""
    declared = tally.filter((pl.col("level") == 4) & (pl.col("frame") == "declared"))
    return declared.filter(pl.col("stations_accepted") == pl.col("stations"))


def official(file: str) -> pl.DataFrame:
    return pl.read_csv(DATA / file, infer_schema=False)


def test_every_total_comes_out_to_the_digit(country: dict[str, int]) -> None:
    assert {option: country[f"votes_{option}"] for option in VOTES} == VOTES
    others = (
        "registered_voters",
        "total_votes",
        "valid_votes",
        "blank_votes",
        "null_votes",
        "other_impugned",
    )
    assert [country[figure] for figure in others] == [
        22_500_606, 16_031_345, 12_997_239, 2_031_337, 1_002_769, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "stations", "cast", "valid"),
    [
        (DocumentClass.RESULT, 76_211, 15_870_716, 12_997_239),
        (DocumentClass.ANNULLED, 753, 160_629, 0),
        (DocumentClass.NOT_INSTALLED, 189, 0, 0),
    ],
)
def test_each_class_of_form_has_its_stations_and_ballots(
    snapshot: Snapshot, kind: DocumentClass, stations: int, cast: int, valid: int
) -> None:
    of_kind = snapshot.results["president"].filter(pl.col("document_class") == kind.value)
    assert (of_kind.height, of_kind["total_votes"].sum(), of_kind["valid_votes"].sum()) == (
        stations,
        cast,
        valid,
    )


def test_the_9335_stations_without_a_record_are_missing_and_hang_on_the_country(
    snapshot: Snapshot, country: dict[str, int]
) -> None:
    missing = snapshot.results["president"].filter(pl.col("status") == Status.MISSING.value)
    stations = snapshot.election.stations.join(missing, on="station", how="semi")
    assert (missing.height, country["stations_missing"], country["stations"]) == (9_335, 9_335, 86_488)
    assert stations["jurisdiction"].unique().to_list() == ["PE"]


def test_stations_that_were_never_installed_leave_the_denominator_of_turnout(country: dict[str, int]) -> None:
    not_installed = country["registered_voters"] - country["turnout_registered_voters"]
    assert country["turnout_stations"] == 77_153 - 189
    assert (country["turnout_registered_voters"], not_installed) == (22_446_702, 53_904)
    assert country["turnout_ballots"] == 16_031_345


def test_no_sum_is_wrong_and_no_form_has_more_ballots_than_voters(snapshot: Snapshot) -> None:
    assert not set(snapshot.findings["code"]) & {"S.201", "S.202", "T.301"}


def test_1862_districts_are_complete_and_the_others_lack_their_known_number(tally: pl.DataFrame) -> None:
    declared = tally.filter((pl.col("level") == 4) & (pl.col("frame") == "declared"))
    lacking = declared.filter(pl.col("stations_missing") > 0).group_by(
        pl.col("jurisdiction").str.head(2).alias("department")
    )
    assert (complete(tally).height, declared.height) == (1_862, 1_862 + WITHOUT_ALL_STATIONS)
    assert dict(lacking.agg(pl.col("stations_missing").sum()).iter_rows()) == LACKING


def test_the_comparison_itself_finds_every_figure_of_the_authority_in_complete_districts(
    snapshot: Snapshot, tally: pl.DataFrame
) -> None:
    figures = snapshot.discrepancies.join(
        complete(tally), left_on="place", right_on="jurisdiction", how="semi"
    )
    of_parties = figures.filter(pl.col("figure").str.starts_with("votes_"))
    assert (figures.height, of_parties.height) == (48_412, 33_516)
    assert figures["difference"].unique().to_list() == [0]


def test_no_claim_about_any_district_contradicts_the_forms(snapshot: Snapshot) -> None:
    assert snapshot.contradictions.is_empty()


def test_all_votes_of_parties_in_complete_districts_are_those_of_the_authority(tally: pl.DataFrame) -> None:
    theirs = official("presidencial-resultados-partidos.csv.gz").select(
        jurisdiction="ubigeo",
        figure=pl.lit("votes_") + pl.col("cod_partido").replace_strict(PARTIES),
        theirs=pl.col("total_votos").str.strip_suffix(".0").cast(pl.Int64),
    )
    compared = compare(tally, theirs)
    assert (compared.height, compared["agrees"].sum()) == (33_516, 33_516)


def test_all_other_figures_in_complete_districts_are_those_of_the_authority(tally: pl.DataFrame) -> None:
    votes = official("presidencial-datos-votos.csv.gz").select(
        jurisdiction="ubigeo",
        figure=pl.col("metrica").replace_strict(METRICS),
        theirs=pl.col("cantidad").cast(pl.Int64),
    )
    states = official("presidencial-datos-resumen.csv.gz")
    named = {
        "registered_voters": "ELECTORES_HABIL",
        "stations": "MESAS_HABILES",
        "stations_not_installed": "MESAS_NO_INST",
    }
    others = [
        states.select(
            jurisdiction="ubigeo",
            figure=pl.lit(figure),
            theirs=pl.col(column).str.replace_all(",", "").cast(pl.Int64),
        )
        for figure, column in named.items()
    ]
    compared = compare(tally, pl.concat([votes, *others]))
    assert (compared.height, compared["agrees"].sum()) == (1_862 * 7, 1_862 * 7)


def compare(tally: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Their figures in complete districts, each with whether ours is the same."""
    figures = theirs["figure"].unique().to_list()
    ours = complete(tally).unpivot(
        on=figures, index="jurisdiction", variable_name="figure", value_name="ours"
    )
    joined = ours.join(theirs, on=["jurisdiction", "figure"])
    return joined.with_columns(agrees=pl.col("ours").eq_missing(pl.col("theirs")))


def test_lima_shows_what_is_missing_and_nothing_is_extrapolated(
    snapshot: Snapshot, tally: pl.DataFrame
) -> None:
    lima = tally.filter(pl.col("jurisdiction") == "14").to_dicts()[0]
    district = tally.filter(pl.col("jurisdiction") == "140101").to_dicts()[0]
    bounds = snapshot.bounds["president"].filter(pl.col("jurisdiction") == "14").to_dicts()[0]
    assert (lima["stations_missing"], lima["stations_accepted"]) == (6_558, 21_384)
    assert district["stations"] == 993
    assert lima["stations_accepted"] < lima["stations"]
    assert bounds["share_lowest_perulibre"] < bounds["share_highest_perulibre"]
    assert bounds["decided"] is not True


def test_nobody_claims_completeness_of_stations_abroad(tally: pl.DataFrame) -> None:
    abroad = tally.filter(pl.col("jurisdiction").is_in(["91", "92", "93", "94", "95"]))
    assert abroad["stations_accepted"].sum() == 689
    assert abroad["total_votes"].sum() == 37_345
    assert abroad["coverage_of_stations"].null_count() == 5
