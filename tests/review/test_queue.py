"""Which photo is looked at next, and that no flood starves a real form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.review.queue import OPEN_LANE, Queue, Wanted
from testigo.simulate.flood import Flood, waits


def photo(
    name: str, station: str | None = "A", sender: str | None = "one", weight: int = 1, at: int = 0
) -> Wanted:
    return Wanted(name, station, sender, weight, at)


def order(queue: Queue) -> list[str]:
    """Take everything, without anything coming of it."""
    return [taken.exhibit for taken in iter(queue.take, None)]


def test_a_station_without_a_result_comes_first() -> None:
    queue = Queue([photo("has one", "A", at=0), photo("has none", "B", at=1)], decided=["A"])
    assert order(queue) == ["has none", "has one"]


def test_then_the_station_that_weighs_more() -> None:
    assert order(Queue([photo("light", "A", weight=10, at=0), photo("heavy", "B", weight=11, at=1)])) == [
        "heavy",
        "light",
    ]


def test_then_what_came_first() -> None:
    assert order(Queue([photo("later", at=2), photo("first", at=1)])) == ["first", "later"]


def test_who_sent_junk_waits_behind_whoever_sends_her_first_photo() -> None:
    queue = Queue()
    queue.looked(photo("junk", sender="flood"), is_form=False)
    queue.add(photo("more junk", "B", sender="flood", weight=1000, at=0))
    queue.add(photo("real", "C", sender="fresh", at=1))
    assert order(queue) == ["real", "more junk"]


def test_a_centre_that_sends_hundreds_of_forms_waits_no_longer_than_who_sent_three_that_were_none() -> None:
    queue = Queue()
    for _ in range(235):
        queue.looked(photo("form", "X", sender="centre"), is_form=True)
    for _ in range(4):
        queue.looked(photo("junk", "X", sender="flood"), is_form=False)
    queue.add(photo("junk", "B", sender="flood", weight=9, at=0))
    queue.add(photo("form", "C", sender="centre", at=1))
    assert order(queue) == ["form", "junk"]


def test_photos_that_claim_one_station_do_not_delay_another() -> None:
    queue = Queue([photo(f"A{at}", "A", sender=f"s{at}", weight=100, at=at) for at in range(5)])
    first = queue.take()
    assert first is not None
    queue.looked(first, is_form=True)
    queue.add(photo("B", "B", sender="other", at=9))
    assert order(queue)[0] == "B"


def test_a_photo_whose_station_gets_a_result_while_it_waits_goes_back() -> None:
    queue = Queue([photo("A", "A", at=0), photo("B", "B", at=1)])
    queue.decided("A")
    assert order(queue) == ["B", "A"]


def test_photos_without_a_sender_get_one_look_of_ten_as_long_as_others_wait() -> None:
    queue = Queue([photo(f"open {at}", sender=None, at=at) for at in range(100)])
    for at in range(100):
        queue.add(photo(f"known {at}", sender="one", at=at))
    taken = [queue.take() for _ in range(100)]
    assert sum(one is not None and one.sender is None for one in taken) == 100 // OPEN_LANE


def test_photos_without_a_sender_get_all_looks_where_nobody_else_waits() -> None:
    assert len(order(Queue([photo(str(at), sender=None, at=at) for at in range(30)]))) == 30


def test_an_empty_queue_gives_nothing() -> None:
    assert Queue().take() is None


WANTED = st.builds(
    Wanted,
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from(["A", "B", None]),
    st.sampled_from(["one", "two"]),
    st.integers(0, 3),
    st.integers(0, 5),
)


@given(st.lists(WANTED), st.lists(st.tuples(WANTED, st.booleans())))
def test_what_is_taken_is_the_smallest_key_whatever_happened_while_it_waited(
    waiting: list[Wanted], looked: list[tuple[Wanted, bool]]
) -> None:
    queue = Queue(waiting)
    for one, is_form in looked:
        queue.looked(one, is_form=is_form)
    keys = [queue.key(one) for one in waiting]
    taken = [queue.key(one) for one in iter(queue.take, None)]
    assert taken == sorted(keys)


@pytest.mark.parametrize("tickets", [1, 50, 1000])
def test_a_flood_does_not_starve_real_forms(tickets: int) -> None:
    """A fiftieth of the flood of the benchmark: 20,000 of junk, 600 forms, two people who look."""
    flood = Flood(junk=20_000, real=600, tickets=tickets, senders=100, people=2)
    assert np.percentile(waits(flood, np.random.default_rng(7)), 95) <= 30
