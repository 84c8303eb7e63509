"""`testigo answers`: each accusation in the state in which the forms bear it out, and in the other."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from testigo.acts.operation import Operation
from testigo.snapshot import Snapshot
from testigo.statistics.answers import answers
from tests.cli.small import FILES, MAPPING, Small, make_small

LISTED = {
    **FILES,
    "jurisdictions.csv": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
    "X,,1,Country X,sum of parts,,,\nA,X,2,Town A,listed,2,1000,\nB,X,2,Town B,listed,2,1000,\n",
    "stations.csv": "station,polling_place,jurisdiction,stratum,registered_voters\n"
    "001.01,001,A,,500\n001.02,001,A,,500\n002.01,002,B,,500\n002.02,002,B,,500\n",
}
OF_RESULTS = {
    **LISTED,
    "jurisdictions.csv": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
    "X,,1,Country X,from results,,,\nA,X,2,Town A,from results,,,\nB,X,2,Town B,from results,,,\n",
}


def small_with(folder: Path, rows: str, files: Mapping[str, str] = LISTED, figures: str = "") -> Small:
    """An operation into which a table was imported."""
    small = make_small(folder, files=files)
    mapping = small.write("results.toml", MAPPING + figures)
    header = "mesa,red,blue" + (",valid" if figures else "")
    table = small.write("results.csv", f"{header}\n{rows}")
    assert small.run("import", table, "--mapping", mapping) == 0, small.err
    return small


def said(small: Small) -> dict[str, dict[str, Any]]:
    assert small.run("answers", "--json") == 0, small.err
    return {each["accusation"]: each for each in json.loads(small.out)["contests"]["mayor"]}


ALL = "001.01,300,100\n001.02,200,150\n002.01,250,200\n002.02,220,160\n"


def test_few_forms_is_borne_out_where_what_is_missing_can_change_who_is_first(tmp_path: Path) -> None:
    small = small_with(tmp_path, "001.01,300,100\n")
    found = said(small)["few_forms"]
    assert found["borne_out"]
    assert found["figures"] == {"accepted": 1, "expected": 4, "lead": 200, "missing": 1500}
    assert "can change who is first" in found["answer"]


def test_few_forms_is_not_borne_out_where_nothing_missing_can_change_it(tmp_path: Path) -> None:
    small = small_with(tmp_path, "001.01,450,10\n001.02,450,10\n002.01,450,10\n")
    found = said(small)["few_forms"]
    assert not found["borne_out"]
    assert "even if all of them had voted for the second" in found["answer"]


def test_nobody_is_told_of_missing_forms_where_nobody_knows_how_many_there_are(tmp_path: Path) -> None:
    assert "few_forms" not in said(small_with(tmp_path, ALL, OF_RESULTS))


def test_the_same_percentage_is_borne_out_where_no_place_differs_by_a_point(tmp_path: Path) -> None:
    same = small_with(tmp_path / "same", "001.01,300,100\n002.01,301,100\n")
    assert said(same)["same_everywhere"]["borne_out"]
    other = small_with(tmp_path / "other", ALL)
    found = said(other)["same_everywhere"]
    assert not found["borne_out"]
    assert (found["figures"]["share_lowest"], found["figures"]["share_highest"]) == (5663, 6667)
    assert "Town B" in found["answer"]


def test_a_single_place_is_the_same_as_nothing(tmp_path: Path) -> None:
    assert "same_everywhere" not in said(small_with(tmp_path, "001.01,300,100\n"))


def test_strongholds_are_borne_out_where_another_is_first_by_whole_rolls(tmp_path: Path) -> None:
    """Both stations of the town of red came, and one of the town of blue."""
    small = small_with(tmp_path / "one", "001.01,300,100\n001.02,300,100\n002.01,100,400\n")
    found = said(small)["only_strongholds"]
    assert found["borne_out"]
    assert (found["figures"]["share_least"], found["figures"]["share_most"]) == (5000, 10000)
    other = small_with(tmp_path / "other", "001.01,300,100\n001.02,300,100\n002.01,200,250\n")
    assert not said(other)["only_strongholds"]["borne_out"]


def test_strongholds_are_not_told_where_a_place_sent_nothing(tmp_path: Path) -> None:
    assert "only_strongholds" not in said(small_with(tmp_path, "001.01,300,100\n"))


def test_altered_copies_are_borne_out_where_readings_of_a_station_differ(tmp_path: Path) -> None:
    small = make_small(tmp_path, files=LISTED)
    assert small.typed("reader-1", "001.01,mayor,100,50", "001.02,mayor,90,80") == 0
    assert "altered_copies" not in said(small)
    assert small.typed("reader-2", "001.02,mayor,90,80") == 0
    assert not said(small)["altered_copies"]["borne_out"]
    assert small.typed("reader-3", "001.01,mayor,100,60") == 0
    found = said(small)["altered_copies"]
    assert found["borne_out"]
    assert found["figures"] == {"compared": 2, "differing": 1}
    assert found["stations"] == ["001.01"]


def many(rows: list[tuple[int, int]]) -> tuple[dict[str, str], str]:
    """A town of as many stations, and their table."""
    codes = [f"{number:03}.01" for number in range(len(rows))]
    files = {
        **LISTED,
        "jurisdictions.csv": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
        f"X,,1,Country X,listed,{len(rows)},{900 * len(rows)},\n",
        "stations.csv": "station,polling_place,jurisdiction,stratum,registered_voters\n"
        + "".join(f"{code},,X,,900\n" for code in codes),
        "polling_places.csv": "polling_place,name\n",
    }
    return files, "".join(f"{code},{red},{blue}\n" for code, (red, blue) in zip(codes, rows, strict=True))


def test_copies_are_borne_out_where_more_vectors_repeat_than_in_clean_elections(tmp_path: Path) -> None:
    honest = [(200 + 7 * number, 150 + 5 * number) for number in range(40)]
    files, table = many(honest)
    assert not said(small_with(tmp_path / "honest", table, files))["copies_of_one_form"]["borne_out"]
    files, table = many(honest[:30] + [honest[0]] * 10)
    found = said(small_with(tmp_path / "copied", table, files))["copies_of_one_form"]
    assert found["borne_out"]
    assert found["figures"]["repeated"] == 11
    assert len(found["stations"]) == 11


def test_zero_tapes_are_borne_out_where_a_result_without_a_vote_is_accepted(tmp_path: Path) -> None:
    small = make_small(tmp_path, files=LISTED)
    for reader in ("reader-1", "reader-2"):
        assert small.typed(reader, "001.01,mayor,100,50") == 0
    assert not said(small)["zero_tapes"]["borne_out"]
    assert said(small)["zero_tapes"]["figures"]["empty"] == 0


def test_an_empty_accepted_result_is_called_a_zero_tape_unless_somebody_declared_it(
    venezuela_snapshot: Snapshot,
) -> None:
    from dataclasses import replace

    import polars as pl

    results = venezuela_snapshot.results["president"]
    one = pl.col("station") == results["station"][0]
    emptied = results.with_columns(valid_votes=pl.when(one).then(0).otherwise("valid_votes"))
    declared = emptied.with_columns(
        document_class=pl.when(one).then(pl.lit("annulled")).otherwise("document_class")
    )
    for frame, borne_out in ((emptied, True), (declared, False)):
        snapshot = replace(venezuela_snapshot, results={"president": frame})
        found = {each.accusation: each for each in answers(snapshot, "president", exact=True)}["zero_tapes"]
        assert found.borne_out is borne_out


VALID = 'valid_votes = "valid"\n'


def test_sums_are_borne_out_where_a_printed_sum_of_an_accepted_form_does_not_hold(tmp_path: Path) -> None:
    right = small_with(tmp_path / "right", "001.01,300,100,400\n", figures=VALID)
    assert not said(right)["sums_do_not_hold"]["borne_out"]
    files = {
        **LISTED,
        "election.toml": LISTED["election.toml"] + '\n[policy.severity]\n"S.201" = "warning"\n',
    }
    wrong = small_with(tmp_path / "wrong", "001.01,300,100,500\n", files, VALID)
    found = said(wrong)["sums_do_not_hold"]
    assert found["borne_out"]
    assert found["stations"] == ["001.01"]


def test_sums_are_not_told_where_none_was_printed(tmp_path: Path) -> None:
    assert "sums_do_not_hold" not in said(small_with(tmp_path, ALL))


def test_stations_that_do_not_exist_are_not_told_where_the_list_comes_from_the_results(
    tmp_path: Path,
) -> None:
    assert "stations_that_do_not_exist" in said(small_with(tmp_path / "listed", ALL))
    assert "stations_that_do_not_exist" not in said(small_with(tmp_path / "results", ALL, OF_RESULTS))


def test_stations_beyond_the_number_bear_it_out(venezuela_snapshot: Snapshot) -> None:
    from dataclasses import replace

    import polars as pl

    tally = venezuela_snapshot.tallies["president"]
    root = pl.col("jurisdiction") == venezuela_snapshot.election.root
    fewer = tally.with_columns(stations=pl.when(root).then(24_531).otherwise("stations"))
    for frame, borne_out in ((tally, False), (fewer, True)):
        snapshot = replace(venezuela_snapshot, tallies={"president": frame})
        found = {each.accusation: each for each in answers(snapshot, "president", exact=True)}
        assert found["stations_that_do_not_exist"].borne_out is borne_out


def test_the_real_election_answers_with_its_figures(
    venezuela: Operation, venezuela_snapshot: Snapshot
) -> None:
    found = {each.accusation: each for each in answers(venezuela_snapshot, "president")}
    assert not any(each.borne_out for each in found.values())
    assert found["few_forms"].figures["lead"] == 3_915_001
    assert found["few_forms"].figures["missing"] == 3_647_225
    shares = found["same_everywhere"].figures
    assert (shares["share_lowest"], shares["share_highest"]) == (5001, 8189)
    assert found["copies_of_one_form"].figures["repeated"] == 4


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_answer_says_what_it_does_not_refute(tmp_path: Path, language: str) -> None:
    small = small_with(tmp_path, ALL)
    assert small.run("answers", "--language", language, "--json") == 0
    said_ = json.loads(small.out)
    assert said_["condition"]
    assert all(each["not_refuted"] and each["said"] for each in said_["contests"]["mayor"])


def test_where_no_accusation_can_be_told_it_is_said(tmp_path: Path) -> None:
    small = make_small(tmp_path, files=OF_RESULTS)
    assert small.run("answers") == 0, small.err
    assert "no accusation of which these data can tell" in small.out
    other = small_with(tmp_path / "other", ALL)
    assert other.run("answers") == 0
    assert "no accusation" not in other.out
