"""No sentence stands on a page of a state in which it would be false: what no table of sentences can say.

The tables are `test_said_of_places.py`, `test_said_of_stations.py` and `test_said_of_claims.py`.
"""

import re
from dataclasses import replace

import polars as pl
import pytest

from testigo.checks.looked import LOOKED
from testigo.columns import BALLOTS, FrameKind, Status
from testigo.election.definition import Amendment
from testigo.publication.format import safe_name
from testigo.publication.words import words as words_of
from tests import world
from tests.publication.elections import html_pages, site_of_election, snapshot_of
from tests.publication.more_elections import STATES, state
from tests.publication.said import NAMED, Here, named_pages, pages_of_stations, says
from tests.publication.test_catalogues import messages
from tests.publication.test_sentences import with_exclusion
from tests.publication.test_states import text_of

INDEX = "index_p"
SMALL = ("every state", "one option, a tie, seats", "lines and classes", "nothing yet")


def about_stations() -> list[Here]:
    return [here for name in SMALL for here in pages_of_stations(name, *state(name))]


def of_station(here: Here, station: str) -> bool:
    return here.path.endswith(f"/{safe_name(station)}.html")


def test_that_some_places_do_not_know_their_stations_is_said_where_some_do_not() -> None:
    for name in STATES:
        snapshot, pages = state(name)
        unknown = {FrameKind.UNKNOWN.value, FrameKind.FROM_RESULTS.value}
        some = bool(unknown & set(snapshot.election.jurisdictions["frame"]))
        assert says(pages["en/method.html"], "method.unknown.frames") is some, name


def test_a_form_that_people_excluded_is_not_said_to_wait_in_quarantine() -> None:
    excluded = text_of(with_exclusion(["r0"]))
    for key in ("station.quarantined", "alert.quarantined.heading", "alert.quarantined", "way.quarantined"):
        words = re.sub(r"<[^>]+>", "", str(messages("pages", "en")[key].string)).rpartition("}")[2]
        assert words not in excluded, key


CHECKED = tuple(key for key in messages("pages", "en") if key.startswith("checked.") and key[8:9].isupper())


@pytest.mark.parametrize("key", CHECKED)
def test_a_rule_is_said_to_have_found_nothing_where_it_looked_and_found_nothing(key: str) -> None:
    code = key.removeprefix("checked.")
    on = 0
    for here in about_stations():
        if len(here.statuses or {}) != 1 or key not in here.keys:
            continue
        own = here.snapshot.findings.filter(code=code)["station"].to_list()
        assert not any(of_station(here, each) for each in own), here.path
        on += 1
    assert "station" in LOOKED
    assert on or code in {"N.501", "C.401", "R.601"}, "said of no station of the small elections"


def test_a_station_votes_in_no_contest_where_it_is_said_to() -> None:
    ballots = pl.DataFrame([("mayor", "A", None)], schema=BALLOTS, orient="row")
    read = {"mayor": [world.reading("A1-1.01", red=2, blue=1)]}
    pages = named_pages(snapshot_of([world.contest()], read, ballots=ballots))
    stations = {path: page for path, page in pages.items() if "/stations/" in path}
    assert {path for path, page in stations.items() if says(page, "station.no_contest")} == {
        path for path in stations if "/stations/B" in path
    }


def test_stations_are_said_to_have_no_pages_where_they_have_none() -> None:
    snapshot = state("complete")[0]
    without = replace(snapshot, election=replace(snapshot.election, station_pages=frozenset({"A"})))
    for name, pages in (("all", state("complete")[1]), ("some", named_pages(without))):
        said = 0
        for path, page in pages.items():
            own = path.split("/")[1]
            has = any(each.startswith(f"en/{own}/stations/") for each in pages)
            assert not (says(page, "polling_places.no_pages") and has), (name, path)
            assert not (says(page, "polling_places.text") and not has), (name, path)
            said += says(page, "polling_places.no_pages")
        assert bool(said) is (name == "some")


def test_a_result_is_said_to_rest_on_its_own_basis_and_on_no_other() -> None:
    words, on = words_of("en"), 0
    for here in about_stations():
        if list((here.statuses or {}).values()) != [Status.ACCEPTED.value]:
            continue
        (results,) = [here.snapshot.results[contest] for contest in here.statuses or {}]
        (basis,) = [row["basis"] for row in results.iter_rows(named=True) if of_station(here, row["station"])]
        said = text_of(NAMED.sub("", here.page)).replace(" .", ".")
        assert f"on this basis: {words.basis(basis)}." in said, here.path
        on += 1
    assert on


def test_stations_of_an_unknown_place_are_said_to_be_so_on_the_page_of_the_whole_alone() -> None:
    said = {path for path, page in state("every state")[1].items() if says(page, "continued.unknown_place")}
    assert said
    assert all(path.startswith(f"en/X/{INDEX}") for path in said)
    for name in set(STATES) - {"every state"}:
        assert not any(says(page, "continued.unknown_place") for page in state(name)[1].values()), name


def test_the_definition_is_said_to_have_been_changed_where_it_was() -> None:
    snapshot, pages = state("complete")
    assert not says(pages["en/method.html"], "method.amendments.text")
    found = Amendment("found.csv", b"station,registered_voters\nA1-1.01,480\n", "A roll was misprinted.")
    amended = replace(snapshot, election=replace(snapshot.election, amendments=(found,)))
    assert says(named_pages(amended)["en/method.html"], "method.amendments.text")


def test_of_a_whole_site_no_message_names_itself() -> None:
    """The catalogues are as they were, when the pages that name their messages are made."""
    state("complete")
    read = {"mayor": [world.reading("A1-1.01", red=2, blue=1)]}
    pages = html_pages(site_of_election(snapshot_of([world.contest()], read)))
    assert [path for path, page in pages.items() if NAMED.search(page)] == []
