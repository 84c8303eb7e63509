"""Where the stations are that are declared and on no list: counted once, as low as somebody declares them."""

from hypothesis import given
from hypothesis import strategies as st

from testigo.election.definition import Election
from testigo.snapshot import derive
from testigo.tally.not_listed import not_listed
from tests import world

Declared = dict[str, int]
PLACES = ("X", "A", "B", *world.TOWNS)


def lacking(**declared: int) -> dict[str, int]:
    """How many stations each place lacks; 3 are listed in every town, and other frames are unknown."""
    return lacking_in(election_of(declared))


def election_of(declared: Declared) -> Election:
    frames = {
        place: ("declared", declared[place], None) if place in declared else ("unknown", None, None)
        for place in PLACES
    }
    return world.election(frames=frames)


def lacking_in(election: Election) -> dict[str, int]:
    snapshot = derive(election, {"form": world.PROFILE}, world.evidence({"mayor": world.readings([])}))
    found = not_listed(snapshot.tallies["mayor"], election.jurisdictions)
    return dict(found.iter_rows())


def test_a_station_on_no_list_is_counted_at_the_place_that_declares_it() -> None:
    assert lacking(X=20) == {"X": 8}
    assert lacking(X=20, A=10) == {"X": 4, "A": 4}
    assert lacking(X=20, A=10, A1=5) == {"X": 4, "A": 2, "A1": 2}


def test_where_nothing_is_declared_above_the_parts_are_counted() -> None:
    assert lacking(A1=5, B=7) == {"A1": 2, "B": 1}


def test_where_every_declared_station_is_listed_there_is_none() -> None:
    assert lacking(X=12, A=6, A1=3) == {}


def test_parts_that_declare_more_than_the_whole_lacks_are_not_counted_twice() -> None:
    """Some of theirs are listed at the whole, with their place unknown."""
    assert lacking(X=14, A=10) == {"X": 2}
    assert lacking(X=12, A=10) == {}


@given(st.dictionaries(st.sampled_from(PLACES), st.integers(3, 40)))
def test_the_places_add_up_to_what_the_whole_lacks(declared: Declared) -> None:
    found = lacking_in(election_of({**declared, "X": 30}))
    assert sum(found.values()) == 30 - 12
    assert all(number > 0 for number in found.values())
