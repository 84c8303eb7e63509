"""The night: coverage and never winners, told to every page that is open as it changes."""

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.conftest import disputed as disputed
from tests.cli.conftest import sealed as sealed
from tests.cli.conftest import small as small
from tests.cli.small import Small
from tests.server.conftest import Client, Headquarters

Serve = Callable[[Path], Headquarters]


@contextmanager
def listening(client: Client) -> Iterator[Iterator[dict[str, object]]]:
    """Listen to what a page of the night is told."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=20)
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    connection.request("GET", "/night/live", headers={"Cookie": cookies, "Accept-Language": "en"})
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"

    def told() -> Iterator[dict[str, object]]:
        for line in answer:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    try:
        yield told()
    finally:
        connection.close()


def test_the_night_says_what_is_missing_and_never_who_is_ahead(disputed: Small, serve: Serve) -> None:
    held = serve(disputed.folder)
    client = held.person()
    page = client.get("/night").text
    assert "how much is missing, not who is ahead" in page
    assert 'data-live="DISPUTED">1<' in page
    assert 'data-live="MISSING">2<' in page
    assert "Rosa Red" not in page
    assert "Bea Blue" not in page
    assert 'class="low2"' not in page  # nobody knows how many forms the towns have
    assert "The disk is filling" not in page
    held.house.least_free = 2**62
    assert "The disk is filling" in client.get("/night").text


def test_a_new_statement_is_told_to_every_page_that_is_open(disputed: Small, serve: Serve) -> None:
    held = serve(disputed.folder)
    client = held.person()
    with listening(client) as one, listening(client) as other:
        assert (next(one)["DISPUTED"], next(other)["DISPUTED"]) == ("1", "1")
        first = disputed.said(1).number
        options = ("--decision", "accept", "--reading", str(first), "--person", "judge-1", "--reason")
        assert disputed.run("adjudicate", "001.01", "mayor", *options, "The original on paper was seen.") == 0
        told = next(one)
        assert (told["DISPUTED"], told["ACCEPTED"]) == ("0", "1")
        assert next(other)["ACCEPTED"] == "1"


def test_two_hundred_who_look_do_not_hinder_each_other(disputed: Small, serve: Serve) -> None:
    held = serve(disputed.folder)
    client = held.person()
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    asked = f"GET /night/live HTTP/1.1\r\nHost: 127.0.0.1:{held.port}\r\nCookie: {cookies}\r\n\r\n".encode()
    looking = [socket.create_connection(("127.0.0.1", held.port), timeout=20) for _ in range(200)]
    for one in looking:
        one.sendall(asked)
    assert all(one.recv(1000).startswith(b"HTTP/1.1 200") for one in looking)
    assert client.get("/night").status == 200
    for one in looking:
        one.close()


def test_what_is_derived_is_derived_once_for_all_who_look(disputed: Small, serve: Serve) -> None:
    house = serve(disputed.folder).house
    assert house.night() is house.night()
