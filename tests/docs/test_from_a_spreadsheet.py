"""The shortest journey, from-a-spreadsheet.md: at most eight commands and three files by hand."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from tests.docs.journeys import OTHER_SECRET, SECRET, run, steps
from tests.tables.workbooks import Cell, workbook

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operate" / "from-a-spreadsheet.md"
MOST_COMMANDS, MOST_FILES = 8, 3


def as_cell(text: str) -> Cell:
    return int(text) if text.isdigit() else text


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The folder after the whole journey, and what each command printed."""
    folder = tmp_path_factory.mktemp("journey")
    (folder / SECRET).write_text("twelve stations and a river\n")
    (folder / OTHER_SECRET).write_text("a river and twelve stations\n")
    fingerprint, printed = "", dict[str, str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for what, text in steps(PAGE):
            written = text.replace("FINGERPRINT", fingerprint)
            if what.endswith(".xlsx"):
                rows = [[as_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
                Path(what).write_bytes(workbook({"Actas": rows}))
            elif what != "run":
                Path(what).parent.mkdir(parents=True, exist_ok=True)
                Path(what).write_text(written, encoding="utf-8")
            else:
                printed[text] = run(written.partition(" > ")[0])
                if found := re.search(r"Fingerprint: +([0-9a-f]{64})", printed[text]):
                    fingerprint = found[1]
        yield folder, printed


def test_it_takes_at_most_eight_commands_and_three_files_by_hand() -> None:
    taken = [what for what, _ in steps(PAGE)]
    assert taken.count("run") <= MOST_COMMANDS
    assert len([what for what in taken if what.endswith(".toml")]) <= MOST_FILES


def test_a_stranger_finds_that_everything_holds(journey: tuple[Path, dict[str, str]]) -> None:
    (verdict,) = [said for each, said in journey[1].items() if each.startswith("testigo verify")]
    assert "Everything holds, and the signature is by the key that you named." in verdict


def test_all_twelve_stations_are_accepted_under_codes_that_can_be_read(
    journey: tuple[Path, dict[str, str]],
) -> None:
    operation = Operation(journey[0] / "rio")
    results = operation.snapshot().results["mayor"]
    operation.close()
    assert results["status"].to_list() == ["accepted"] * 12
    assert results["votes_ana_rojas"].sum() == 1427
    assert "escuela-bolivar.1" in results["station"].to_list()
    assert (journey[0] / "rio/public/es/rio-alto/san-jose.html").exists()


def test_the_suggestion_found_all_but_what_only_a_person_knows(journey: tuple[Path, dict[str, str]]) -> None:
    (suggested,) = [said for each, said in journey[1].items() if " suggest " in each]
    found, finished = tomllib.loads(suggested), tomllib.loads((journey[0] / "actas.toml").read_text())
    assert found["table"][0] | {"contest": 0} == finished["table"][0] | {"contest": 0}
    by_what = [{draft["what"]: draft for draft in each["draft"]} for each in (found, finished)]
    for what in ("polling_places", "stations", "options"):
        assert by_what[0][what] == by_what[1][what]
    assert by_what[0]["jurisdictions"]["levels"][1:] == by_what[1]["jurisdictions"]["levels"][1:]
    asked = [line for line in suggested.splitlines() if '""' in line and not line.startswith("#")]
    assert len(asked) == 7
