"""The real errata case: Venezuela's two releases as two publications of one state, by the real commands.

Zulia has the two stations that were taken back, and many of those that were added.
"""

import csv
import json
import re
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.operation import Operation
from testigo.columns import ErratumKind
from testigo.publication.format import MANIFEST
from tests.commands import run
from tests.conftest import SHARED
from tests.elements import stray_numerals
from tests.keys import make_keys
from tests.releases import FOUND, MODEL, REASON, SECOND, found_stations

EXAMPLE = Path(__file__).resolve().parents[2] / "src" / "testigo" / "examples" / "venezuela-2024"
STATE = "21"
TAKEN_BACK = ["210510003.01", "210510003.03"]
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this repository")


def rows_of_state(text: str, column: str) -> str:
    """Keep of a CSV the rows of one state, and of its jurisdictions also the country."""
    header, *lines = text.splitlines(keepends=True)
    at = header.strip().split(",").index(column)
    return header + "".join(line for line in lines if next(csv.reader([line]))[at].startswith((STATE, "VE")))


class Zulia:
    """The operation of one state, with its two publications."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "operation"
        self.working = folder
        self.keys = make_keys(folder, "testigo.example/venezuela-2024")
        self.fingerprint = self.keys.fingerprint
        self.define()
        assert run("election", "seal", self.folder) == 0
        first = self.working / "results.csv"
        first.write_text(rows_of_state((EXAMPLE / "results" / "results.csv").read_text(), "station"))
        assert run("import", self.folder, first, "--mapping", EXAMPLE / "results" / "mapping.toml") == 0
        self.publish()
        self.grow()
        self.publish()

    def define(self) -> None:
        columns = {"stations.csv": "station", "jurisdictions.csv": "jurisdiction"}
        for path in (EXAMPLE / "election").rglob("*"):
            if not path.is_file() or path.suffix == ".geojson":
                continue
            text = path.read_text(encoding="utf-8")
            if path.name in columns:
                text = rows_of_state(text, columns[path.name])
            text = text.replace("key_fingerprints = []", f'key_fingerprints = ["{self.fingerprint}"]')
            file = self.folder / "election" / path.relative_to(EXAMPLE / "election")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def grow(self) -> None:
        found = self.working / "found.csv"
        found.write_text(rows_of_state(found_stations(Operation(self.folder)), "station"), encoding="utf-8")
        assert run("election", "amend", self.folder, found, "--reason", FOUND, "--person", "desk-1") == 0
        header, *rows = SECOND.read_text(encoding="iso-8859-1").splitlines(keepends=True)
        second = self.working / SECOND.name
        second.write_text(
            header + "".join(row for row in rows if row.startswith(f"{STATE},")), encoding="iso-8859-1"
        )
        replacing = ("--replaces", 1, "--reason", REASON)
        assert run("import", self.folder, second, "--mapping", MODEL / "map-v2.toml", *replacing) == 0

    def publish(self) -> None:
        assert run("publish", self.folder, *self.keys.options, "--processes", 2) == 0

    def kept(self, number: int) -> Path:
        return self.folder / "publications" / f"{number:04d}"

    def page(self, language: str) -> str:
        return (self.folder / "public" / language / "errata.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def zulia(tmp_path_factory: pytest.TempPathFactory) -> Zulia:
    return Zulia(tmp_path_factory.mktemp("zulia"))


def errata(zulia: Zulia) -> pl.DataFrame:
    return pl.read_csv(zulia.folder / "public" / "data" / "errata.csv", infer_schema=False)


def test_the_two_rows_that_were_taken_back_are_listed_with_every_figure_and_the_reason(zulia: Zulia) -> None:
    taken = errata(zulia).filter(pl.col("kind") == ErratumKind.WITHDRAWAL.value)
    assert taken["place"].unique().sort().to_list() == TAKEN_BACK
    assert taken["reason"].unique().to_list() == [REASON]
    votes = taken.filter(pl.col("figure").is_in(["votes_EG", "votes_NM"]))
    assert votes.select("place", "figure", "before", "after").rows() == [
        ("210510003.01", "votes_EG", "356", None),
        ("210510003.01", "votes_NM", "64", None),
        ("210510003.03", "votes_EG", "388", None),
        ("210510003.03", "votes_NM", "52", None),
    ]


def test_a_station_that_was_found_is_listed_as_an_amendment_with_its_reason(zulia: Zulia) -> None:
    found = errata(zulia).filter(pl.col("kind") == ErratumKind.AMENDMENT.value)
    added = rows_of_state(found_stations_of_first(zulia), "station").count("\n") - 1
    assert (found.height, found["reason"].unique().to_list()) == (added, [FOUND])


def found_stations_of_first(zulia: Zulia) -> str:
    return (zulia.working / "found.csv").read_text(encoding="utf-8")


def test_every_figure_that_moved_has_the_statement_that_moved_it(
    zulia: Zulia, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("changes", zulia.kept(1), zulia.kept(2), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    moved = {(row["place"], row["figure"]): row for row in said["changes"]}
    assert said["fell_unexplained"] == 0
    assert moved["210510003.01", "votes_EG"]["because"] == "withdrawal"
    assert moved["210510003.01", "votes_EG"]["reason"] == REASON
    assert "new reading" in moved["VE", "votes_EG"]["because"]


def test_comparing_backwards_is_refused(zulia: Zulia, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changes", zulia.kept(2), zulia.kept(1)) == 2
    assert "name the earlier one first" in capsys.readouterr().err


def test_a_table_that_was_changed_after_publication_is_not_compared(
    zulia: Zulia, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    for path in zulia.kept(1).rglob("*"):
        if path.is_file():
            (copy / path.relative_to(zulia.kept(1))).parent.mkdir(parents=True, exist_ok=True)
            (copy / path.relative_to(zulia.kept(1))).write_bytes(path.read_bytes())
    table = copy / "data" / "tally-president.parquet"
    table.write_bytes(table.read_bytes()[:-1] + b"x")
    assert run("changes", copy, zulia.kept(2)) == 2
    assert "tally-president.parquet" in capsys.readouterr().err


def test_the_second_publication_brings_the_first_ones_list_and_holds(
    zulia: Zulia, capsys: pytest.CaptureFixture[str]
) -> None:
    brought = zulia.folder / "public" / "previous" / "0001" / MANIFEST
    assert brought.read_bytes() == (zulia.kept(1) / MANIFEST).read_bytes()
    capsys.readouterr()
    assert run("verify", zulia.folder / "public", "--key", zulia.fingerprint, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    chain = next(step for step in said["steps"] if step["name"] == "chain")
    assert chain["checked"]["earlier_publications"] == 1
    assert chain["checked"]["moved"] > 0  # held against the first one, which lies beside it
    assert chain["failures"] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_shows_both_figures_links_to_stations_and_marks_every_figure(
    zulia: Zulia, language: str
) -> None:
    page = zulia.page(language)
    assert all(code in page for code in TAKEN_BACK)
    assert 'data-cell="errata_counts/withdrawal/readings">2</data>' in page
    assert REASON in page
    assert stray_numerals(page) == []
    assert len(page.encode()) < 30_000
    linked = re.findall(r'href="([^"]+stations/[^"]+)"', page)
    assert linked
    assert all((zulia.folder / "public" / language / path).is_file() for path in linked)


def test_every_page_leads_to_the_corrections(zulia: Zulia) -> None:
    for page in ("index.html", "method.html", "data.html"):
        assert "errata.html" in (zulia.folder / "public" / "es" / page).read_text(encoding="utf-8")
