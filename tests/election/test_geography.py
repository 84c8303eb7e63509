import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.geography import (
    first_jurisdictions,
    path_of,
    paths,
    with_first_jurisdiction,
)
from testigo.election.load import load
from tests.election.definitions import definition

ELECTION = load(definition())


def test_the_path_goes_from_the_root_down_to_the_place() -> None:
    assert path_of(ELECTION, "X") == ("X",)
    assert path_of(ELECTION, "B1") == ("X", "B", "B1")


def test_an_unknown_place_has_no_path() -> None:
    with pytest.raises(KeyError):
        path_of(ELECTION, "Q")


def test_the_first_jurisdiction_is_the_ancestor_on_level_2_and_the_root_its_own() -> None:
    assert first_jurisdictions(ELECTION) == {
        "X": "X",
        "A": "A",
        "B": "B",
        "A1": "A",
        "A2": "A",
        "B1": "B",
    }


def test_a_station_of_unknown_place_belongs_to_the_root() -> None:
    stations = with_first_jurisdiction(ELECTION, ELECTION.stations)

    assert stations["first_jurisdiction"].to_list() == ["A", "A", "A", "X"]


def test_an_election_of_one_level_has_the_root_as_first_jurisdiction() -> None:
    text = definition()["election.toml"].decode().replace('"country", "state", "town"', '"city"')
    small = load(
        definition(
            election=text,
            jurisdictions="jurisdiction,parent,level,name,frame\nX,,1,X,unknown\n",
            stations="station,jurisdiction\n1,X\n",
            ballots=None,
        )
    )

    assert first_jurisdictions(small) == {"X": "X"}
    assert with_first_jurisdiction(small, small.stations)["first_jurisdiction"].to_list() == ["X"]


@given(st.lists(st.integers(0, 30), max_size=30))
def test_the_joins_give_the_same_paths_as_walking_up_the_parents(above: list[int]) -> None:
    """Each new place hangs on an earlier one, as deep as six levels."""
    levels = {"0": 1}
    parents: dict[str, str | None] = {"0": None}
    for number, parent in enumerate(above, start=1):
        code = str(parent % number)
        if levels[code] == 6:
            code = "0"
        parents[str(number)] = code
        levels[str(number)] = levels[code] + 1
    tree = pl.DataFrame(
        {"jurisdiction": list(parents), "parent": list(parents.values()), "level": list(levels.values())},
        schema={"jurisdiction": pl.String, "parent": pl.String, "level": pl.Int64},
    )
    found = {row[0]: [code for code in row[1:] if code is not None] for row in paths(tree, 6).iter_rows()}

    def walk(code: str | None) -> list[str]:
        return [] if code is None else [*walk(parents[code]), code]

    assert found == {code: walk(code) for code in parents}
