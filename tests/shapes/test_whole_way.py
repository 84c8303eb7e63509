"""Odd contests the whole way: imported, added up, published, verified, and said in the right words."""

import re
from pathlib import Path

import pytest

from testigo.cli.operation import Operation
from testigo.errors import InputError
from testigo.snapshot import Snapshot
from tests.shapes.invented import (
    TABLE,
    operation,
    take,
    total,
)
from tests.shapes.publishing import BOTH_LANGUAGES, assert_holds, published
from tests.verification.made import OUR_KEY, report

QUESTION = {
    "contests": "contest,name,form,decides,blank_votes,null_votes,options_are\n"
    "q1,Shall the bridge be built?,form,majority,not valid,not valid,answers\n",
    "options": "contest,option,name,name_es,position\nq1,yes,Yes,Sí,1\nq1,no,No,No,2\n",
}
ANSWERS = (
    TABLE + 'contest = { constant = "q1" }\n[table.figures]\nvotes_yes = "yes"\nvotes_no = "no"\n'
    'blank_votes = "blank"\nnull_votes = "null"\n'
)
BALLOTS = "station,yes,no,blank,null\nA1,50,30,4,1\nA2,20,40,3,0\nB1,40,9,2,1\n"


def made(folder: Path, mapping: str, table: str, **changed: str) -> tuple[Operation, Snapshot]:
    """An operation with one imported table, and what is derived."""
    into = operation(folder / "operation", **{"election": BOTH_LANGUAGES, **changed})
    return into, take(into, mapping, {"table.csv": table})


def text_of(page: Path) -> str:
    """What a reader sees of a page, without marks and with single spaces."""
    visible = re.sub(r"<(style|svg)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", visible).split())


def test_a_question_says_which_answer_is_ahead_and_leaves_the_majority_to_its_law(tmp_path: Path) -> None:
    into, snapshot = made(tmp_path, ANSWERS, BALLOTS, **QUESTION)
    country = total(snapshot, "X", "q1")
    assert (country["votes_yes"], country["votes_no"], country["blank_votes"]) == (110, 79, 9)
    assert snapshot.bounds["q1"]["decided"].null_count() == snapshot.bounds["q1"].height
    public, found = published(into)
    assert_holds(found)
    english, spanish = text_of(public / "en/index.html"), text_of(public / "es/index.html")
    assert "Yes is ahead of No by 31 votes" in english
    assert "Sí aventaja a No por 31 votos" in spanish
    assert "Blank: 9." in english
    assert "En blanco: 9." in spanish
    for words in ("candidate", "candidatur"):
        assert words not in (english + spanish).casefold()


MAYOR = TABLE + 'contest = { constant = "mayor" }\n[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
ROWS = "station,red,blue\nA1,5,3\nA2,1,0\nB1,2,4\n"


def test_stations_have_pages_where_the_sealed_definition_says_and_data_everywhere(tmp_path: Path) -> None:
    """A country of 837,000 stations may not want a page of each; what is left out is said and counted."""
    only_a = BOTH_LANGUAGES.replace("drill = false", 'drill = false\nstation_pages = ["A"]')
    into, _ = made(tmp_path, MAYOR, ROWS, election=only_a)
    public, found = published(into)
    assert_holds(found)
    pages = sorted(path.name for path in public.glob("en/*/stations/*.html"))
    assert pages == ["A1.html", "A2.html"]
    assert "B1,accepted" in (public / "data/results-mayor.csv").read_text()
    assert "These stations have no page of their own" in text_of(public / "en/B/index.html")
    counts = {name: number for step in found.steps for name, number in step.checked.items()}
    assert counts["stations_without_page"] == 1
    dead = [
        link
        for page in public.glob("en/**/*.html")
        for link in re.findall(r'href="([^"#:]+\.html)', page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert dead == []


def test_a_page_that_the_definition_wants_fails_where_it_lacks(tmp_path: Path) -> None:
    only_a = BOTH_LANGUAGES.replace("drill = false", 'drill = false\nstation_pages = ["A"]')
    into, _ = made(tmp_path, MAYOR, ROWS, election=only_a)
    public, _ = published(into)
    (public / "en/A/stations/A1.html").unlink()
    assert not report(public, OUR_KEY).holds


def test_pages_of_a_jurisdiction_that_is_none_are_an_error_of_the_definition(tmp_path: Path) -> None:
    wrong = BOTH_LANGUAGES.replace("drill = false", 'drill = false\nstation_pages = ["A", "A1"]')
    with pytest.raises(InputError, match="There is no first jurisdiction of this code"):
        operation(tmp_path / "operation", election=wrong)
