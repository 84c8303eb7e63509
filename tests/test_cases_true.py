"""The shared cases of figures and sentences that were not true: what each README calls right.

A case is a folder beside the repository with a definition, tables and mappings. Each is put through the
commands as its README does it; what is asserted is what stands there under *Right* or *What is right*.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.operation import Operation
from tests.cli.small import Small
from tests.commands import run
from tests.keys import Keys, make_keys
from tests.needs import lacking
from tests.shared import SHARED

CASES = SHARED / "cases"


class Case(Small):
    """An operation with the definition of a case, and the tables of the case beside it."""

    def __init__(self, files: Path, folder: Path, keys: Keys, definition: str) -> None:
        super().__init__(folder / "operation")
        self.files = files
        self.keys = keys
        self.definition = definition

    @property
    def election(self) -> Path:
        return self.folder / "election"

    def made(self) -> "Case":
        """Make the operation with the definition, not sealed; the key is one that we hold."""
        assert run("new", self.folder) == 0
        shutil.rmtree(self.election)
        shutil.copytree(self.files / self.definition, self.election, copy_function=shutil.copyfile)
        settings = self.election / "election.toml"
        lines = settings.read_text(encoding="utf-8").splitlines()
        ours = f'key_fingerprints = ["{self.keys.fingerprint}"]'
        lines = [ours if line.startswith("key_fingerprints") else line for line in lines]
        settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self

    def sealed(self) -> "Case":
        self.made()
        assert self.run("election seal") == 0, self.err
        return self

    def imported(self, table: str, mapping: str) -> "Case":
        self.sealed()
        assert self.run("import", self.files / table, "--mapping", self.files / mapping) == 0, self.err
        return self

    def statuses(self, contest: str = "mayor") -> dict[str, str]:
        results = Operation(self.folder).snapshot().results[contest]
        return dict(results.select("station", "status").iter_rows())

    def published(self) -> Path:
        """Publish, and return the folder of the publication."""
        assert self.run("publish", *self.keys.options) == 0, self.err
        return self.folder / "public"

    def codes(self, contest: str = "mayor") -> set[str]:
        findings = Operation(self.folder).snapshot().findings
        return set(findings.filter(pl.col("contest") == contest)["code"])


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"), "example.org/bug-town")


@pytest.fixture
def case(tmp_path: Path, keys: Keys) -> Callable[..., Case]:
    """Return a case by the number of its folder."""
    if not CASES.is_dir():
        lacking("../shared/cases", "put the shared cases beside the repository")

    def by_number(number: str, definition: str = "election") -> Case:
        (files,) = CASES.glob(f"{number}-*")
        return Case(files, tmp_path, keys.copied(tmp_path / "both"), definition)

    return by_number


def front(publication: Path, language: str = "en") -> str:
    """Return the front page of a publication as one line."""
    return " ".join((publication / language / "index.html").read_text(encoding="utf-8").split())


def test_01_a_code_too_long_for_a_file_name_is_published(case: Callable[..., Case]) -> None:
    made = case("01").sealed()
    checked = run("verify", made.published())
    assert checked in (0, 3)  # 3: holds, and the key was not given from elsewhere


def test_02_ballots_that_do_not_follow_through_an_unread_subtotal_stop_both_rows(
    case: Callable[..., Case],
) -> None:
    made = case("02").imported("results.csv", "results.toml")
    read = {code: status for code, status in made.statuses().items() if status != "missing"}
    assert read == {"S01.01": "quarantined", "S01.02": "quarantined", "S02.01": "accepted"}
    assert "S.201" in made.codes()


def test_02_a_code_of_which_form_check_says_no_is_not_accepted_as_one_whose_sums_hold(
    case: Callable[..., Case], capsys: pytest.CaptureFixture[str]
) -> None:
    made = case("02", "election-machine-code").sealed()
    named = (made.files / "code.toml").read_text().replace("r.csv", "code.csv")
    mapping = made.write("code.toml", named)
    assert made.run("import", made.files / "code.csv", "--mapping", mapping) == 0, made.err
    assert "accepted" not in made.statuses().values()
    form = made.election / "forms" / "sheet" / "form.toml"
    run("form", "check", form, "0101/100;90/1/2/999", "--election", made.folder)
    assert "DOES NOT HOLD" in capsys.readouterr().out


def test_04_a_complete_tie_says_that_nothing_is_missing_and_the_sum_decides_nobody(
    case: Callable[..., Case],
) -> None:
    made = case("04").imported("r.csv", "long.toml")
    assert made.run("tally") == 0
    assert "the sum decides nobody" in made.out
    assert "could still change" not in made.out
    page = front(made.published())
    assert re.search(r"are tied at (<[^>]+>)?1,008(</[^>]+>)? votes", page)
    for false in ("can still change", "More registered voters are missing than the lead", ">Yes<"):
        assert false not in page


def test_05_the_very_same_figures_at_every_station_are_a_finding(case: Callable[..., Case]) -> None:
    made = case("05").imported("r.csv", "long.toml")
    assert "C.403" in made.codes()


def test_06_claims_may_name_two_columns_of_one_file(case: Callable[..., Case]) -> None:
    made = case("06").sealed()
    arguments = (made.files / "c.csv", "--mapping", made.files / "claims.toml")
    assert made.run("claim", *arguments, "--dry-run") == 0, made.err
    assert made.run("claim", *arguments) == 0, made.err


def test_07_a_percentage_that_fits_cut_or_rounded_accuses_nobody(case: Callable[..., Case]) -> None:
    made = case("07").imported("r.csv", "wide.toml")
    assert made.run("claim", made.files / "claims.csv") == 0, made.err
    assert made.run("compare") == 0
    assert "does not agree with itself" not in made.out
    page = front(made.published())
    assert "contradict" not in page.lower()
    assert "is not what the forms add up to" not in page


def test_09_rows_that_are_sums_of_their_place_are_named_by_draft_and_import(
    case: Callable[..., Case], capsys: pytest.CaptureFixture[str]
) -> None:
    made = case("09")
    made.made()
    table, mapping = made.files / "d.csv", made.files / "d.toml"
    for name in ("jurisdictions.csv", "stations.csv"):
        (made.election / name).unlink()
    (made.election / "polling_places.csv").unlink(missing_ok=True)
    assert run("election", "draft", made.folder, table, "--mapping", mapping) == 0
    said = capsys.readouterr().out
    assert "it may be a subtotal (value: 'North')" in said
    assert made.run("election seal") == 0, made.err
    assert made.run("import", table, "--mapping", mapping, "--dry-run") == 0, made.err
    assert "subtotal" in made.out
    assert "North" in made.out


def test_11_empty_cells_are_zero_where_the_mapping_says_so(case: Callable[..., Case], tmp_path: Path) -> None:
    made = case("11").imported("r.csv", "wide.toml")
    assert made.statuses()["0102"] == "pending"
    text = (made.files / "wide.toml").read_text()
    of_counts = 'empty_is_zero = ["rose", "bruno", "blank", "null"]'
    declared = text.replace('file = "r.csv"', f'file = "r.csv"\n{of_counts}')
    (tmp_path / "zero.toml").write_text(declared)
    arguments = (
        *(made.files / "r.csv", "--mapping", tmp_path / "zero.toml"),
        *("--replaces", str(made.last()), "--reason", "blank cells mean zero there"),
    )
    assert made.run("import", *arguments) == 0, made.err
    assert {made.statuses()[code] for code in ("0101", "0102", "0103")} == {"accepted"}


def test_14_codes_that_a_spreadsheet_computes_are_refused_by_draft_check_and_seal(
    case: Callable[..., Case], capsys: pytest.CaptureFixture[str]
) -> None:
    made = case("14").made()
    for command in ("check", "seal"):
        assert run("election", command, made.folder) == 2
        assert "=1+1" in capsys.readouterr().err
    (made.election / "stations.csv").unlink()
    roll, mapping = made.files / "roll.csv", made.files / "d.toml"
    assert run("election", "draft", made.folder, roll, "--mapping", mapping) == 2
    said = capsys.readouterr().err
    for code in ("=1+1", "+2", "-5", "@x"):
        assert code in said


def test_15_a_name_that_no_font_writes_gets_a_card_that_says_who_all_the_same(
    case: Callable[..., Case],
) -> None:
    made = case("15", "election-th").imported("r.csv", "wide.toml")
    cards = list(made.published().rglob("cards/**/*.png"))
    assert cards


def test_23_a_place_with_nothing_outstanding_is_decided_and_every_figure_is_printed(
    case: Callable[..., Case],
) -> None:
    made = case("23").imported("t.csv", "m.toml")
    assert made.run("tally") == 0
    assert "nothing can be called decided" not in made.out
    assert "Nothing is missing: decided by 3" in made.out
    for line in ("Blank votes: 7", "Null votes: 2", "Ballots cast: 42"):
        assert line in made.out
    assert re.search(r"[Aa]ppealed: 2", made.out)
    assert "of 0" not in made.out


def test_24_every_table_names_its_contest(case: Callable[..., Case]) -> None:
    made = case("24").imported("t.csv", "m.toml")
    assert made.run("claim", made.files / "c.csv") == 0, made.err
    assert "1 claims" not in made.out
    assert made.run("compare") == 0
    titles = [line for line in made.out.splitlines() if "Mayor" in line or "Council" in line]
    assert any("Mayor" in title for title in titles)
    assert any("Council" in title for title in titles)
    assert "1 rows" not in made.out


def test_25_a_long_table_with_names_of_options_is_taken_for_one(
    case: Callable[..., Case], capsys: pytest.CaptureFixture[str]
) -> None:
    """Codes of numbers and headings of other languages (l4, l5) are for a later issue."""
    case("25")
    (files,) = CASES.glob("25-*")
    assert run("mapping", "suggest", files / "l3.csv") == 0
    assert "A row is one station" not in capsys.readouterr().out


def test_26_what_is_suggested_of_a_column_without_a_name_is_what_an_import_takes(
    case: Callable[..., Case], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = case("26").files / "trail.csv"
    assert run("mapping", "suggest", made) == 0
    assert "column_4" not in capsys.readouterr().out  # it is empty: it needs no line
    shutil.rmtree(tmp_path / "both")
    of_four = case("04").sealed()
    table = of_four.write("trail.csv", "station,a,b,\n0101,2,3,\n")
    head = '[[reading]]\nreader = "x"\n[[table]]\nfile = "trail.csv"\nstation = "station"\n'
    keys = 'contest = { constant = "mayor" }\nunused = ["column_4"]\n'
    figures = '[table.figures]\nvotes_rose = "a"\nvotes_bruno = "b"\n'
    mapping = of_four.write("trail.toml", head + keys + figures)
    assert of_four.run("import", table, "--mapping", mapping) == 0, of_four.err
    assert "nobody reads" not in of_four.out
    misspelt = of_four.write("misspelt.toml", head + keys.replace("column_4", "colum_4") + figures)
    assert of_four.run("import", table, "--mapping", misspelt, "--dry-run") == 2
