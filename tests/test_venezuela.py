"""The real election of 28 July 2024: every figure that must come out, to the digit.

T1 to T4, T10, bounds and bulletins; known totals: the README of the data.
"""

import datetime
from dataclasses import replace

import polars as pl
import pytest

from testigo.acts.operation import Operation
from testigo.columns import ratio
from testigo.record.disclose import disclose
from testigo.snapshot import Snapshot, derive
from tests.conftest import SHARED
from tests.keys import invented_names

VOTES = {
    "EG": 7_156_462,
    "NM": 3_241_461,
    "LM": 84_446,
    "JABE": 19_966,
    "JOBR": 21_583,
    "AE": 49_603,
    "CF": 12_321,
    "DC": 10_308,
    "EM": 25_570,
    "BERA": 37_408,
}


@pytest.fixture(scope="module")
def country(venezuela_snapshot: Snapshot) -> dict[str, int]:
    tally = venezuela_snapshot.tallies["president"].filter(pl.col("jurisdiction") == "VE")
    return tally.to_dicts()[0]


@pytest.fixture(scope="module")
def bounds(venezuela_snapshot: Snapshot) -> dict[str, object]:
    return venezuela_snapshot.bounds["president"].filter(pl.col("jurisdiction") == "VE").to_dicts()[0]


def contradiction(snapshot: Snapshot, kind: str, claim: str) -> dict[str, int]:
    rows = snapshot.contradictions.filter((pl.col("kind") == kind) & (pl.col("claim") == claim))
    return rows.to_dicts()[0]


def test_t1_rows_places_states_and_municipalities(venezuela_snapshot: Snapshot) -> None:
    stations = venezuela_snapshot.election.stations
    assert venezuela_snapshot.evidence.readings["president"].height == 24_532
    assert stations["station"].n_unique() == 24_532
    assert stations["polling_place"].n_unique() == 12_817
    assert stations.select(pl.col("level_2", "level_3", "level_4").n_unique()).row(0) == (24, 326, 1_072)


def test_t2_totals_to_the_digit(country: dict[str, int]) -> None:
    assert {option: country[f"votes_{option}"] for option in VOTES} == VOTES
    assert (country["valid_votes"], country["null_votes"]) == (10_659_128, 1_139)
    assert country["registered_voters"] == 17_745_239
    assert (country["share_EG"], country["share_NM"]) == (6714, 3041)


def test_t2_no_sum_is_wrong_and_no_form_has_more_votes_than_voters(venezuela_snapshot: Snapshot) -> None:
    codes = set(venezuela_snapshot.findings["code"])
    assert not codes & {"S.201", "S.202", "T.301"}


def test_t3_stations_won(country: dict[str, int]) -> None:
    won = [country["stations_won_EG"], country["stations_won_NM"], country["stations_tied"]]
    assert won == [21_245, 3_246, 41]


def test_t3_states_from_sucre_to_tachira(venezuela_snapshot: Snapshot) -> None:
    states = venezuela_snapshot.tallies["president"].filter(pl.col("level") == 2)
    shares = states.select("jurisdiction", share=pl.col("votes_EG") / pl.col("valid_votes") * 100).sort(
        "share"
    )
    assert shares.row(0)[0] == "17"
    assert shares.row(-1)[0] == "18"
    assert [round(share, 4) for share in (shares["share"][0], shares["share"][-1])] == [50.0068, 81.8916]


def test_t3_municipalities_led(venezuela_snapshot: Snapshot) -> None:
    leads = venezuela_snapshot.leads["president"].filter(
        (pl.col("jurisdiction") == "VE") & (pl.col("level") == 3)
    )
    assert dict(leads.select("option", "jurisdictions").iter_rows()) == {"EG": 298, "NM": 28}


def test_t4_the_independent_reading_has_its_known_totals_under_our_names() -> None:
    path = SHARED / "data" / "venezuela-2024" / "independent-qr-reading.csv"
    if not path.exists():
        pytest.skip("../shared is absent: the independent reading is there")
    table = pl.read_csv(path, infer_schema=False)
    counts = table.select(pl.exclude("Acta").cast(pl.Int64))
    valid = counts.sum_horizontal().sum()
    assert table.height == 21_952
    assert (counts["Gonzalez"].sum(), counts["Maduro"].sum(), valid) == (6_392_350, 2_891_553, 9_515_322)
    shares = pl.DataFrame({"votes": [6_392_350, 2_891_553], "valid": [valid, valid]})
    assert shares.select(ratio(pl.col("votes"), pl.col("valid"))).to_series().to_list() == [6718, 3039]


def test_every_station_is_accepted_on_one_row_of_a_published_table(venezuela_snapshot: Snapshot) -> None:
    basis = venezuela_snapshot.by_basis["president"].to_dicts()
    assert basis == [{"group": "one row of a published table", "stations": 24_532, "valid_votes": 10_659_128}]
    assert venezuela_snapshot.by_provenance["president"]["group"].to_list() == ["third party"]


def test_coverage_is_of_all_stations_that_the_authority_declared(country: dict[str, int]) -> None:
    assert (country["stations_accepted"], country["stations"], country["stations_missing"]) == (
        24_532,
        30_026,
        5_494,
    )
    assert country["coverage_of_stations"] == 8170


