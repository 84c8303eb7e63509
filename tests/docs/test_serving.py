"""The example files for web servers in docs/operate/serving.md: run, with another folder and address."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.test_publish import answer, ask, make_operation
from tests.commands import run
from tests.keys import Keys, make_keys
from tests.verification.made import ORIGIN

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "serving.md"
SERVERS = {"nginx": "nginx-light", "caddy": "caddy"}
"""Command -> the package of Debian that has it."""


def example(server: str) -> str:
    """The example file of a server, as the page has it."""
    blocks = re.findall(r"```\n# (\w+)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    texts: dict[str, str] = {name.lower().removesuffix("file"): text for name, text in blocks}
    return texts[server]


def written_for(server: str, root: Path, port: int, folder: Path) -> str:
    """The example with another folder and an address of this machine, within what a whole file needs."""
    text = example(server)
    assert text.count("/srv/publication") == 1
    text = text.replace("/srv/publication", str(root))
    if server == "caddy":
        assert text.startswith("results.example {")
        return "{\n\tadmin off\n}\n" + text.replace("results.example", f"http://127.0.0.1:{port}", 1)
    assert "listen 443 ssl;" in text
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    temporary = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    begin = f"{user}daemon off;\nmaster_process off;\npid {folder / 'pid'};\nevents {{}}\nhttp {{\n"
    return f"{begin}{temporary}{text}}}\n"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A server that is installed; skipped in CI too where there is none, for Testigo needs none."""
    name = str(request.param)
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not here. As root: apt-get install {SERVERS[name]}")
    return name, program


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keys, Path]:
    """Keys, and an operation that they published once; each test goes on with copies."""
    folder = tmp_path_factory.mktemp("published")
    keys = make_keys(folder / "both", ORIGIN)
    operation = make_operation(folder / "night", sealed=keys.fingerprint)
    assert run("publish", operation, *keys.options) == 0
    return keys, operation


@pytest.fixture
def keys(published: tuple[Keys, Path], tmp_path: Path) -> Keys:
    return published[0].copied(tmp_path / "both")


@pytest.fixture
def operation(published: tuple[Keys, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(published[1], tmp_path / "night"))


@pytest.fixture
def served(server: tuple[str, str], operation: Path, tmp_path: Path) -> Iterator[int]:
    name, program = server
    folder = tmp_path / "server"
    folder.mkdir()
    bring(operation, folder / "publication")
    port = free_port()
    (folder / "file").write_text(written_for(name, folder / "publication", port, folder))
    arguments = {
        "nginx": ["-p", str(folder), "-c", str(folder / "file"), "-e", "stderr"],
        "caddy": ["run", "--config", str(folder / "file"), "--adapter", "caddyfile"],
    }[name]
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with subprocess.Popen(
        [program, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            until_it_answers(port, process)
            yield port
        finally:
            process.terminate()
            process.communicate()


def until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError((process.stderr.read() if process.stderr else b"").decode())


def bring(operation: Path, place: Path) -> None:
    """Copy a publication to its server, with times, as the page says."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(operation / "public", place)


def seen(answered: http.client.HTTPResponse) -> Mapping[str, str]:
    return {
        "If-None-Match": str(answered.headers["ETag"]),
        "If-Modified-Since": str(answered.headers["Last-Modified"]),
    }


@pytest.mark.parametrize("asked", ["If-None-Match", "If-Modified-Since", "both"])
def test_a_browser_that_asks_again_gets_the_page_of_the_second_publication_of_a_day(
    served: int, operation: Path, keys: Keys, tmp_path: Path, asked: str
) -> None:
    first = answer(served, "/en/index.html", {})
    assert (first.status, first.headers["Cache-Control"]) == (200, "no-cache")
    remembers = {name: value for name, value in seen(first).items() if asked in {name, "both"}}
    assert answer(served, "/en/index.html", remembers).status == 304
    assert run("publish", operation, *keys.options, "--address", "https://results.example/") == 0
    bring(operation, tmp_path / "server" / "publication")
    again = answer(served, "/en/index.html", remembers)
    assert again.status == 200
    assert seen(again).items().isdisjoint(seen(first).items())


def test_nothing_but_the_publication_is_served_and_nobody_is_written_down(
    served: int, tmp_path: Path
) -> None:
    assert ask(served, "/es/index.html")[0] == 200
    for path in ("/../file", "/%2e%2e/file", "/..%2ffile", "/en/../../file", "//../file"):
        status, text = ask(served, path)
        assert status in {400, 403, 404}
        assert "publication" not in text
    told = [path.read_bytes() for path in (tmp_path / "server").glob("*") if path.is_file()]
    assert not [each for each in told if b"index.html" in each]
