"""The journey of docs/operate/own-election.md, step by step: its files are written, its commands run."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.operation import Operation
from tests.docs.journeys import OTHER_SECRET, SECRET, run, steps

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operate" / "own-election.md"


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The folder after the whole journey, and what each command printed."""
    folder = tmp_path_factory.mktemp("journey")
    (folder / SECRET).write_text("eight stations and a river\n")
    (folder / OTHER_SECRET).write_text("a river and eight stations\n")
    fingerprint, printed = "", dict[str, str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for what, text in steps(PAGE):
            written = text.replace("FINGERPRINT", fingerprint)
            if what != "run":
                Path(what).parent.mkdir(parents=True, exist_ok=True)
                Path(what).write_text(written, encoding="utf-8")
                continue
            printed[text] = run(written)
            if found := re.search(r"Fingerprint: +([0-9a-f]{64})", printed[text]):
                fingerprint = found[1]
        yield folder, printed


def test_the_roll_is_understood_by_the_suggestion(journey: tuple[Path, dict[str, str]]) -> None:
    suggested = journey[1]["testigo mapping suggest roll.csv"]
    assert 'thousands = ","' in suggested
    assert 'registered_voters = { count = "voters" }' in suggested


def test_the_draft_asks_about_the_frames_and_nothing_else(journey: tuple[Path, dict[str, str]]) -> None:
    said = journey[1]["testigo election draft river-town roll.csv --mapping roll.toml"]
    assert "Wrote election/jurisdictions.csv: 6 rows." in said
    assert "Wrote election/stations.csv: 8 rows." in said
    assert "`unknown` is the frame of 3 jurisdictions" in said
    assert len(said.splitlines()) == 5


def test_the_dry_run_says_the_same_and_writes_nothing(journey: tuple[Path, dict[str, str]]) -> None:
    said = journey[1]["testigo election draft river-town roll.csv --mapping roll.toml --dry-run"]
    assert "Would write election/stations.csv: 8 rows." in said


def test_the_definition_has_no_problem_and_no_warning(journey: tuple[Path, dict[str, str]]) -> None:
    said = journey[1]["testigo election check river-town"]
    assert "No problem in the definition: 8 polling stations." in said
    assert "Warnings: 0" in said


def test_the_suggestion_for_the_results_finds_stations_and_options(
    journey: tuple[Path, dict[str, str]],
) -> None:
    suggested = journey[1]["testigo mapping suggest results.csv --election river-town"]
    assert 'station = { join = ["school", { column = "table", pad = 2 }], with = "." }' in suggested
    assert 'contest = { constant = "mayor" }' in suggested
    for line in (
        'votes_rose = "rose"',
        'votes_bruno = "bruno"',
        'null_votes = "spoiled"',
        'total_votes = "cast"',
    ):
        assert line in suggested


def test_seven_stations_are_accepted_and_the_eighth_is_missing(
    journey: tuple[Path, dict[str, str]],
) -> None:
    operation = Operation(journey[0] / "river-town")
    results = operation.snapshot().results["mayor"]
    operation.close()
    by_status = dict(results.group_by("status").agg(pl.col("station").sort()).iter_rows())
    assert by_status["missing"] == ["S03.04"]
    assert len(by_status["accepted"]) == 7
    assert results["votes_rose"].sum() == 2115
    assert results["votes_bruno"].sum() == 2375
    assert "S03.04" in journey[1]["testigo missing river-town --csv"]


def test_the_publication_is_in_both_languages(journey: tuple[Path, dict[str, str]]) -> None:
    public = journey[0] / "river-town" / "public"
    assert "Alcaldía de River Town, 2030" in (public / "es" / "index.html").read_text(encoding="utf-8")
    assert "Mayor of River Town, 2030" in (public / "en" / "index.html").read_text(encoding="utf-8")


def test_a_stranger_finds_that_everything_holds(journey: tuple[Path, dict[str, str]]) -> None:
    (verdict,) = [said for each, said in journey[1].items() if each.startswith("testigo verify")]
    assert "Everything holds, and the signature is by the key that you named." in verdict
    assert "polling stations: 8, readings: 7" in verdict
