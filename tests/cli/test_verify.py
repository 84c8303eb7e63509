"""`testigo verify`, as a journalist runs it."""

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.cli.language import language_of_environment
from tests.verification import made
from tests.verification.made import OUR_KEY


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.publication(tmp_path_factory.mktemp("public"))


def run(*arguments: str, language: str = "en_GB.UTF-8") -> "subprocess.CompletedProcess[str]":
    program = "from testigo.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "verify", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"LANG": language, "PYTHONUTF8": "1", "PATH": ""},
    )


def test_all_holds_and_the_key_is_the_named_one(public: Path) -> None:
    done = run(str(public), "--key", OUR_KEY)
    assert done.returncode == 0, done.stderr
    assert "Everything holds, and the signature is by the key that you named." in done.stdout
    assert done.stderr == ""


def test_the_key_may_be_typed_as_the_radio_reads_it(public: Path) -> None:
    spaced = " ".join(OUR_KEY[start : start + 4] for start in range(0, 64, 4)).upper()
    assert run(str(public), "--key", spaced).returncode == 0


def test_without_a_key_the_exit_code_is_3(public: Path) -> None:
    assert run(str(public)).returncode == 3


def test_the_report_is_in_the_language_of_the_environment_or_the_one_asked_for(public: Path) -> None:
    assert "Todo coincide" in run(str(public), language="es_VE.UTF-8").stdout
    assert "Everything holds" in run(str(public), language="fr_FR.UTF-8").stdout
    assert "Todo coincide" in run(str(public), "--language", "es").stdout


def test_what_fails_is_named_and_the_exit_code_is_1(public: Path, tmp_path: Path) -> None:
    broken = made.publication(tmp_path)
    (broken / "es" / "index.html").write_bytes(b"")
    done = run(str(broken), "--key", OUR_KEY)
    assert done.returncode == 1
    assert "es/index.html: was changed" in done.stdout


def test_the_json_is_json(public: Path) -> None:
    said = json.loads(run(str(public), "--json").stdout)
    assert said["exit_code"] == 3
    assert said["origin"] == made.ORIGIN


def test_a_folder_without_a_publication_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = run(str(tmp_path))
    assert done.returncode == 2
    assert "no publication is here" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_that_is_no_fingerprint_is_one_line_and_exit_code_2(public: Path) -> None:
    done = run(str(public), "--key", "1234")
    assert done.returncode == 2
    assert "fingerprint" in done.stderr


def test_a_file_address_is_a_folder(public: Path) -> None:
    assert run(public.as_uri()).returncode == 3


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/away/"):
                self.send_response(302)
                self.send_header("Location", public.as_uri() + self.path.removeprefix("/away"))
                self.end_headers()
            else:
                super().do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(public))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_a_publication_is_verified_over_http(address: str) -> None:
    done = run(address, "--key", OUR_KEY)
    assert done.returncode == 0, done.stderr
    assert "files that the list does not name" in done.stdout


def test_an_address_that_leads_to_a_local_file_is_not_followed(address: str) -> None:
    done = run(address + "away/")
    assert done.returncode == 2
    assert "cannot be fetched" in done.stderr


def test_an_address_where_nobody_answers_is_exit_code_2() -> None:
    assert run("http://127.0.0.1:9/").returncode == 2


def test_help_has_examples_and_exit_codes() -> None:
    text = run("--help").stdout
    assert "testigo verify public" in text
    assert "Exit codes" in text


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_AR"}, "es"),
        ({"LC_ALL": "en_US", "LANG": "es_AR"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_language_follows_the_usual_variables(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of_environment() == language
