"""Decisions on the page: what waits, what the readings say, and who may decide."""

import re
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import disputed as disputed
from tests.cli.conftest import sealed as sealed
from tests.cli.conftest import small as small
from tests.cli.small import Small
from tests.server.conftest import Headquarters

Serve = Callable[[Path], Headquarters]
PAGE = "/decide/mayor/001.01"
REASON = {"reason": "The original on paper was seen by both parties.", "person": "judge-1"}


def test_a_dispute_is_decided_on_the_page(disputed: Small, serve: Serve) -> None:
    client = serve(disputed.folder).person()
    assert PAGE in client.get("/decide").text
    page = client.get(PAGE).text
    assert "There is no photo" in page
    assert "50" in page
    assert "60" in page
    assert "checked" not in page.partition('<form method="post" class="card">')[2]
    first = re.search(r'value="(accept:[^"]+)"', page)
    assert first is not None
    assert client.post(PAGE, decision=first[1], **REASON).status == 302
    assert disputed.status("001.01") == "accepted"
    assert disputed.result("001.01")["votes_blue"] == 50
    assert "No form waits for a decision." in client.get("/decide").text


def test_nothing_is_chosen_for_who_decides(disputed: Small, serve: Serve) -> None:
    client = serve(disputed.folder).person()
    client.get(PAGE)
    assert client.post(PAGE, **REASON).status == 409
    assert disputed.last() == 2


def test_who_typed_the_form_does_not_decide_on_it(disputed: Small, serve: Serve) -> None:
    client = serve(disputed.folder).person()
    client.get(PAGE)
    refused = client.post(PAGE, decision="exclude", **{**REASON, "person": "reader-1"})
    assert refused.status == 409
    assert disputed.status("001.01") == "disputed"


def test_without_a_reason_nothing_is_decided_and_what_was_typed_stays(disputed: Small, serve: Serve) -> None:
    client = serve(disputed.folder).person()
    client.get(PAGE)
    refused = client.post(PAGE, decision="exclude", reason="no", person="judge-1")
    assert refused.status == 409
    assert 'value="judge-1"' in refused.text


def test_figures_of_the_paper_take_the_place_of_the_readings(disputed: Small, serve: Serve) -> None:
    client = serve(disputed.folder).person()
    client.get(PAGE)
    figures = {"figure.votes_red": "100", "figure.votes_blue": "55", "figure.valid_votes": "155"}
    assert client.post(PAGE, decision="correct", **REASON, **figures).status == 302
    assert disputed.result("001.01")["votes_blue"] == 55


def test_a_station_that_is_none_has_no_page(disputed: Small, serve: Serve) -> None:
    client = serve(disputed.folder).person()
    assert client.get("/decide/mayor/nowhere").status == 404
    assert client.get("/decide/nothing/001.01").status == 404
