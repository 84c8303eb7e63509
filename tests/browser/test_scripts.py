"""The scripts of the pages, from a disk: the vectors, the search, and "check this form"."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from testigo.publication.check_data import form_of
from tests.publication.test_check_data import form_of_vector

VECTORS = Path(__file__).resolve().parents[2] / "vectors"


@pytest.fixture
def scripted(browser: Browser) -> Page:
    """A tab of a phone's size with script, without network."""
    return browser.new_context(viewport={"width": 360, "height": 740}, offline=True).new_page()


def cases(folder: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted((VECTORS / folder).glob("*.json"))
    ]


def test_the_search_spells_as_the_vectors_say(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/index.html").as_uri())
    for name, case in cases("search-form"):
        spelt = scripted.evaluate("text => testigo.searchForm(text)", case["text"])
        assert spelt == case["search_form"], name


def test_codes_are_read_and_compared_as_the_vectors_say(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/check.html").as_uri())
    for name, case in cases("check-form"):
        contest, profile = form_of_vector(case["form"])
        columns = list(case["published"] or {})
        form = {**form_of(contest, profile), "columns": columns}
        published = None if case["published"] is None else [case["published"][column] for column in columns]
        read, answer = scripted.evaluate(
            """([form, text, published]) => {
                const read = testigo.check.readCode(form, text);
                return [read, read && testigo.check.compare(form, read.figures, published)];
            }""",
            [form, case["text"], published],
        )
        if case["answer"] == "not a form":
            assert read is None, name
            continue
        assert (read["station"], read["figures"]) == (case["station"], case["figures"]), name
        assert answer["answer"] == case["answer"], name
        assert sorted(differs[0] for differs in answer["differs"]) == case["differs"], name


def test_the_page_holds_what_a_reader_has_against_the_sums_of_the_form(scripted: Page, site: Path) -> None:
    """The same question as `form check` and rule S.201: ballots of 67 where the parts give 670."""
    scripted.goto((site / "en/check.html").as_uri())
    form = {
        "sums": [["valid_votes", ["votes_a", "votes_b"]], ["total_votes", ["valid_votes", "null_votes"]]],
        "columns": [],
    }
    held = "([form, read]) => testigo.check.contradicted(form, read)"
    read = {"votes_a": 350, "votes_b": 310, "null_votes": 10, "total_votes": 67}
    assert scripted.evaluate(held, [form, read]) == [["total_votes", 67, 670]]
    assert scripted.evaluate(held, [form, {**read, "total_votes": 670}]) == []
    assert scripted.evaluate(held, [form, {"votes_a": 350, "null_votes": 10, "total_votes": 67}]) == []
    assert scripted.evaluate(held, [form, {**read, "valid_votes": 57}]) == [["valid_votes", 57, 660]]


def test_nothing_to_compare_is_said_where_no_figure_is_typed(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/check.html").as_uri())
    typed = scripted.locator("#typed")
    typed.get_by_label("Code of the station").fill("A1-1.01")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).to_have_text("There is nothing to compare")
    typed.get_by_label("Ñ. Ó").fill("100")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).not_to_contain_text("nothing to compare")


def test_the_answer_to_typed_figures_stands_under_their_button_where_the_eye_is(
    scripted: Page, site: Path
) -> None:
    scripted.set_viewport_size({"width": 360, "height": 640})
    scripted.goto((site / "en/check.html").as_uri())
    typed = scripted.locator("#typed")
    typed.get_by_label("Code of the station").fill("A1-1.01")
    button = typed.get_by_role("button", name="Compare")
    button.click()
    heading = scripted.locator("#answer h2")
    expect(heading).to_be_in_viewport()
    below, above = heading.bounding_box(), button.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] > above["y"]


def test_a_station_is_found_by_its_code_and_by_its_area(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/index.html").as_uri())
    field = scripted.get_by_role("searchbox")
    field.fill("a1-1 02")
    expect(scripted.get_by_role("status")).to_have_text("Found: 1")
    scripted.get_by_role("link", name="A1-1.02", exact=True).click()
    expect(scripted.get_by_role("heading", level=1)).to_contain_text("A1-1.02")
    scripted.get_by_role("searchbox").fill("plàce b")
    expect(scripted.locator("#found a").first).to_have_text("Place B")


def test_a_word_one_letter_away_is_found_and_said_to_be_so(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/A/A1.html").as_uri())
    scripted.get_by_role("searchbox").fill("plaec")
    expect(scripted.get_by_role("status")).to_contain_text("The nearest:")
    scripted.get_by_role("searchbox").fill("zzzz")
    expect(scripted.get_by_role("status")).to_contain_text("Nothing found")


def test_the_keyboard_alone_reaches_what_was_found(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/index.html").as_uri())
    scripted.get_by_role("searchbox").focus()
    scripted.keyboard.type("A2-1")
    expect(scripted.get_by_role("status")).to_contain_text("Found: 1")
    scripted.keyboard.press("Tab")
    scripted.keyboard.press("Tab")
    scripted.keyboard.press("Enter")
    expect(scripted.get_by_role("heading", level=1)).to_contain_text("A2-1.01")


def test_without_script_there_is_no_field_that_does_nothing(page: Page, site: Path) -> None:
    page.goto((site / "en/index.html").as_uri())
    expect(page.get_by_role("searchbox")).to_have_count(0)
    page.goto((site / "en/check.html").as_uri())
    expect(page.locator("form:visible")).to_have_count(0)
    expect(page.get_by_text("compare by eye")).to_be_visible()


def test_typed_figures_are_same_different_or_unknown(scripted: Page, site: Path) -> None:
    scripted.goto((site / "en/check.html").as_uri())
    typed = scripted.locator("#typed")
    typed.get_by_label("Code of the station").fill("A1-1.01")
    typed.get_by_label("Ñ. Ó").fill("100")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).to_have_text("Same as published. Figures compared: 1")
    typed.get_by_label("Ñ. Ó").fill("101")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).to_have_text(
        "Different from what is published. Figures that differ: 1 of 1"
    )
    expect(scripted.locator("#answer tbody tr")).to_have_text(["Ñ. Ó101100"])
    typed.get_by_label("Code of the station").fill("A1-1.03")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).to_contain_text("Unknown")
    typed.get_by_label("Code of the station").fill("nowhere")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).to_contain_text("Unknown")
    typed.get_by_label("Ñ. Ó").fill("1.000")
    typed.get_by_role("button", name="Compare").click()
    expect(scripted.locator("#answer h2")).to_have_text("A figure is not a number")
