"""Typing: blind, one form at a time, and on a difference only what differs comes back."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.small import Small, make_small
from tests.server.conftest import Answer, Client, Headquarters

Serve = Callable[[Path], Headquarters]
FIGURES = {
    "votes_red": "100",
    "votes_blue": "50",
    "valid_votes": "150",
    "null_votes": "-",
    "total_votes": "?",
}

ONE_TYPED = 3
"""The statement of who typed first: before it the photo came, and no machine could read it."""


def photo(shade: int = 200) -> bytes:
    """A picture of nothing, which no machine can read."""
    written = io.BytesIO()
    Image.new("L", (400, 300), shade).save(written, "PNG")
    return written.getvalue()


@pytest.fixture(scope="module")
def photographed(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """An operation with one photo that waits, made once; every test has a copy."""
    made = make_small(tmp_path_factory.mktemp("photographed"))
    file = made.folder.parent / "one.png"
    file.write_bytes(photo())
    assert made.run("read", file) == 1
    return made


@pytest.fixture
def small(photographed: Small, tmp_path: Path) -> Small:
    return Small(shutil.copytree(photographed.folder, tmp_path / "operation"))


@pytest.fixture
def client(small: Small, serve: Serve) -> Client:
    """Somebody who came in."""
    return serve(small.folder).person()


def typed(client: Client, figures: dict[str, str], **more: str) -> Answer:
    """Type the form that is shown."""
    page = client.get("/type").text
    exhibit = re.search(r'name="exhibit" value="([0-9a-f]{64})"', page)
    assert exhibit is not None, page
    fields = {f"figure.{name}": value for name, value in figures.items()}
    asked = {"exhibit": exhibit[1], "contest": "mayor", "station": "001.01", "class": "result"}
    return client.post("/type/form", **{**asked, **fields, **more})


def as_(client: Client, code: str) -> None:
    """Say who sits here."""
    assert client.post("/type/as", code=code).status == 302


def test_two_persons_type_a_form_and_only_what_differs_comes_back_empty(client: Client, small: Small) -> None:
    as_(client, "reader-1")
    assert typed(client, FIGURES).status == 302
    assert "There are no forms for you" in client.get("/type").text
    as_(client, "reader-2")
    page = client.get("/type").text
    assert "you do not see her figures" in page
    assert 'value="100"' not in page
    differs = typed(client, {**FIGURES, "votes_blue": "60"})
    said = differs.text
    assert "1 field differs" in said
    assert re.search(r'name="figure.votes_blue" value=""', said)
    assert re.search(r'name="figure.votes_red" value="100"', said)
    assert 'value="50"' not in said
    assert small.last() == ONE_TYPED
    assert typed(client, FIGURES, again="yes").status == 302
    assert small.status("001.01") == "accepted"


def test_who_looked_again_and_still_reads_it_so_is_believed(client: Client, small: Small) -> None:
    as_(client, "reader-1")
    typed(client, FIGURES)
    as_(client, "reader-2")
    typed(client, {**FIGURES, "votes_blue": "60"}, again="yes")
    assert small.status("001.01") == "disputed"


def test_a_figure_that_cannot_be_read_or_is_blank_is_none(client: Client, small: Small) -> None:
    as_(client, "reader-1")
    typed(client, FIGURES)
    assert small.said(small.last()).body["figures"] == {
        "votes_red": 100,
        "votes_blue": 50,
        "valid_votes": 150,
    }


@pytest.mark.parametrize("written", ["", "1.5", "-1", "1e3", "٣", "1000000000", "100 "])
def test_only_a_figure_or_a_sign_for_none_is_taken(client: Client, small: Small, written: str) -> None:
    as_(client, "reader-1")
    answer = typed(client, {**FIGURES, "votes_red": written})
    is_taken = written.strip().isdigit() and written.isascii() and len(written.strip()) < 10
    assert (answer.status == 302) is is_taken
    assert (small.last() == ONE_TYPED) is is_taken
    if not is_taken:
        assert "Each field takes a figure" in answer.text


def test_nobody_types_a_form_twice_not_even_in_another_window(client: Client, small: Small) -> None:
    as_(client, "reader-1")
    page = client.get("/type").text
    exhibit = re.search(r'name="exhibit" value="([0-9a-f]{64})"', page)
    assert exhibit is not None
    fields = {f"figure.{name}": value for name, value in FIGURES.items()}
    form = {"exhibit": exhibit[1], "contest": "mayor", "station": "001.01", "class": "result", **fields}
    assert client.post("/type/form", **form).status == 302
    assert client.post("/type/form", **form).status == 409
    assert small.last() == ONE_TYPED


def test_a_name_is_no_code_and_is_not_repeated(client: Client) -> None:
    refused = client.post("/type/as", code="Rosa Pérez")
    assert refused.status == 409
    assert "Pérez" not in refused.text


def test_a_figure_of_no_form_is_refused(client: Client, small: Small) -> None:
    as_(client, "reader-1")
    assert typed(client, {**FIGURES, "votes_green": "5"}).status == 409
    assert small.last() < ONE_TYPED


def test_what_somebody_types_is_text_wherever_it_is_shown(client: Client, small: Small) -> None:
    """A stored or reflected script, in every field."""
    as_(client, "reader-1")
    evil = '"><script>alert(1)</script>'
    figures = dict.fromkeys(FIGURES, evil)
    answers = [
        typed(client, figures, station=evil),
        typed(client, FIGURES, contest=evil),
        typed(client, FIGURES, exhibit=evil),
        typed(client, {**FIGURES, evil: "5"}),
        typed(client, FIGURES, **{"class": evil}),
        client.post("/type/as", code=evil),
        client.post("/language", language=evil, back=evil),
        client.get("/definition/file?name=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
        client.post("/decide/mayor/001.01", decision=evil, reason=evil, person=evil, organisation=evil),
        typed(client, FIGURES, station=evil),  # of an unknown station, which is kept as it was typed
        client.get("/decide"),
        client.get("/"),
    ]
    as_(client, "reader-2")
    answers.append(client.get("/type"))
    assert small.said(small.last()).body["station"] == evil
    for answer in answers:
        assert "<script>alert" not in answer.text


def test_a_station_is_found_by_its_name(client: Client) -> None:
    assert "002.01" in client.get("/stations?q=library").text
    assert "No polling station of the list is called so." in client.get("/stations?q=palace").text
    answer = client.ask("GET", "/stations?q=library", headers={"Accept": "application/json"})
    assert b'"station": "002.01"' in answer.body
    assert "missing" not in answer.text  # whether it lacks a form is not said