def test_nothing_is_claimed_of_states_whose_frame_is_unknown(venezuela_snapshot: Snapshot) -> None:
    states = venezuela_snapshot.tallies["president"].filter(pl.col("level") == 2)
    bounds = venezuela_snapshot.bounds["president"].join(states.select("jurisdiction"), on="jurisdiction")
    assert states["coverage_of_stations"].null_count() == 24
    assert bounds["decided"].null_count() == 24


def test_the_lead_is_decided_by_267_776(bounds: dict[str, object]) -> None:
    assert (bounds["lead"], bounds["outstanding_registered_voters"]) == (3_915_001, 3_647_225)
    assert (bounds["decided"], bounds["margin_if_all_outstanding"]) == (True, 267_776)


def test_with_the_roll_that_also_counts_foreign_residents_it_is_still_decided(
    venezuela_snapshot: Snapshot,
) -> None:
    """21,620,705 in the place of 21,392,464: decided by 39,535."""
    election = venezuela_snapshot.election
    roll = pl.when(pl.col("jurisdiction") == election.root).then(21_620_705)
    larger = election.jurisdictions.with_columns(
        registered_voters=roll.otherwise(pl.col("registered_voters"))
    )
    derived = derive(
        replace(election, jurisdictions=larger), venezuela_snapshot.profiles, venezuela_snapshot.evidence
    )
    found = derived.bounds["president"].row(by_predicate=pl.col("jurisdiction") == "VE", named=True)
    assert (found["decided"], found["margin_if_all_outstanding"]) == (True, 39_535)


def test_the_shares_lie_between_their_bounds(bounds: dict[str, object]) -> None:
    assert (bounds["share_lowest_EG"], bounds["share_highest_EG"]) == (5002, 7552)
    assert (bounds["share_lowest_NM"], bounds["share_highest_NM"]) == (2266, 4815)


def test_188_forms_at_least_would_have_to_be_wholly_false(bounds: dict[str, object]) -> None:
    assert bounds["forms_to_undo"] == 188


def test_bulletin_2_gives_fewer_votes_than_a_part_of_the_forms(venezuela_snapshot: Snapshot) -> None:
    found = contradiction(venezuela_snapshot, "fewer votes than the forms", "bulletin-2")
    assert (found["votes"], found["stations"]) == (1_830_358, 4_217)


def test_bulletin_2_is_impossible_even_without_the_941_best_forms(venezuela_snapshot: Snapshot) -> None:
    kind = "fewer votes than the forms without the most favourable"
    found = contradiction(venezuela_snapshot, kind, "bulletin-2")
    assert (found["stations"], found["votes"]) == (941, 1_370_253)


def test_of_exactly_940_forms_outside_of_bulletin_2_more_votes_contradict(
    venezuela_snapshot: Snapshot,
) -> None:
    votes = sorted(venezuela_snapshot.results["president"]["votes_EG"].to_list(), reverse=True)
    contradicting = [sum(votes[outside:]) - 5_326_104 for outside in (941, 940)]
    assert contradicting == [1_370_253, 1_370_709]


def test_bulletin_2_adds_more_for_one_than_for_all(venezuela_snapshot: Snapshot) -> None:
    found = contradiction(venezuela_snapshot, "adds more votes for one than for all", "bulletin-2")
    assert (found["ours"], found["theirs"]) == (1_676_756, 3_167_383)


def test_t10_bulletin_1_was_worked_out_from_percentages_and_bulletin_2_was_not(
    venezuela_snapshot: Snapshot,
) -> None:
    kind = "votes that are exact percentages"
    found = contradiction(venezuela_snapshot, kind, "bulletin-1")
    assert (found["ours"], found["votes"]) == (376_479, 134_375_310)
    assert venezuela_snapshot.contradictions.filter(pl.col("kind") == kind).height == 1


def test_t10_both_bulletins_print_the_shares_of_their_own_votes(venezuela_snapshot: Snapshot) -> None:
    kinds = venezuela_snapshot.contradictions["kind"].to_list()
    assert "a share that its votes do not give" not in kinds


@pytest.mark.parametrize(
    ("forms", "percent"), [(24_532, 81.703), (24_576, 81.849), (25_073, 83.504), (25_575, 85.176)]
)
def test_t10_published_coverages(forms: int, percent: float) -> None:
    exact = pl.DataFrame({"n": [forms], "d": [30_026]}).select(ratio(pl.col("n"), pl.col("d"))).item()
    assert exact == round(percent * 100)


def test_what_is_disclosed_derives_to_the_same(venezuela: Operation, venezuela_snapshot: Snapshot) -> None:
    stations = venezuela.election.stations["station"]
    public = disclose(venezuela_snapshot.evidence, stations, invented_names(), datetime.date(2024, 8, 2))
    again = derive(venezuela.election, venezuela.profiles, public)
    assert again.results["president"].equals(venezuela_snapshot.results["president"])
    assert again.tallies["president"].equals(venezuela_snapshot.tallies["president"])
    assert again.contradictions.equals(venezuela_snapshot.contradictions)
