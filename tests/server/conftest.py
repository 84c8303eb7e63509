"""Headquarters as a person meets it: listening on a port of this machine, asked over HTTP."""

import datetime
import http.client
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from testigo.server.door import Door
from testigo.server.house import House
from testigo.server.serving import Serving

DAY = datetime.date(2030, 5, 13)
FORM = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Client:
    """Somebody with a browser's habits: keeps cookies, sends the token of the last page with a form."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask, and follow nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(
            method, path, body, {"Cookie": cookies, "Accept-Language": "en", **(headers or {})}
        )
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        connection.close()
        if found := FORM.search(answer.body.decode("utf-8", "replace")):
            self.csrf = found[1]
        return answer

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields}).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, path: str, files: Mapping[str, bytes], **fields: str) -> Answer:
        """Send a form with files."""
        mark = "boundary-of-the-test"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrfmiddlewaretoken": self.csrf, **fields}.items()
        ]
        for name, content in files.items():
            head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def finish(self, answer: Answer) -> Answer:
        """Wait for the work to which an answer leads, and return its page."""
        address = answer.headers["Location"]
        assert address.startswith("/work/"), address
        while b'"over": true' not in self.get(f"{address}/state").body:
            time.sleep(0.02)
        return self.get(address)


@dataclass
class Headquarters:
    """One that listens."""

    house: House
    port: int

    @property
    def address(self) -> str:
        """A new address that lets somebody in, once."""
        return f"http://127.0.0.1:{self.port}/enter/{self.house.door.new_token()}"

    def stranger(self) -> Client:
        """Somebody who did not come in."""
        return Client(self.port)

    def person(self) -> Client:
        """Somebody who came in by the address."""
        client = Client(self.port)
        assert client.get(urlsplit(self.address).path).status == 302
        client.get("/")
        return client


@contextmanager
def headquarters(folder: Path) -> Iterator[Headquarters]:
    """Serve an operation for as long as a test needs it."""
    house = House(folder, lambda: DAY, os.urandom, 1, Door(os.urandom))
    with Serving(house, "127.0.0.1", 0) as serving:
        thread = threading.Thread(target=serving.run)
        thread.start()
        try:
            client = Client(serving.port)
            for _ in range(500):
                try:
                    client.get("/")
                    break
                except OSError:
                    time.sleep(0.01)
            yield Headquarters(house, serving.port)
        finally:
            serving.stop()
            thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Headquarters]]:
    """Serve operations until the test ends."""
    opened = []

    def begin(folder: Path) -> Headquarters:
        held = headquarters(folder)
        opened.append(held)
        return held.__enter__()

    yield begin
    for held in opened:
        held.__exit__(None, None, None)
