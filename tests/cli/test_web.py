"""What a hostile host can do to who verifies over the web: each test asks a real server that does it."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from testigo.cli import web
from testigo.cli.web import MOST_REDIRECTS, Web, is_public
from testigo.errors import InputError
from testigo.verification.bringing import fetch_file

Answers = Callable[[socket.socket, str], None]


@contextlib.contextmanager
def host(answers: Answers, family: socket.AddressFamily = socket.AF_INET) -> Iterator[int]:
    """Serve on a port of this machine: `answers` gets each connection and the path that it asks for."""
    listening = socket.socket(family)
    listening.bind(("::1" if family is socket.AF_INET6 else "127.0.0.1", 0))
    listening.listen()
    stopped = threading.Event()

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            path = connection.recv(65_536).split(b" ")[1].decode()
            answers(connection, path)

    def serve() -> None:
        while not stopped.is_set():
            with contextlib.suppress(OSError):
                threading.Thread(target=one, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield int(listening.getsockname()[1])
    stopped.set()
    with contextlib.suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def redirects(to: str) -> Answers:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())

    return answer


def said(connection: socket.socket, _path: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsaid\n")


def got(port: int, folder: Path, most: int = 1_000_000) -> bytes | None:
    """What `verify` brings from a host of this machine that somebody typed."""
    address, path = f"http://127.0.0.1:{port}/manifest.txt", folder / "got"
    return None if fetch_file(address, Web(address).open, path, most) is None else path.read_bytes()


def test_what_an_honest_host_says_is_brought(tmp_path: Path) -> None:
    with host(said) as port:
        assert got(port, tmp_path) == b"said\n"


# --- time -------------------------------------------------------------------------------------------------


def dripping(begin: bytes) -> Answers:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(b"a")
            threading.Event().wait(0.05)

    return answer


DRIPS = {
    "head": b"",
    "header": b"HTTP/1.1 200 OK\r\nX: ",
    "body": b"HTTP/1.1 200 OK\r\n\r\n",
    "body of a length": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    "length of a piece": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "head of a redirect": b"HTTP/1.1 302 Found\r\nLocation: ",
}


@pytest.mark.parametrize("begin", DRIPS.values(), ids=DRIPS)
def test_a_file_that_drips_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: bytes) -> None:
    monkeypatch.setattr(web, "SECONDS_A_FILE", 0.5)
    with host(dripping(begin)) as port:
        assert got(port, tmp_path) is None


def test_a_host_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SECONDS_TO_ANSWER", 0.5)
    with host(lambda *_: threading.Event().wait(60)) as port:  # type: ignore[arg-type]
        assert got(port, tmp_path) is None


def test_a_publication_that_drips_file_by_file_is_given_up_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "SECONDS_IN_ALL", 0.5)
    monkeypatch.setattr(web, "SECONDS_FOR_A_FILE_MORE", 0)
    with host(dripping(DRIPS["body"])) as port, pytest.raises(InputError, match="takes longer"):
        got(port, tmp_path)


# --- size -------------------------------------------------------------------------------------------------


def endless(begin: bytes) -> Answers:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(b"a" * 65_536)

    return answer


@pytest.mark.parametrize(
    "begin", [DRIPS["body"], b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", DRIPS["header"], b""]
)
def test_an_endless_answer_is_cut_off_and_nothing_of_it_stays(tmp_path: Path, begin: bytes) -> None:
    with host(endless(begin)) as port:
        assert got(port, tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_the_endless_body_of_a_redirect_is_not_read(tmp_path: Path) -> None:
    with host(said) as second:
        begin = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{second}/\r\n\r\n".encode()
        with host(endless(begin)) as first:
            assert got(first, tmp_path) == b"said\n"


@pytest.mark.parametrize("length", ["6", "99999999999", "-1", "5, 6", "0x5", "5" * 5_000])
def test_a_length_that_lies_is_no_traceback_and_no_other_content(tmp_path: Path, length: str) -> None:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nsaid\n".encode())

    with host(answer) as port:
        # what is no length at all is as if none were said
        assert got(port, tmp_path) == (None if length in ("6", "99999999999") else b"said\n")


def test_a_length_that_is_too_small_cuts_what_came(tmp_path: Path) -> None:
    def answer(connection: socket.socket, _path: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nsaid\n")

    with host(answer) as port:
        assert got(port, tmp_path) == b"sa"


# --- where it leads ---------------------------------------------------------------------------------------

PRIVATE = (
    "localhost",
    "LOCALHOST",
    "127.1",
    "127.0.0.2",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:2]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fc00::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
)


@pytest.mark.parametrize("name", PRIVATE)
def test_a_redirect_to_a_private_host_that_nobody_typed_is_refused(tmp_path: Path, name: str) -> None:
    asked: list[str] = []

    def inside(connection: socket.socket, path: str) -> None:
        asked.append(path)
        said(connection, path)

    with (
        host(inside) as second,
        host(redirects(f"http://{name}:{second}/secret")) as first,
        pytest.raises(InputError, match="private network"),
    ):
        got(first, tmp_path)
    assert asked == []


def test_a_name_that_leads_to_a_private_host_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once: what was checked is what is connected to."""
    looked, real = [], socket.getaddrinfo

    def look_up(name: str, port: int, *rest: object, **named: object) -> object:
        looked.append(name)
        return real("127.0.0.1" if name == "router.example" else name, port, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with (
        host(said) as second,
        host(redirects(f"http://router.example:{second}/")) as first,
        pytest.raises(InputError, match="private network"),
    ):
        got(first, tmp_path)
    assert looked.count("router.example") == 1


def test_a_typed_host_that_was_public_and_becomes_private_is_refused() -> None:
    asked = Web("https://results.example/")
    asked.check("results.example", True)
    with pytest.raises(InputError, match="private network"):
        asked.check("results.example", False)


@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.2", "[::1]", "localhost"])
def test_through_a_proxy_what_is_plainly_private_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with host(redirects(f"http://{name}/")) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy}")
        address = "http://results.example/manifest.txt"
        with pytest.raises(InputError, match="private network"):
            fetch_file(address, Web(address).open, tmp_path / "got", 1000)


