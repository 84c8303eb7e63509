"""How codes and names are spelt in a definition that is not sealed yet."""

import pytest

from testigo.election.load import check, load
from testigo.errors import InputError
from tests.election.definitions import (
    BALLOTS,
    CONTESTS,
    ELECTION,
    JURISDICTIONS,
    LINES,
    OPTIONS,
    STATIONS,
    changed,
    definition,
    problems_of,
    told,
)
from tests.test_characters import STEERING

ALWAYS = {"NUL", "tab", "return", "escape", "delete", "next line", "control of eight bits"}
ALWAYS |= {"zero width space", "line separator", "paragraph separator", "override to the right"}
ALWAYS |= {"word joiner", "isolate", "byte order mark", "line end", "half of a surrogate"}
"""What no version read."""
NEWLY = {name: letter for name, letter in STEERING.items() if name not in ALWAYS}


def stations(code: str) -> str:
    return changed(STATIONS, "009.01,,X", f"{code},,X")


def ballots(code: str) -> str:
    return changed(BALLOTS, "009.01", code)


@pytest.mark.parametrize("code", ["=1+1", "+2", "-5", "@x", "＝1"])
def test_a_code_that_begins_as_a_formula_is_refused_where_it_stands(code: str) -> None:
    files = definition(stations=stations(code), ballots=ballots(code))
    assert told(problems_of(files)) == [
        ("stations.csv", 5, "station", code),
        ("ballots.csv", 4, "place", code),
    ]


@pytest.mark.parametrize(
    ("file", "files"),
    [
        ("jurisdictions.csv", {"jurisdictions": JURISDICTIONS.replace("B1", "@B1")}),
        ("contests.csv", {"contests": CONTESTS.replace("council", "=council")}),
        ("options.csv", {"options": OPTIONS.replace("council,yes", "council,-yes")}),
        ("lines.csv", {"lines": LINES.replace("R1", "+R1")}),
        ("polling_places.csv", {"polling_places": "polling_place,name\n=001,School\n"}),
    ],
)
def test_so_is_one_of_every_other_file(file: str, files: dict[str, str]) -> None:
    assert file in {problem.place.file for problem in problems_of(definition(**files))}


@pytest.mark.parametrize("letter", NEWLY.values(), ids=NEWLY)
def test_what_is_not_seen_or_steers_is_refused_in_names_and_in_codes(letter: str) -> None:
    named = definition(options=changed(OPTIONS, "Rosa Red", f"Rosa{letter}Red"))
    coded = definition(stations=stations(f"009{letter}01"), ballots=ballots(f"009{letter}01"))
    worded = definition(election=changed(ELECTION, '"Country X"', f'"Country{letter}X"'))
    for files, expected in (
        (named, ("options.csv", 3, "name")),
        (coded, ("stations.csv", 5, "station")),
        (worded, ("election.toml", None, "place.es")),
    ):
        first = problems_of(files)[0]
        assert (first.place.file, first.place.row, first.place.column) == expected
        assert f"U+{ord(letter):04X}" in first.message


def test_a_name_that_begins_with_an_accent_is_refused() -> None:
    files = definition(options=changed(OPTIONS, "Rosa Red", "\u0301Rosa"))
    assert told(problems_of(files)) == [("options.csv", 3, "name", "\u0301Rosa")]


@pytest.mark.parametrize("name", ["+Europa", "-Ismo", "Más País"])
def test_a_party_may_be_called_as_it_is(name: str) -> None:
    assert problems_of(definition(options=changed(OPTIONS, "Rosa Red", name))) == ()


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+HYPERLINK(1)", "@SUM(1)", "-1+1"])
def test_a_name_that_a_spreadsheet_would_run_is_refused(name: str) -> None:
    assert told(problems_of(definition(options=changed(OPTIONS, "Rosa Red", name)))) == [
        ("options.csv", 3, "name", name)
    ]


def test_two_codes_with_one_page_where_capitals_do_not_count_are_refused() -> None:
    (problem,) = problems_of(definition(stations=STATIONS + "m1,,X,,\nM1,,X,,\n"))
    assert (problem.place.file, problem.place.column, problem.value) == ("stations.csv", "station", "M1")
    assert "'m1'" in problem.message


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("aB", "ab"), {"differs in capitals only: 'aB'"}),
        (("A1", "А1"), {"looks the same: 'A1'"}),  # Latin and Cyrillic
        (("O1", "01"), {"looks the same: 'O1'"}),
        (("3", "4"), set()),
        (("LA", "IA"), set()),
        (("con",), {"Windows keeps no file of this name"}),
        (("AUX.7",), {"Windows keeps no file of this name"}),
        (("COM1",), {"Windows keeps no file of this name"}),
        (("contra", "auxiliar"), set()),
        (("Ж" * 54,), {"too long for the name of a page"}),
        (("Ж" * 33,), set()),
    ],
)
def test_what_an_eye_or_a_file_system_takes_for_another_is_a_warning(
    codes: tuple[str, ...], expected: set[str]
) -> None:
    rows = "".join(f"{code},,X,,\n" for code in codes)
    warnings = check(definition(stations=STATIONS + rows))[1]
    said = [w.message for w in warnings if w.place.file == "stations.csv" and w.value in codes]
    said = [message for message in said if "votes in no contest" not in message]
    assert len(said) == len(expected)
    assert all(any(part in message for message in said) for part in expected)


def test_a_definition_that_was_sealed_with_such_codes_and_names_is_read() -> None:
    files = definition(
        stations=stations("=1+1") + "m1,,X,,\nM1,,X,,\n",
        ballots=ballots("=1+1"),
        options=changed(OPTIONS, "Rosa Red", "Rosa\u2063Red"),
    )
    with pytest.raises(InputError):
        check(files)
    assert "=1+1" in load(files).stations["station"]
    warnings = check(files, is_sealed=True)[1]
    assert {"=1+1", "M1", "Rosa\u2063Red"} <= {warning.value for warning in warnings}
