import pytest

from testigo.election.load import load
from testigo.election.stations import stations_of
from tests.election.definitions import definition


def voting(ballots: str | None, contest: str = "council") -> list[str]:
    election = load(definition(ballots=ballots))
    return stations_of(election, election.contest(contest))["station"].to_list()


HEADER = "contest,place,stratum\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("council,X,\n", ["001.01", "001.02", "002.01", "009.01"]),
        ("council,A,\n", ["001.01", "001.02", "002.01"]),
        ("council,A2,\n", ["002.01"]),
        ("council,001.02,\n", ["001.02"]),
        ("council,X,urban\n", ["001.01", "001.02"]),
        ("council,A1,rural\ncouncil,009.01,\n", ["009.01"]),
        ("council,A2,\ncouncil,A,\n", ["001.01", "001.02", "002.01"]),
        ("president,X,\n", []),
    ],
)
def test_a_row_names_a_station_or_a_place_with_all_below_it_or_a_stratum_there(
    rows: str, expected: list[str]
) -> None:
    assert voting(HEADER + rows) == expected


def test_without_any_row_everybody_votes_in_everything() -> None:
    assert len(voting(None)) == 4
    assert len(voting(HEADER, "president")) == 4


def test_without_a_column_for_strata_all_of_the_place_votes() -> None:
    assert voting("contest,place\ncouncil,A1\n") == ["001.01", "001.02"]
