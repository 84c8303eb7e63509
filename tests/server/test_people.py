"""People: how much of each stands, and what it would change to take all of one's back, before it is done."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import accepted as accepted
from tests.cli.conftest import disputed as disputed
from tests.cli.conftest import sealed as sealed
from tests.cli.conftest import small as small
from tests.cli.small import Small
from tests.server.conftest import Headquarters

Serve = Callable[[Path], Headquarters]
REASON = "Her forms differ from the photos in nine of ten known answers."
PAIR = {
    "person": "judge-1",
    "organisation": "Observers",
    "second_person": "judge-2",
    "second_organisation": "University",
}


def test_nobody_is_listed_before_somebody_said_something(small: Small, serve: Serve) -> None:
    assert "Nobody has typed or decided anything yet." in serve(small.folder).person().get("/people").text


def test_what_would_fall_is_shown_and_nothing_is_said(accepted: Small, serve: Serve) -> None:
    client = serve(accepted.folder).person()
    page = client.get("/people").text
    assert "/people/reader-1" in page
    preview = client.get("/people/reader-1").text
    assert "1 statement of hers stands." in preview
    assert '<th scope="row">Accepted</th><td class="r">1</td><td class="r">0</td>' in preview
    assert "Nothing is erased" in preview
    assert "No station changes its status." not in preview
    assert accepted.last() == 2


def test_all_of_one_person_falls_by_those_who_sign(accepted: Small, serve: Serve) -> None:
    client = serve(accepted.folder).person()
    client.get("/people/reader-1")
    assert client.post("/people/reader-1", reason=REASON, **PAIR).status == 302
    assert accepted.status("001.01") == "pending"
    page = client.get("/people/reader-1").text
    assert "0 statements of hers stand." in page


def test_what_makes_a_result_needs_two_persons_of_two_organisations(disputed: Small, serve: Serve) -> None:
    """Of a dispute between two, with a third who agrees with one: who takes the other away decides it."""
    assert disputed.typed("reader-3", "001.01,mayor,100,50") == 0
    client = serve(disputed.folder).person()
    assert "makes or changes a result" in client.get("/people/reader-2").text
    refused = client.post("/people/reader-2", reason=REASON, person="judge-1")
    assert refused.status == 409
    assert 'value="judge-1"' in refused.text
    assert (
        client.post("/people/reader-2", reason=REASON, **{**PAIR, "second_organisation": "Observers"}).status
        == 409
    )
    assert disputed.last() == 3
    assert client.post("/people/reader-2", reason=REASON, **PAIR).status == 302
    assert disputed.status("001.01") == "accepted"


def test_a_code_that_is_nobodys_has_no_page(accepted: Small, serve: Serve) -> None:
    assert serve(accepted.folder).person().get("/people/nobody-9").status == 404
