"""What a sender may send: so much, at such a pace, and nothing that lies about its length."""

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.server import bounds
from tests.server.conftest import Headquarters

Serve = Callable[[Path], Headquarters]


def raw(port: int, head: str, body: bytes = b"", *, wait: bool = True) -> bytes:
    """Send bytes as they are, and return what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{head}\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() + body)
        return connection.recv(4096) if wait else b""


def test_a_length_that_is_too_large_is_refused_before_a_byte_is_read(serve: Serve, tmp_path: Path) -> None:
    held = serve(tmp_path / "new")
    said = raw(held.port, f"POST /new HTTP/1.1\r\nContent-Length: {bounds.MOST_OF_A_FORM + 1}")
    assert b" 413 " in said


def test_what_comes_without_a_length_is_counted(serve: Serve, tmp_path: Path) -> None:
    held = serve(tmp_path / "new")
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    said = raw(held.port, "POST /new HTTP/1.1\r\nTransfer-Encoding: chunked", piece * 17)
    assert b" 413 " in said


@pytest.mark.parametrize("length", ["-1", "+5", "1e3", "5, 6", "٥"])
def test_a_length_that_is_none_is_refused(serve: Serve, tmp_path: Path, length: str) -> None:
    held = serve(tmp_path / "new")
    assert b" 400 " in raw(held.port, f"POST /new HTTP/1.1\r\nContent-Length: {length}")


def test_who_sends_too_slowly_is_not_waited_for(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "SECONDS_FOR_A_BODY", 0.2)
    held = serve(tmp_path / "new")
    assert b" 408 " in raw(held.port, "POST /new HTTP/1.1\r\nContent-Length: 100", b"slow")


def test_a_body_that_is_cut_off_changes_nothing_and_others_are_served(serve: Serve, tmp_path: Path) -> None:
    held = serve(tmp_path / "new")
    raw(held.port, "POST /new HTTP/1.1\r\nContent-Length: 100", b"half", wait=False)
    time.sleep(0.05)
    assert held.person().get("/").status == 200
    assert not (tmp_path / "new").exists()
