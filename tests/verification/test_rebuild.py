"""The publication made again: equal byte by byte, or the file that differs is named, whoever signed it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.publication.format import MARK
from testigo.verification.report import Failure, Outcome, StepName
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, blamed, by_another, rebuilt, report

FRONT = "en/index.html"


def found(folder: Path) -> list[Failure]:
    """What making it again finds in a publication that the sealed key signed."""
    made.forge(folder, OURS)
    return [failure for step in rebuilt(folder).steps[-2:] for failure in step.failures]


def test_every_file_is_made_again_or_held_by_what_is_named(whole: Path) -> None:
    data, pages = rebuilt(whole).steps[-2:]
    assert (data.outcome, pages.outcome) == (Outcome.HOLDS, Outcome.HOLDS)
    assert data.checked["held_by_seal"] == len(made.definition())
    held = data.checked["made_again"] + data.checked["held_by_seal"] + pages.checked["made_again"]
    assert held == len(made.listed(whole))


def test_the_words_beside_a_figure_are_open_unless_every_page_is_made_again(copy: Path) -> None:
    assert "words" not in report(copy, OUR_KEY).open
    (copy / FRONT).write_text((copy / FRONT).read_text().replace("ahead", "before"))
    by_another(copy)
    assert "words" in report(copy, OUR_KEY).open


@pytest.mark.parametrize("drill", [False, True])
def test_a_drill_and_one_with_an_address_are_made_again_too(tmp_path: Path, drill: bool) -> None:
    folder = made.publication(tmp_path / "other", drill=drill, address="https://results.example/")
    assert rebuilt(folder).exit_code == 0


def test_the_files_of_earlier_publications_are_held_by_their_own_step(whole: Path, tmp_path: Path) -> None:
    found = rebuilt(made.publication(tmp_path / "second", earlier=(whole,)))
    assert found.exit_code == 0
    assert {step.name: step.checked for step in found.steps}[StepName.CHAIN] == {"earlier_publications": 1}


def test_several_processes_find_the_same(copy: Path) -> None:
    (copy / FRONT).write_bytes(b"nothing")
    made.forge(copy, OURS)
    one, two = rebuilt(copy).steps[-1], rebuilt(copy, processes=2).steps[-1]
    assert one == two
    assert {failure.file for failure in one.failures} == {FRONT}


def changed(path: str, change: Callable[[str], str]) -> Callable[[Path], str]:
    """Change one file and say which."""

    def apply(folder: Path) -> str:
        before = (folder / path).read_text()
        after = change(before)
        assert after != before
        (folder / path).write_text(after)
        return path

    return apply


def swap_two_marks(page: str) -> str:
    first, second = list(MARK.finditer(page))[:2]
    between = page[first.end() : second.start()]
    return page[: first.start()] + second[0] + between + first[0] + page[second.end() :]


@pytest.mark.parametrize(
    "tamper",
    [
        changed(FRONT, swap_two_marks),
        changed(FRONT, lambda page: page.replace("<title>", "<title>Red has won. ")),
        changed(FRONT, lambda page: re.sub(r"</h1>", " by nine hundred votes</h1>", page, count=1)),
        changed(FRONT, lambda page: page.replace("ahead", "behind")),
        changed("es/A/index.html", lambda page: page.replace("</main>", "<p>Rojo ganó</p></main>")),
        changed("assets/testigo.css", lambda css: css + 'h1::after{content:"9.999"}\n'),
        changed("assets/search.js", lambda script: script + "alert(1)"),
        changed("assets/words-en.js", lambda script: script.replace("same", "other", 1)),
        changed("cards/en/X.svg", lambda card: card.replace("<text ", "<text opacity='0' ", 1)),
        changed("data/results-mayor.csv", lambda table: table.replace("A-1.01,", '"A-1.01",', 1)),
    ],
)
def test_what_no_rule_of_reading_sees_is_seen_by_making_it_again(
    copy: Path, tamper: Callable[[Path], str]
) -> None:
    path = tamper(copy)
    assert [(failure.code, failure.file) for failure in found(copy)] == [("rebuild.differs", path)]


def test_where_a_file_differs_and_both_texts_are_said(copy: Path) -> None:
    changed(FRONT, lambda page: page.replace("<title>", "<title>Red has won. "))(copy)
    (failure,) = found(copy)
    assert "Red has won" in str(failure.published)
    assert "Red has won" not in str(failure.expected)


def test_a_picture_that_shows_something_else_is_named(copy: Path) -> None:
    (copy / "cards/en/A.png").write_bytes((copy / "cards/en/B.png").read_bytes())
    assert [failure.file for failure in found(copy)] == ["cards/en/A.png"]


def test_a_file_that_was_taken_away_and_one_that_was_added_are_named(copy: Path) -> None:
    (copy / "es/B/index.html").unlink()
    (copy / "es/B/more.html").write_bytes((copy / "es/A/index.html").read_bytes())
    assert {(failure.code, failure.file) for failure in found(copy)} == {
        ("page.missing", "es/B/index.html"),
        ("rebuild.not_made", "es/B/more.html"),
    }


def test_the_file_of_a_publication_that_never_was_is_named(copy: Path) -> None:
    (copy / "previous/0007").mkdir(parents=True)
    (copy / "previous/0007/manifest.txt").write_text("Red has won\n")
    made.forge(copy, OURS)
    assert blamed(rebuilt(copy)) == {"previous/0007/manifest.txt"}


def test_nothing_is_made_from_evidence_that_cannot_be_read(copy: Path) -> None:
    (copy / "data/evidence/readings-mayor.parquet").write_bytes(b"")
    made.forge(copy, OURS)
    found = rebuilt(copy)
    assert (found.steps[-1].outcome, found.exit_code) == (Outcome.NOT_CHECKED, 1)
