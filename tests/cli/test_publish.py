"""`testigo publish` and `testigo serve` through the real commands, on a small sealed operation."""

import contextlib
import datetime
import hashlib
import http.client
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Thread

import pytest

from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from testigo.cli.main import main
from testigo.cli.serve import server
from testigo.evidence.connect import EVIDENCE_FILE
from testigo.evidence.statements import Kind
from testigo.publication.folders import current
from tests.keys import Keys, make_keys
from tests.verification.made import ORIGIN, definition

DAY = datetime.date(2030, 1, 7)
MAPPING = """
[[reading]]
reader = "publisher"
[[table]]
file = "results.csv"
station = "station"
contest = { constant = "mayor" }
[table.figures]
votes_red = "red"
votes_blue = "blue"
valid_votes = "valid"
null_votes = "null"
"""
ROWS = "station,red,blue,valid,null\nA-1.01,120,80,200,1\nB-1.02,7,9,16,0\n"


@pytest.fixture(scope="module")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Keys outside every operation, which sign nothing."""
    return make_keys(tmp_path_factory.mktemp("keys"), ORIGIN)


@pytest.fixture
def keys(made_keys: Keys, tmp_path: Path) -> Keys:
    """A copy of the keys: each remembers what it signed."""
    return made_keys.copied(tmp_path / "both")


@pytest.fixture
def operation(tmp_path: Path, keys: Keys) -> Path:
    """A sealed operation with two results, that names the key."""
    return make_operation(tmp_path / "operation", sealed=keys.fingerprint)


def make_operation(folder: Path, sealed: str | None) -> Path:
    files = definition(sealed=sealed or "0" * 64)
    if sealed is None:
        files["election.toml"] = files["election.toml"].replace(b'["' + b"0" * 64 + b'"]', b"[]")
    for name, content in files.items():
        path = folder / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seal_definition(folder, DAY, os.urandom)
    (folder.parent / "results.csv").write_text(ROWS)
    (folder.parent / "results.toml").write_text(MAPPING)
    assert run("import", str(folder), str(folder.parent / "results.csv"), *mapping(folder)) == 0
    return folder


def mapping(folder: Path) -> tuple[str, str]:
    return "--mapping", str(folder.parent / "results.toml")


def run(*arguments: str) -> int:
    try:
        main(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def publish(operation: Path, keys: Keys, *options: str) -> int:
    return run("publish", str(operation), *keys.options, *options)


def test_a_publication_verifies_with_the_key_that_was_sealed(operation: Path, keys: Keys) -> None:
    assert publish(operation, keys) == 0
    assert run("verify", str(operation / "public"), "--key", keys.fingerprint, "--rebuild") == 0


def test_a_key_of_another_name_signs_in_the_name_of_the_sealed_origin(tmp_path: Path) -> None:
    """What is sealed is the key's fingerprint; a coordinator may have called the key otherwise."""
    keys = make_keys(tmp_path, "example.org/another-name")
    operation = make_operation(tmp_path / "operation", sealed=keys.fingerprint)
    assert publish(operation, keys) == 0
    assert run("verify", str(operation / "public"), "--key", keys.fingerprint) == 0


