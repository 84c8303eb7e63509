"""The publication made again: equal byte by byte, or the file that differs is named, whoever signed it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from testigo.publication.format import MARK
from testigo.publication.program import software
from testigo.verification.report import Failure, Outcome, StepName
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, codes, rebuilt, report

FRONT = "en/index.html"


def found(folder: Path) -> list[Failure]:
    """What making it again finds in a publication that the sealed key signed."""
    made.forge(folder, OURS)
    return list(rebuilt(folder).steps[-1].failures)


def test_every_file_is_made_again_or_held_by_what_is_named(whole: Path) -> None:
    step = rebuilt(whole).steps[-1]
    assert (step.name, step.outcome) == (StepName.REBUILD, Outcome.HOLDS)
    assert sum(step.checked.values()) == len(made.listed(whole))
    assert step.checked["held_by_seal"] == len(made.definition())


def test_the_words_beside_a_figure_are_open_unless_all_is_made_again(whole: Path) -> None:
    assert "words" in report(whole, OUR_KEY).open
    assert "words" not in rebuilt(whole).open


def test_it_is_not_made_again_unless_that_is_asked_for(whole: Path) -> None:
    assert StepName.REBUILD not in {step.name for step in report(whole, OUR_KEY).steps}


@pytest.mark.parametrize("drill", [False, True])
def test_a_drill_and_one_with_an_address_are_made_again_too(tmp_path: Path, drill: bool) -> None:
    folder = made.publication(tmp_path / "other", drill=drill, address="https://results.example/")
    assert rebuilt(folder).exit_code == 0


def test_the_files_of_earlier_publications_are_held_by_their_own_step(whole: Path, tmp_path: Path) -> None:
    step = rebuilt(made.publication(tmp_path / "second", earlier=(whole,))).steps[-1]
    assert step.outcome is Outcome.HOLDS
    assert step.checked["held_by_chain"] == 3


def test_several_processes_find_the_same(copy: Path) -> None:
    (copy / FRONT).write_bytes(b"nothing")
    made.forge(copy, OURS)
    one, two = rebuilt(copy).steps[-1], rebuilt(copy, processes=2).steps[-1]
    assert one == two
    assert [failure.file for failure in one.failures] == [FRONT]


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
        changed("assets/words-en.js", lambda script: script.replace("same", "other", 1)),
        changed("data/dictionary.csv", lambda table: table.replace("votes", "voters", 1)),
        changed("cards/en/X.svg", lambda card: card.replace("<text ", "<text opacity='0' ", 1)),
        changed("data/results-mayor.csv", lambda table: table + "\n"),
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
        ("rebuild.missing", "es/B/index.html"),
        ("rebuild.not_made", "es/B/more.html"),
    }


def test_the_file_of_a_publication_that_never_was_is_named(copy: Path) -> None:
    (copy / "previous/0007").mkdir(parents=True)
    (copy / "previous/0007/manifest.txt").write_text("Red has won\n")
    assert [(failure.code, failure.file) for failure in found(copy)] == [
        ("rebuild.not_made", "previous/0007/manifest.txt")
    ]


def made_by_another(folder: Path, **parts: str) -> None:
    """Let the publication say that other programs made it."""
    path = folder / "data/publication.json"
    said = json.loads(path.read_bytes())
    said["made_with"] |= parts or {"polars": "9.0"}
    path.write_bytes(json.dumps(said, separators=(",", ":"), sort_keys=True).encode() + b"\n")
    made.forge(folder, OURS)


def test_a_publication_by_other_programs_is_not_compared_and_that_is_no_failure(copy: Path) -> None:
    made_by_another(copy)
    found = rebuilt(copy)
    assert found.steps[-1].outcome is Outcome.NOT_CHECKED
    assert [one.code for one in found.unchecked] == ["rebuild.other_makers"]
    assert found.unchecked[0].published == "polars 9.0"
    assert found.failures == ()


def test_who_claims_other_programs_does_not_get_the_exit_code_of_one_that_holds(copy: Path) -> None:
    made_by_another(copy)
    assert rebuilt(copy).exit_code == 4
    assert {one.file for one in report(copy, OUR_KEY).unchecked} == {"en/data.html", "es/data.html"}


def test_nobody_passes_for_our_software_by_naming_it_among_the_libraries(copy: Path) -> None:
    made_by_another(copy, software=software())
    found = rebuilt(copy)
    assert "facts.makers" in codes(found)
    assert found.steps[-1].outcome is Outcome.NOT_CHECKED


def test_a_style_sheet_by_other_programs_is_no_failure_and_the_exit_code_is_4(copy: Path) -> None:
    style = copy / "assets/testigo.css"
    style.write_bytes(style.read_bytes() + b"data{display:none}\n")
    made_by_another(copy)
    found = report(copy, OUR_KEY)
    assert ("shipped.differs", "assets/testigo.css") in {(one.code, one.file) for one in found.unchecked}
    assert found.exit_code == 4


def test_nothing_is_made_from_evidence_that_cannot_be_read(copy: Path) -> None:
    (copy / "data/evidence/readings-mayor.parquet").write_bytes(b"")
    made.forge(copy, OURS)
    found = rebuilt(copy)
    assert (found.steps[-1].outcome, found.exit_code) == (Outcome.NOT_CHECKED, 1)