def test_a_private_host_that_was_typed_is_asked_and_may_redirect_to_itself(tmp_path: Path) -> None:
    with host(said) as second, host(redirects(f"http://127.0.0.1:{second}/")) as first:
        assert got(first, tmp_path) == b"said\n"


def test_a_typed_host_of_ipv6_is_asked(tmp_path: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        with host(said, socket.AF_INET6) as port:
            address = f"http://[::1]:{port}/"
            assert fetch_file(address, Web(address).open, tmp_path / "got", 1000) == 5
    except OSError:
        pytest.skip("no IPv6 here")


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "data:text/plain,x", "gopher://127.0.0.1/", "javascript:x()"],
)
def test_a_redirect_to_what_is_no_address_of_the_web_is_refused(tmp_path: Path, to: str) -> None:
    with host(redirects(to)) as port, pytest.raises(InputError, match="no address of the web"):
        got(port, tmp_path)


def test_a_redirect_from_https_to_http_is_refused() -> None:
    asked = Web("https://results.example/")
    assert asked.followed("https://results.example/a", "/b") == "https://results.example/b"
    with pytest.raises(InputError, match="from https to http"):
        asked.followed("https://results.example/a", "http://results.example/a")


@pytest.mark.parametrize("to", ["http://[", "//[x/", "http://a:b/", "http://127.0.0.1:99999/"])
def test_a_redirect_to_no_address_is_no_traceback(tmp_path: Path, to: str) -> None:
    with host(redirects(to)) as port:
        assert got(port, tmp_path) is None


def test_redirects_without_end_are_refused(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(connection: socket.socket, path: str) -> None:
        asked.append(path)
        redirects("/again")(connection, path)

    with host(answer) as port, pytest.raises(InputError, match="redirects"):
        got(port, tmp_path)
    assert len(asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(number: str) -> None:
    assert is_public(number)
