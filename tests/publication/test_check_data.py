"""What "check this form" reads and compares: the Python side of the vectors, and the published files."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from testigo.columns import COUNT
from testigo.election.contests import Contest
from testigo.errors import Place, Problem
from testigo.forms.arithmetic import completed, figures
from testigo.forms.machine_code import parse_machine_code
from testigo.forms.profile import FormProfile, MachineCode, Sum
from testigo.publication.check_data import javascript_pattern, stations_in_files
from testigo.publication.format import parse_script
from tests import world
from tests.publication.conftest import Made, made

VECTORS = sorted((Path(__file__).resolve().parents[2] / "vectors" / "check-form").glob("*.json"))
PLACE = Place("vector", None, None)


def form_of_vector(form: dict[str, Any]) -> tuple[Contest, FormProfile]:
    """The contest and the profile that a vector describes."""
    contest = world.contest("mayor", form["options"], lines=[tuple(line) for line in form["lines"]])
    code = MachineCode(
        re.compile(form["pattern"], re.ASCII),
        form["station"],
        "lines",
        "lines",
        ",",
        (("null", "null_votes"),),
    )
    sums = (
        Sum("options", ("lines",)),
        Sum("valid_votes", ("options",)),
        Sum("total_votes", ("valid_votes", "null_votes")),
    )
    return contest, replace(world.PROFILE, sums=sums, machine_code=code)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.stem)
def test_a_code_is_read_and_compared_as_the_vector_says(vector: Path) -> None:
    case = json.loads(vector.read_text(encoding="utf-8"))
    contest, profile = form_of_vector(case["form"])
    read = parse_machine_code(case["text"], profile, contest, PLACE)
    if isinstance(read, Problem):
        assert case["answer"] == "not a form"
        return
    assert (read.station, dict(read.figures)) == (case["station"], case["figures"])
    assert answer(contest, profile, dict(read.figures), case["published"]) == (
        case["answer"],
        case["differs"],
    )


def answer(
    contest: Contest, profile: FormProfile, read: dict[str, int], published: dict[str, int] | None
) -> tuple[str, list[str]]:
    """The answer that the rule of spec/check-form.md gives."""
    if published is None:
        return "unknown", []
    columns = figures(contest, profile)
    row = pl.DataFrame([{column: read.get(column) for column in columns}], dict.fromkeys(columns, COUNT))
    known = row.with_columns(completed(contest, profile)).row(0, named=True)
    shared = [column for column in columns if known[column] is not None and column in published]
    differs = sorted(column for column in shared if known[column] != published[column])
    return ("differs" if differs else "same"), differs


@pytest.mark.parametrize("pattern", ["(?i)a", "(?>a)b", "a++", r"\Aa", "(?(1)a|b)", "a{1,2}+"])
def test_a_pattern_that_a_browser_cannot_say_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="browser does not know"):
        javascript_pattern(pattern)


def test_a_pattern_is_spelt_for_a_browser() -> None:
    assert javascript_pattern(r"(?P<a>[0-9]{2})!(?P=a)") == r"^(?:(?<a>[0-9]{2})!\k<a>)$"


def test_every_station_is_in_the_file_that_its_code_leads_to() -> None:
    snapshot, files = made("every state")
    _, forms = parse_script(files["assets/check-forms.js"])
    assert isinstance(forms, dict)
    starts = [start for start, _ in forms["files"]]
    assert starts == sorted(starts)
    assert sum(len(piece) for piece in stations_in_files(snapshot)) == snapshot.election.stations.height


def test_published_figures_and_statuses_are_those_of_the_results(publication: Made) -> None:
    snapshot, files = publication
    _, forms = parse_script(files["assets/check-forms.js"])
    assert isinstance(forms, dict)
    for number, contest in enumerate(snapshot.election.contests):
        rows = {row["station"]: row for row in snapshot.results[contest.contest].iter_rows(named=True)}
        columns = forms["contests"][number]["columns"]
        for _, file in forms["files"]:
            _, stations = parse_script(files[f"assets/{file}.js"])
            assert isinstance(stations, dict)
            for station, (_, _, of_contests) in stations.items():
                dense = isinstance(of_contests, list)
                shown = of_contests[number] if dense else of_contests.get(str(number))
                if isinstance(shown, list):
                    assert shown == [rows[station][column] for column in columns]
                else:
                    assert shown == (rows[station]["status"] if station in rows else None)