def test_what_to_read_on_the_radio_is_printed(
    operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(operation, keys)
    said = capsys.readouterr().out
    announced = current(operation / "public")
    assert announced is not None
    assert announced.manifest[:4] in said
    assert keys.fingerprint[:4] in said
    assert "radio" in said


def test_an_unchanged_second_run_makes_no_publication_and_no_statement(
    operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(operation, keys)
    publish(operation, keys)
    assert "Nothing has changed since publication 1" in capsys.readouterr().out
    published = [said for said in Operation(operation).journal.statements() if said.kind is Kind.PUBLISHED]
    assert len(published) == 1


def test_a_dry_run_writes_nothing(operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(operation, keys, "--dry-run") == 0
    assert "Would make publication 1" in capsys.readouterr().out
    assert not (operation / "public").exists()
    assert not (operation / "publications").exists()


def announced(operation: Path) -> str | None:
    said = json.loads((operation / "public/data/publication.json").read_bytes())["address"]
    assert said is None or isinstance(said, str)
    return said


def test_an_address_stays_until_another_is_given(operation: Path, keys: Keys) -> None:
    publish(operation, keys)
    assert announced(operation) is None
    publish(operation, keys, "--address", "https://results.example/")
    publish(operation, keys)
    assert announced(operation) == "https://results.example/"
    assert run("verify", str(operation / "public"), "--key", keys.fingerprint, "--rebuild") == 0
    publish(operation, keys, "--address", "none")
    assert announced(operation) is None


def test_an_address_that_nobody_could_read_out_is_refused(operation: Path, keys: Keys) -> None:
    assert publish(operation, keys, "--address", "https://me@results.example/?from=me") != 0
    assert not (operation / "public").exists()


def test_json_says_the_same_for_programs(
    operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    publish(operation, keys, "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["announcement"]["number"] == 1
    assert said["is_new"] is True
    assert said["fingerprint"] == keys.fingerprint


def test_a_key_that_was_not_sealed_is_refused_and_nothing_is_written(
    tmp_path: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = make_operation(tmp_path / "operation", sealed="1" * 64)
    assert publish(operation, keys) == 2
    assert "sealed with other keys" in capsys.readouterr().err
    assert not (operation / "public").exists()


def test_nothing_is_signed_that_follows_from_a_changed_statement(
    operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.closing(sqlite3.connect(operation / EVIDENCE_FILE)) as database:
        rule = "statements_are_not_changed"
        (text,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (rule,)).fetchone()
        database.execute(f"DROP TRIGGER {rule}")
        database.execute("UPDATE statement SET day = '2030-01-01' WHERE number = 1")
        database.execute(text)
        database.commit()
    assert publish(operation, keys) == 2
    assert "statement 1: does not follow from those before it" in capsys.readouterr().err
    assert not (operation / "public").exists()


def test_a_publication_that_was_lost_is_not_made_again_under_its_number(
    operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(operation, keys) == 0
    shutil.rmtree(operation / "public")
    assert publish(operation, keys) == 2
    assert "publication 1 was made" in capsys.readouterr().err
    assert not (operation / "public").exists()


def test_a_definition_that_names_no_key_cannot_be_published(
    tmp_path: Path, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = make_operation(tmp_path / "operation", sealed=None)
    assert publish(operation, keys) == 2
    assert "sealed without the fingerprint of any key" in capsys.readouterr().err
    assert not (operation / "public").exists()


def test_a_new_reading_makes_the_next_publication(operation: Path, keys: Keys) -> None:
    publish(operation, keys)
    other = operation.parent / "more.csv"
    other.write_text("station,red,blue,valid,null\nA-1.02,5,6,11,0\n")
    more = operation.parent / "more.toml"
    more.write_text(MAPPING.replace("results.csv", "more.csv").replace('"publisher"', '"another"'))
    assert run("import", str(operation), str(other), "--mapping", str(more)) == 0
    assert publish(operation, keys) == 0
    announced = current(operation / "public")
    assert announced is not None
    assert announced.number == 2
    assert (operation / "publications" / "0001" / "manifest.note").exists()


def test_nothing_is_signed_in_which_a_figure_fell_in_silence(
    operation: Path, keys: Keys, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the evidence is older than the last publication, and its note commits to nothing."""
    old_rows = operation.parent / "results.csv"
    older = operation.parent / "older"
    shutil.copytree(operation, older)
    old_rows.write_text("station,red,blue,valid,null\nA-1.02,5,6,11,0\n")
    assert run("import", str(operation), str(old_rows), *mapping(operation)) == 0
    assert publish(operation, keys) == 0
    for published in ("public", "publications", "names"):
        shutil.copytree(operation / published, older / published)
    monkeypatch.setattr("testigo.acts.publish.refuse_another_evidence", lambda _: None)
    before = (older / "public" / "manifest.note").read_bytes()
    for options in (["--dry-run"], []):
        assert publish(older, keys, *options) == 2
        said = capsys.readouterr().err
        assert "figures are lower than in publication 1, and no statement says why: mayor, A, " in said
        assert "Nothing was signed" in said
    assert (older / "public" / "manifest.note").read_bytes() == before


@pytest.fixture
def served(operation: Path, keys: Keys) -> Iterator[int]:
    publish(operation, keys)
    with shown(operation) as port:
        yield port


@pytest.fixture(scope="module")
def served_once(made_keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A site that is only looked at."""
    folder = tmp_path_factory.mktemp("served")
    keys = made_keys.copied(folder / "both")
    operation = make_operation(folder / "operation", sealed=keys.fingerprint)
    publish(operation, keys)
    with shown(operation) as port:
        yield port


@contextlib.contextmanager
def shown(operation: Path) -> Iterator[int]:
    with server(operation / "public", 0) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield serving.server_port
        serving.shutdown()
        thread.join()


def ask(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize(
    "path",
    [
        "/../evidence.sqlite",
        "/en/../../evidence.sqlite",
        "/%2e%2e/evidence.sqlite",
        "/..%2fevidence.sqlite",
        "/en/%2e%2e/%2e%2e/election/election.toml",
        "//../evidence.sqlite",
        "/.%2e/evidence.sqlite?x=1",
        "/en/index.html/../../../evidence.sqlite",
    ],
)
def test_nothing_but_the_publication_is_served(served_once: int, path: str) -> None:
    status, text = ask(served_once, path)
    assert status == 404
    assert "SQLite format" not in text


def test_the_site_is_served_on_this_machine(served_once: int) -> None:
    status, text = ask(served_once, "/es/index.html")
    assert status == 200
    assert "No es un sitio oficial" in text


@pytest.mark.parametrize("remembered", [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_a_browser_that_asks_again_gets_the_page_of_the_second_publication_of_a_day(
    served: int, operation: Path, keys: Keys, remembered: tuple[str, str]
) -> None:
    told, asked = remembered
    first = answer(served, "/en/index.html", {})
    remembers = {asked: str(first.headers[told])}
    assert answer(served, "/en/index.html", remembers).status == 304
    assert publish(operation, keys, "--address", "https://results.example/") == 0
    again = answer(served, "/en/index.html", remembers)
    assert again.status == 200
    assert again.headers[told] != first.headers[told]


def answer(port: int, path: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers=dict(headers))
    answered = connection.getresponse()
    answered.read()
    connection.close()
    return answered


def test_nothing_outside_the_publication_is_served(served_once: int) -> None:
    assert ask(served_once, "/../evidence.sqlite")[0] == 404
    assert ask(served_once, "/%2e%2e/evidence.sqlite")[0] == 404


def test_serving_before_publishing_says_what_to_do(
    operation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("serve", str(operation)) == 2
    assert "testigo publish" in capsys.readouterr().err


def test_a_zip_for_mirrors_verifies_and_has_the_same_bytes_each_time(
    operation: Path, keys: Keys, tmp_path: Path
) -> None:
    assert publish(operation, keys, "--zip") == 0
    mirror = operation / "publication-0001.zip"
    first = mirror.read_bytes()
    assert publish(operation, keys, "--zip") == 0
    assert mirror.read_bytes() == first
    hashed = (operation / "publication-0001.zip.sha256").read_text()
    assert hashed == f"{hashlib.sha256(first).hexdigest()}  publication-0001.zip\n"
    with zipfile.ZipFile(mirror) as packed:
        packed.extractall(tmp_path / "mirror")
    unpacked = tmp_path / "mirror" / "publication-0001"
    assert run("verify", str(unpacked), "--key", keys.fingerprint) == 0
