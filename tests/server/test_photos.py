"""Photos that are dropped onto the page, and one of them to look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.server.uploads import plain_name
from tests.cli.conftest import sealed as sealed
from tests.cli.conftest import small as small
from tests.cli.small import Small
from tests.server.conftest import Headquarters
from tests.server.test_typing import photo

Serve = Callable[[Path], Headquarters]


def test_photos_that_are_dropped_are_kept_and_say_what_waits(small: Small, serve: Serve) -> None:
    client = serve(small.folder).person()
    files = {"one.png": photo(10), "two.png": photo(20), "words.txt": b"no picture"}
    done = client.finish(client.send("/photos/bring", files)).text
    assert "2 photos came." in done
    assert "2 photos wait for somebody who types them." in done
    assert "words.txt was not kept" in done
    page = client.get("/photos").text
    assert "2 photos wait for somebody who types them." in page
    assert "0 photos were not read yet." in page
    assert not list((small.folder / "headquarters" / "photos").iterdir())


def test_a_photo_of_the_evidence_is_shown_and_nothing_else_is(small: Small, serve: Serve) -> None:
    client = serve(small.folder).person()
    client.finish(client.send("/photos/bring", {"one.png": photo()}))
    exhibit = small.said(1).subject
    shown = client.get(f"/exhibits/{exhibit}")
    assert (shown.status, shown.body) == (200, photo())
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    sealed_file = small.said(0).subject
    for other in (sealed_file, "0" * 64, "..%2f..%2fevidence.sqlite", "A" * 64, f"{exhibit}x"):
        assert client.get(f"/exhibits/{other}").status == 404


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../election/election.toml", "election.toml"),
        ("..\\..\\evidence.sqlite", "evidence.sqlite"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("", "file"),
        ("a\x00b.jpg", "a_b.jpg"),
        ("<script>.png", "_script_.png"),
        ("x" * 500 + ".png", "x" * 100 + ".png"),
    ],
)
def test_the_name_of_a_file_leads_nowhere(sent: str, kept: str) -> None:
    name = plain_name(sent)
    assert "/" not in name
    assert not name.startswith(".")
    assert "\x00" not in name
    if "\x00" not in sent:
        assert name == kept


def test_two_files_of_one_name_are_refused_and_neither_is_kept(small: Small, serve: Serve) -> None:
    client = serve(small.folder).person()
    refused = client.send("/photos/bring", {"a/one.png": photo(1), "b/one.png": photo(2)})
    assert refused.status == 409
    assert not list((small.folder / "headquarters" / "photos").iterdir())
