"""An operation sealed with codes that no definition may have today goes on, and is published."""

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from testigo.acts.signed_once import SIGNED
from testigo.characters import is_formula
from testigo.cli.main import main
from testigo.election.load import load, read_folder
from testigo.election.seal import listing
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.statements import Kind
from testigo.file_name import safe_name
from testigo.verification.foreign import judged
from tests.keys import Keys, make_keys
from tests.verification.made import ORIGIN, definition

LONG = "участок-" + "ж" * 54
CODES = ("=1+1", "-5", LONG)
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


def seal_as_before(folder: Path) -> None:
    """Seal a definition without the rules of today."""
    files = read_folder(folder / "election")
    exhibits = FolderStore(folder / "exhibits")
    for content in files.values():
        exhibits.put(content)
    journal = open_journal(folder / EVIDENCE_FILE, create=True)
    body = {"seal": load(files).seal, "name": "before"}
    subject = exhibits.put(listing(files))
    journal.append(datetime.date(2030, 1, 5), Kind.OPENED, subject=subject, body=body)
    journal.close()


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def sealed(place: Path, files: dict[str, bytes], rows: str) -> tuple[Path, Keys]:
    """Return an operation that was sealed without the rules of today, with a table of results imported."""
    keys, folder = make_keys(place, ORIGIN), place / "operation"
    of_key = definition(sealed=keys.fingerprint)["election.toml"].splitlines(keepends=True)
    (line,) = [line for line in of_key if line.startswith(b"key_fingerprints")]
    files["election.toml"] = re.sub(rb"key_fingerprints.*\n", line, files["election.toml"])
    for name, content in files.items():
        (folder / "election" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "election" / name).write_bytes(content)
    seal_as_before(folder)
    (place / "results.csv").write_text("station,red,blue,valid,null\n" + rows)
    (place / "map.toml").write_text(MAPPING)
    assert run("import", folder, place / "results.csv", "--mapping", place / "map.toml") == 0
    return folder, keys


def with_stations(files: dict[str, bytes], codes: Iterable[str]) -> dict[str, bytes]:
    """Return a definition with more stations in A."""
    columns = files["stations.csv"].decode().partition("\n")[0].split(",")
    rows = "".join(
        ",".join({"station": code, "jurisdiction": "A"}.get(column, "") for column in columns) + "\n"
        for code in codes
    )
    return {**files, "stations.csv": files["stations.csv"] + rows.encode()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such an operation, with a table of results of its stations imported and published."""
    files = with_stations(definition(), CODES)
    files["options.csv"] = files["options.csv"].replace(b",Red,1,", ",臺北,1,".encode())
    rows = "".join(f"{code},7,9,16,0\n" for code in CODES)
    folder, keys = sealed(tmp_path_factory.mktemp("before"), files, rows)
    assert run("publish", folder, *keys.options) == 0
    return folder


def test_a_check_of_it_warns_and_refuses_nothing(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("election", "check", published) == 0
    said = capsys.readouterr().out
    assert all(repr(code)[:30] in said for code in CODES)


def test_it_verifies_down_to_the_last_byte(published: Path) -> None:
    key = Keys(published.parent).fingerprint
    assert run("verify", published / "public", "--rebuild", "--key", key) == 0


def test_no_derived_table_has_a_cell_that_a_spreadsheet_runs(published: Path) -> None:
    for path in sorted((published / "public" / "data").glob("*.csv")):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        header = rows[0]
        run_cells = [
            cell for row in rows for cell in row if is_formula(cell) and not cell.lstrip("-").isdecimal()
        ]
        assert run_cells == [], (path.name, header)
    results = next((published / "public" / "data").glob("*results-mayor.csv")).read_text(encoding="utf-8")
    assert {"'=1+1", "'-5"} <= {line.partition(",")[0] for line in results.splitlines()}


def test_programs_get_the_codes_as_they_are(published: Path) -> None:
    (path,) = (published / "public" / "data").glob("*results-mayor.json")
    assert set(CODES) <= {row["station"] for row in json.loads(path.read_text(encoding="utf-8"))}


def test_its_cards_name_by_position_whom_no_font_of_ours_can_write(published: Path) -> None:
    said = [path.read_text(encoding="utf-8") for path in (published / "public" / "cards").rglob("*.svg")]
    assert not [svg for svg in said if "臺" in svg]
    assert [svg for svg in said if "number 1 on the ballot" in svg]


def test_a_code_too_long_for_a_file_has_a_page_named_by_its_hash(published: Path) -> None:
    name = safe_name(LONG)
    assert "_x" in name
    pages = list((published / "public").rglob(f"{name}.html"))
    assert {page.relative_to(published / "public").parts[0] for page in pages} == {"es", "en"}


@pytest.mark.parametrize("unseen", ["\u2063", "\u00ad", "\u3164", "\ue000", "\u200e"])
def test_names_with_what_is_not_seen_are_published_as_they_were_sealed(tmp_path: Path, unseen: str) -> None:
    files = definition()
    for name, text in (
        ("options.csv", ",Red,1,"),
        ("jurisdictions.csv", "State A"),
        ("contests.csv", "Mayor"),
    ):
        inside = text.replace(text[2:4], text[2] + unseen + text[3])
        files[name] = files[name].replace(text.encode(), inside.encode())
    folder, keys = sealed(tmp_path, files, "A-1.01,7,9,16,0\n")
    assert run("publish", folder, *keys.options, "--processes", "1") == 0
    assert run("verify", folder / "public", "--key", keys.fingerprint) == 0
    page = (folder / "public/en/A/index.html").read_bytes()
    harmful = judged(None, "X", "en/A/index.html", page + b"\n", page).failures
    assert [failure.code for failure in harmful] == []


def test_two_codes_of_one_page_are_refused_before_a_signature_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = with_stations(definition(), ("m1", "M1"))
    folder, keys = sealed(tmp_path, files, "m1,7,9,16,0\nM1,7,8,15,0\n")
    assert run("status", folder) == 0
    assert run("publish", folder, *keys.options, "--processes", "1") == 2
    said = capsys.readouterr().err
    assert "m1.html is the file of two codes" in said
    assert "make a new operation" in said
    assert not (folder / "public").exists()
    assert (keys.signing / SIGNED).read_bytes() == b""
