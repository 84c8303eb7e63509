"""Stations of unknown place, electronic and overseas pseudo-stations, stations that nobody knows."""

from pathlib import Path

from tests.shapes.invented import JURISDICTIONS, MAYOR, STATIONS, derived, result, total

MAPPING = MAYOR + '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\ntotal_votes = "cast"\n'
HEADER = "station,red,blue,cast\n"


def test_a_station_of_unknown_place_counts_at_the_root_only(tmp_path: Path) -> None:
    stations = STATIONS + "Z9,,X,,100\n"
    table = HEADER + "A1,5,3,8\nA2,1,0,1\nB1,2,2,4\nZ9,7,7,14\n"
    snapshot = derived(tmp_path, MAPPING, table, stations=stations)
    parts = [total(snapshot, place)["votes_red"] for place in ("A", "B")]
    assert (total(snapshot, "X")["votes_red"], parts) == (15, [6, 2])
    assert total(snapshot, "X")["stations"] == 4


def test_a_pseudo_station_for_votes_from_abroad_needs_no_roll(
    tmp_path: Path,
) -> None:
    """Electronic and overseas votes come as one row without a polling station: it gets a code of its own."""
    jurisdictions = JURISDICTIONS + "ABROAD,X,2,Abroad,unknown,,,\n"
    stations = STATIONS + "ABROAD-1,,ABROAD,,\n"
    table = HEADER + "A1,5,3,8\nA2,1,0,1\nB1,2,2,4\nABROAD-1,50,40,90\n"
    snapshot = derived(tmp_path, MAPPING, table, stations=stations, jurisdictions=jurisdictions)
    abroad, country = total(snapshot, "ABROAD"), total(snapshot, "X")
    assert (abroad["votes_red"], abroad["turnout"], abroad["coverage_of_stations"]) == (50, None, None)
    assert (country["votes_red"], country["turnout_registered_voters"], country["turnout_ballots"]) == (
        58,
        300,
        13,
    )


def test_a_reading_of_a_station_that_nobody_knows_is_kept_and_counted_nowhere(tmp_path: Path) -> None:
    snapshot = derived(tmp_path, MAPPING, HEADER + "A1,5,3,8\nQ1,100,0,100\n")
    assert total(snapshot, "X")["votes_red"] == 5
    assert snapshot.unknown_readings == 1
    assert "I.101" in snapshot.findings["code"].to_list()


def test_a_station_that_votes_elsewhere_only_is_noted_and_counted_nowhere(tmp_path: Path) -> None:
    ballots = "contest,place,stratum\nmayor,A,\n"
    snapshot = derived(tmp_path, MAPPING, HEADER + "A1,5,3,8\nB1,100,0,100\n", ballots=ballots)
    assert total(snapshot, "X")["votes_red"] == 5
    assert "B1" not in snapshot.results["mayor"]["station"].to_list()


def test_headers_and_codes_in_other_scripts_are_read_as_they_are_written(tmp_path: Path) -> None:
    mapping = (
        '[[reading]]\nreader = "مراقبون"\n[[table]]\nfile = "*.csv"\nstation = "مركز"\n'
        'contest = { constant = "mayor" }\n[table.figures]\nvotes_red = "أحمر"\nvotes_blue = "青"\n'
    )
    stations = STATIONS.replace("A1,", "مدرسة-١,")
    snapshot = derived(tmp_path, mapping, "مركز,أحمر,青\nمدرسة-١,5,3\nB1,1,1\n", stations=stations)
    assert result(snapshot, "مدرسة-١")["votes_red"] == 5
