"""The reports of NIST SP 1500-100 in a publication: what an adversary changes in them is found and named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from testigo.nist.units import identifier
from testigo.publication.format import NIST, NIST_FOLDER
from tests.verification import made
from tests.verification.made import OUR_KEY, codes, report

Change = Callable[[dict[str, Any]], None]


def change(folder: Path, name: str, how: Change) -> None:
    """Change a report, and make and sign the list again with our own key, as a thief of the key would."""
    path = folder / "data" / name
    said = json.loads(path.read_bytes())
    how(said)
    path.write_text(json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n")
    made.forge(folder, made.OURS)


def first_count(said: dict[str, Any]) -> dict[str, Any]:
    count: dict[str, Any] = said["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][0]
    return count


def one_vote_more(said: dict[str, Any]) -> None:
    first_count(said)["Count"] += 1


def another_note(said: dict[str, Any]) -> None:
    said["Notes"] = "The result is final."


def another_name(said: dict[str, Any]) -> None:
    said["Election"][0]["Candidate"][0]["BallotName"]["Text"][0]["Content"] = "Somebody else"


@pytest.mark.parametrize(
    ("how", "place"),
    [
        (one_vote_more, "Election/0/Contest/0/ContestSelection/0/VoteCounts/0/Count"),
        (another_note, "Notes"),
        (another_name, "Election/0/Candidate/0/BallotName/Text/0/Content"),
    ],
)
@pytest.mark.parametrize("name", [NIST, f"{NIST_FOLDER}/A.json"])
def test_whatever_is_changed_in_a_report_is_found_with_its_place(
    copy: Path, name: str, how: Change, place: str
) -> None:
    change(copy, name, how)
    found = report(copy, OUR_KEY)
    assert [(each.code, each.file, each.cell) for each in found.failures] == [
        ("table.cell", f"data/{name}", place)
    ]


def test_a_report_in_another_spelling_is_found(copy: Path) -> None:
    path = copy / "data" / NIST
    path.write_bytes(path.read_bytes().replace(b'":', b'": ', 1))
    made.forge(copy, made.OURS)
    assert codes(report(copy, OUR_KEY)) == {"nist.spelling"}


def test_a_report_that_is_not_there_is_found(copy: Path) -> None:
    (copy / "data" / NIST_FOLDER / "B.json").unlink()
    made.forge(copy, made.OURS)
    assert codes(report(copy, OUR_KEY)) == {"file.needed"}


def test_a_report_of_no_jurisdiction_is_found(copy: Path) -> None:
    (copy / "data" / NIST_FOLDER / "C.json").write_text("{}")
    made.forge(copy, made.OURS)
    assert codes(report(copy, OUR_KEY)) == {"table.unknown"}


def test_what_is_no_json_is_found(copy: Path) -> None:
    (copy / "data" / NIST).write_text("[" * 100_000)
    made.forge(copy, made.OURS)
    assert codes(report(copy, OUR_KEY)) == {"file.not_json"}


def test_a_unit_is_named_by_its_code(copy: Path) -> None:
    said = json.loads((copy / "data" / NIST_FOLDER / "A.json").read_bytes())
    assert identifier("station", "A-1.01") in {unit["@id"] for unit in said["GpUnit"]}
