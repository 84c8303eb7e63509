from importlib import resources
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import COUNT
from testigo.election.load import load, read_folder
from testigo.errors import Place, Problem
from testigo.forms.arithmetic import completed, figures
from testigo.forms.load import load_profiles
from testigo.forms.machine_code import MachineReading, parse_machine_code
from tests.world import PROFILE

FILES = read_folder(Path(str(resources.files("testigo.examples"))) / "venezuela-2024" / "election")
ELECTION = load(FILES)
PRESIDENT = ELECTION.contest("president")
ACTA = load_profiles(FILES, ELECTION)["venezuela-2024"]
HERE = Place("codes.txt", 3)
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

GOLDEN = (
    "110601011.04.1.0001!122,1,0,0,4,2,0,0,2,1,0,1,2,1,0,0,0,5,0,2,0,0,0,0,0,0,0,0,1,0,0,0,0,8,22,406,0,1!0!0"
)


def read(text: str) -> MachineReading | Problem:
    return parse_machine_code(text, ACTA, PRESIDENT, HERE)


def totals(text: str) -> dict[str, int]:
    """The candidates' votes and the valid ones, as settlement completes them."""
    found = read(text)
    assert isinstance(found, MachineReading)
    names = figures(PRESIDENT, ACTA)
    row = {name: found.figures.get(name) for name in names}
    frame = pl.DataFrame([row], schema=dict.fromkeys(names, COUNT)).with_columns(completed(PRESIDENT, ACTA))
    return frame.select(*PRESIDENT.vote_columns, "valid_votes", "null_votes", "other_control").row(
        0, named=True
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOLDEN, {"votes_NM": 135, "votes_EG": 436, "valid_votes": 581, "null_votes": 0}),
        (
            "201301006.01.1.0001!140,7,10,8,1,7,1,0,2,3,0,1,8,1,0,1,0,3,1,1,0,1,0,0,0,0,0,0,1,2,0,0,0,5,7,155,"
            "1,1!0!0",
            {"votes_NM": 188, "votes_EG": 167, "votes_LM": 6, "votes_AE": 3, "valid_votes": 368},
        ),
        (
            "150702005.02.1.0001!105,7,2,0,4,1,0,1,1,1,0,2,44,2,1,0,0,1,0,1,0,0,0,1,0,0,0,0,1,0,1,0,0,7,13,350,"
            "0,2!0!0",
            {"votes_NM": 168, "votes_EG": 370, "valid_votes": 548, "other_control": 0},
        ),
    ],
)
def test_the_published_codes_give_the_published_totals(text: str, expected: dict[str, int]) -> None:
    found = totals(text)

    assert {name: found[name] for name in expected} == expected


def test_a_code_names_its_station_as_the_paper_writes_it() -> None:
    found = read(GOLDEN)

    assert isinstance(found, MachineReading)
    assert found.station == "110601011.04"


def test_a_code_holds_the_lines_and_counters_and_nothing_that_was_added_up() -> None:
    found = read(GOLDEN)

    assert isinstance(found, MachineReading)
    assert set(found.figures) == {*PRESIDENT.line_columns, "null_votes", "other_control"}


def test_null_votes_and_the_control_figure_are_kept_apart() -> None:
    found = read(GOLDEN[: -len("!0!0")] + "!7!9")

    assert isinstance(found, MachineReading)
    assert (found.figures["null_votes"], found.figures["other_control"]) == (7, 9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOLDEN + " ",
        " " + GOLDEN,
        GOLDEN + "\n",
        GOLDEN[:-1],
        GOLDEN[1:],
        GOLDEN.replace("!0!0", "!0"),
        GOLDEN.replace("122,", ""),
        GOLDEN.replace("122,", "122,1,"),
        GOLDEN.replace("122", "-122"),
        GOLDEN.replace("122", "1222222"),
        GOLDEN.replace("122", "1.2"),
        GOLDEN.replace("122", ""),
        GOLDEN.replace("122", "\N{ARABIC-INDIC DIGIT ONE}22"),
        GOLDEN.replace("122", "\N{FULLWIDTH DIGIT ONE}22"),
        GOLDEN.replace("110601011", "11060101"),
        "https://example.org/" + GOLDEN,
        "0" * 1_000_000,
    ],
)
def test_the_whole_text_is_a_code_or_nothing(text: str) -> None:
    found = read(text)

    assert isinstance(found, Problem)
    assert found.place == HERE


def test_a_form_without_machine_code_refuses_every_text() -> None:
    assert isinstance(parse_machine_code(GOLDEN, PROFILE, PRESIDENT, HERE), Problem)


@given(st.text(max_size=200))
def test_any_text_is_refused_or_gives_every_figure_of_the_code(text: str) -> None:
    found = read(text)

    assert isinstance(found, Problem) or len(found.figures) == 40


@given(
    st.lists(st.integers(0, 99_999), min_size=38, max_size=38), st.integers(0, 99_999), st.integers(0, 99_999)
)
def test_a_code_that_is_written_reads_back(lines: list[int], null_votes: int, control: int) -> None:
    found = read(f"010113042.02.1.0001!{','.join(map(str, lines))}!{null_votes}!{control}")

    assert found == MachineReading(
        "010113042.02",
        {
            **dict(zip(PRESIDENT.line_columns, lines, strict=True)),
            "null_votes": null_votes,
            "other_control": control,
        },
    )
