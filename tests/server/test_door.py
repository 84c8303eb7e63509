"""Who comes in: the address that opens once, the table of roles, and what OWASP calls the basics."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testigo.server.door import Door, Role
from testigo.server.routes import ROUTES, Route
from tests.server.conftest import Headquarters, headquarters

Serve = Callable[[Path], Headquarters]
EXAMPLE = {"int:number": "1", "str:name": "x", "str:exhibit": "0" * 64, "str:token": "x", "str:contest": "x"}


def address(path: str) -> str:
    """A path of the table with something in its places."""
    return "/" + re.sub(r"<([^>]+)>", lambda found: EXAMPLE.get(found[1], "x"), path)


CLOSED = [(route, method) for route in ROUTES if not route.is_open for method in route.methods]


def test_a_token_opens_once() -> None:
    door = Door(os.urandom)
    token = door.new_token()
    cookie = door.enter(token)
    assert door.visit(cookie) is not None
    assert door.enter(token) is None


def test_a_newer_token_takes_the_place_of_the_older() -> None:
    door = Door(os.urandom)
    older, newer = door.new_token(), door.new_token()
    assert door.enter(older) is None
    assert door.enter(newer) is not None


def test_the_cookie_that_a_browser_brought_is_never_the_one_that_opens(serve: Serve, tmp_path: Path) -> None:
    """Against the fixation of a login."""
    held = serve(tmp_path / "new")
    client = held.stranger()
    client.cookies[f"testigo-{held.port}"] = "chosen-by-somebody-else"
    client.get(held.address.partition(str(held.port))[2])
    assert client.cookies[f"testigo-{held.port}"] != "chosen-by-somebody-else"
    assert client.get("/").status == 200


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headquarters]:
    """One headquarters for all who are refused."""
    with headquarters(tmp_path_factory.mktemp("refusing") / "new") as held:
        yield held


@pytest.mark.parametrize(("route", "method"), CLOSED, ids=lambda each: getattr(each, "path", each))
def test_every_page_refuses_who_did_not_come_in(house: Headquarters, route: Route, method: str) -> None:
    assert house.stranger().ask(method, address(route.path)).status in (401, 403)


@pytest.mark.parametrize(
    "route", [route for route, method in CLOSED if method == "POST"], ids=lambda each: each.path
)
def test_every_form_is_refused_without_the_token_of_a_page(house: Headquarters, route: Route) -> None:
    client = house.person()
    client.csrf = "x" * 64
    assert client.post(address(route.path)).status == 403


@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_for_the_roles_of_the_table_and_no_other(house: Headquarters, role: Role) -> None:
    """Cell by cell: every page, asked for in every way that it knows, by somebody with this role alone."""
    opened: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    for route, method in CLOSED:
        client = house.person()
        visit = house.house.door.visit(client.cookies[f"testigo-{house.port}"])
        assert visit is not None
        visit.roles = frozenset({role})
        path = address(route.path)
        answer = client.ask(method, path, b"", {"X-CSRFToken": client.csrf})
        (refused if answer.status == 403 else opened).append((route.path, method))
    assert opened == [(route.path, method) for route, method in CLOSED if role in route.roles]
    assert refused == [(route.path, method) for route, method in CLOSED if role not in route.roles]


def test_a_page_is_not_asked_for_in_another_way(house: Headquarters) -> None:
    assert house.person().get("/leave").status == 405
    assert house.person().ask("PUT", "/").status == 405


def test_a_name_that_is_not_this_machines_is_refused(house: Headquarters) -> None:
    """A page of a stranger whose name was led to this machine gets nothing."""
    client = house.person()
    assert client.ask("GET", "/", headers={"Host": f"evil.example:{house.port}"}).status == 400


def test_nobody_is_led_elsewhere_by_the_choice_of_a_language(house: Headquarters) -> None:
    client = house.person()
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert client.post("/language", language="es", back=elsewhere).headers["Location"] == "/"
    assert client.post("/language", language="es", back="/definition").headers["Location"] == "/definition"


def test_every_answer_says_what_a_browser_may_do(house: Headquarters) -> None:
    for client, path in ((house.person(), "/"), (house.stranger(), "/"), (house.person(), "/nowhere")):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers


def test_who_left_is_out(serve: Serve, tmp_path: Path) -> None:
    client = serve(tmp_path / "new").person()
    assert client.post("/leave").status == 200
    assert client.get("/").status == 401


def test_two_browsers_do_not_share_a_way_in(house: Headquarters) -> None:
    assert house.person().cookies != house.person().cookies
    assert house.stranger().get("/").status == 401
