"""One spelling of JSON (RFC 8785), against the published vectors."""

import csv
import json
import struct
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from testigo.errors import RefusedError, StoreError
from testigo.evidence.statements import MOST_BODY_BYTES, parse_object, write_body
from testigo.publication.dataset import canonical_json
from tests.shared import VECTORS, needs_vectors

JCS = VECTORS / "jcs"
pytestmark = needs_vectors
BIGGEST_EXACT = 2**53 - 1


def derived() -> list[dict[str, Any]]:
    path = JCS / "derived.json"
    return list(json.loads(path.read_bytes())["cases"]) if path.exists() else []


def accepted() -> list[dict[str, Any]]:
    return [case for case in derived() if "canonical" in case]


def refused() -> list[dict[str, Any]]:
    return [case for case in derived() if case.get("expect") == "refuse"]


def body_of(text: str) -> dict[str, Any]:
    """Any JSON text as the body of a statement: in a member where it is no object."""
    return parse_object(text.encode() if text.lstrip().startswith("{") else f'{{"a":{text}}}'.encode())


@pytest.mark.parametrize("name", sorted(path.stem for path in (JCS / "input").glob("*.json")))
def test_the_published_documents_are_written_as_published(name: str) -> None:
    document = json.loads((JCS / "input" / f"{name}.json").read_bytes())
    expected = (JCS / "output" / f"{name}.json").read_bytes()
    assert bytes.fromhex((JCS / "outhex" / f"{name}.txt").read_text()) == expected
    assert canonical_json({"a": document}) == b'{"a":' + expected + b"}\n"
    assert json.loads(write_body({"a": document})) == {"a": document}


@pytest.mark.parametrize("case", accepted(), ids=lambda case: str(case["name"]))
def test_what_has_a_canonical_form_is_written_in_it(case: dict[str, Any]) -> None:
    expected = case["canonical"].encode()
    is_object = case["input"].lstrip().startswith("{")
    assert write_body(body_of(case["input"])) == (expected if is_object else b'{"a":' + expected + b"}")


@pytest.mark.parametrize("case", refused(), ids=lambda case: str(case["name"]))
def test_what_has_none_is_refused_or_is_not_the_spelling_that_we_keep(case: dict[str, Any]) -> None:
    """Who reads a statement compares it with what is written of it: another spelling is no statement."""
    try:
        written = write_body(body_of(case["input"]))
    except (RefusedError, StoreError):
        return
    assert written not in (case["input"].encode(), f'{{"a":{case["input"]}}}'.encode())


def numbers() -> list[tuple[float, str]]:
    listed = json.loads((JCS / "numbers-rfc8785-appendix-b.json").read_bytes())
    found = [(each["ieee_hex"], each["canonical"]) for each in listed if each.get("canonical") is not None]
    with (JCS / "es6-numbers.csv").open(encoding="utf-8", newline="") as file:
        found += [(row["ieee_hex"], row["canonical"]) for row in csv.DictReader(file)]
    return [(struct.unpack(">d", bytes.fromhex(bits))[0], text) for bits, text in found]


def test_every_published_number_is_written_as_published() -> None:
    wrong = [(value, text) for value, text in numbers() if rfc8785.dumps(value).decode() != text]
    assert (wrong, len(numbers()) > 3_000) == ([], True)


def test_a_body_holds_every_one_of_them_or_refuses_those_that_a_whole_number_cannot_hold() -> None:
    for value, text in numbers():
        if float(value).is_integer() and abs(value) > BIGGEST_EXACT and "e" not in text:
            with pytest.raises(RefusedError):
                write_body({"a": value})
        else:
            assert write_body({"a": value}) == f'{{"a":{text}}}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(RefusedError):
        write_body({"a": value})


def test_every_file_of_the_vectors_is_read_here() -> None:
    named = {path.relative_to(JCS).parts[0] for path in JCS.rglob("*") if path.is_file()}
    assert named == {
        "input",
        "output",
        "outhex",
        "derived.json",
        "es6-numbers.csv",
        Path("numbers-rfc8785-appendix-b.json").name,
    }
    assert all(path.stat().st_size < MOST_BODY_BYTES for path in (JCS / "input").iterdir())
