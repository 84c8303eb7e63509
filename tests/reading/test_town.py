"""An invented town: its forms drawn, photographed with mild damage, read, and held to the truth."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from testigo.cli.main import testigo
from testigo.columns import Status
from testigo.simulate.chance import Chance
from testigo.simulate.mishaps import CONTRADICTORY, DUPLICATES, FORGERIES, Mishap, Rates
from testigo.simulate.night import Night
from testigo.simulate.photos import Photographer
from testigo.simulate.shape import Shape
from testigo.standing.withdrawals import KINDS as WITHDRAWALS
from tests.simulate.invented import invent

CONTEST = "contest-1"
CODE_TELLS = (Mishap.FORGED_COPY, Mishap.NO_SUCH_STATION)
"""Forgeries that are seen in a code alone; of others the print is held against it, or typed."""


@dataclass(frozen=True)
class Town:
    """A night that was read; `lines` are of `testigo read --json`, in the order in which photos came."""

    folder: Path
    night: Night
    lines: list[dict[str, object]]
    exit_code: int

    @property
    def photos(self) -> pl.DataFrame:
        """PHOTOS, with what was done to their papers, and which station the papers name."""
        one = self.night.contests[CONTEST]
        papers = one.papers.papers.select("paper", "station", paper_done="done")
        return one.papers.photos.join(papers, on="paper", maintain_order="left")

    def classes(self, which: pl.Expr) -> set[object]:
        """The classes of the photos that are meant."""
        return {self.lines[place]["class"] for place in self._places(which)}

    def codes(self, which: pl.Expr) -> list[set[str]]:
        """The codes of the findings on each photo that is meant."""
        return [
            {str(each["code"]) for each in found}
            for place in self._places(which)
            if isinstance(found := self.lines[place]["findings"], list)
        ]

    def _places(self, which: pl.Expr) -> list[int]:
        return self.photos.with_row_index("place").filter(which)["place"].to_list()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    invented = invent(Shape(stations=24), seed=5)
    night = invented.night(Rates(missing=0.05, unreadable_code=0.05), seed=5)
    write(folder / "election", invented.files)
    seal_definition(folder, invented.election.date, os.urandom)
    photographer = Photographer(night, Chance.of(5).to("photos"))
    came = night.contests[CONTEST].papers.photos
    photos = {f"{n:03d}.jpg": photographer.photo(name).content for n, name in enumerate(came["photo"])}
    write(folder / "photos", photos)
    run = CliRunner().invoke(testigo, ["read", str(folder), str(folder / "photos"), "--json", "--jobs", "2"])
    return Town(folder, night, [json.loads(line) for line in run.stdout.splitlines()], run.exit_code)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def done(*kinds: Mishap, to: str = "paper_done") -> pl.Expr:
    return pl.col(to).is_in([kind.value for kind in kinds])


def test_every_photo_has_its_line_in_the_order_in_which_it_came(town: Town) -> None:
    names = [Path(str(line["file"])).name for line in town.lines]
    assert names == [f"{number:03d}.jpg" for number in range(town.photos.height)]


def test_every_code_in_the_frame_is_read_and_none_wrongly(town: Town) -> None:
    coded = {row["paper"]: row for row in town.night.contests[CONTEST].coded().iter_rows(named=True)}
    lines = [column for column in town.night.contests[CONTEST].figures if column.startswith("line_")]
    for row, line in zip(town.photos.iter_rows(named=True), town.lines, strict=True):
        figures = line["figures"]
        assert isinstance(figures, dict)
        assert bool(figures) == row["readable"]
        if row["readable"]:
            truth = coded[row["paper"]]
            assert line["station"] == row["station"]
            assert {name: figures[name] for name in lines} == {name: truth[name] for name in lines}


def test_zero_reports_and_duplicates_are_named_and_nothing_else_is(town: Town) -> None:
    again = done(Mishap.SAME_PHOTO, to="done") & ~pl.col("first")
    zero = done(Mishap.ZERO_REPORT) & pl.col("first")
    assert town.classes(again) == {"duplicate"}
    assert town.classes(zero) == {"zero report"}
    assert town.classes(~pl.col("readable") & ~again) == {"unreadable"}
    assert town.classes(~again & ~zero & pl.col("readable")) == {"result"}


def test_forgeries_that_a_code_shows_are_named(town: Town) -> None:
    assert {"R.602"} in town.codes(done(Mishap.FORGED_COPY))
    assert town.codes(done(Mishap.NO_SUCH_STATION)) == [{"I.101"}]


@pytest.mark.parametrize("kind", CONTRADICTORY)
def test_a_form_whose_print_and_code_disagree_is_named_and_is_in_no_sum(town: Town, kind: Mishap) -> None:
    forged = town.photos.filter(done(kind))
    assert forged.height > 0
    assert {"R.604"} in town.codes(done(kind))
    assert all("R.604" in codes for codes in town.codes(done(kind)))
    results = Operation(town.folder).snapshot().results[CONTEST]
    statuses = results.filter(pl.col("station").is_in(forged["station"].implode()))["status"]
    assert set(statuses) == {Status.QUARANTINED.value}


def test_what_is_named_of_such_a_form_is_what_it_prints(town: Town) -> None:
    printed = {row["paper"]: row for row in town.night.contests[CONTEST].printed().iter_rows(named=True)}
    coded = {row["paper"]: row for row in town.night.contests[CONTEST].coded().iter_rows(named=True)}
    rows = town.photos.with_row_index("place").filter(done(*CONTRADICTORY))
    for place, paper in rows.select("place", "paper").iter_rows():
        beside = town.lines[place]["print"]
        assert isinstance(beside, dict)
        told: dict[str, int] = beside["contradicts"]
        assert told == {name: printed[paper][name] for name in told}
        assert all(printed[paper][name] != coded[paper][name] for name in told)


def test_no_figure_of_any_other_form_is_said_to_contradict_its_code(town: Town) -> None:
    prints = [
        line["print"]
        for row, line in zip(town.photos.iter_rows(named=True), town.lines, strict=True)
        if row["paper_done"] not in CONTRADICTORY and line["print"] is not None
    ]
    assert len(prints) > town.photos.filter("readable", "first").height - 5
    assert [each for each in prints if isinstance(each, dict) and each["contradicts"]] == []


def test_no_honest_form_is_named_but_the_one_that_a_forger_copied(town: Town) -> None:
    copied = town.photos.filter(done(*CODE_TELLS))["station"].implode()
    honest = ~done(*FORGERIES, Mishap.ZERO_REPORT) & ~pl.col("station").is_in(copied)
    assert set().union(*town.codes(honest)) == set()


def test_every_accepted_result_is_the_truth(town: Town) -> None:
    snapshot = Operation(town.folder).snapshot()
    votes = snapshot.election.contest(CONTEST).vote_columns
    accepted = snapshot.results[CONTEST].filter(pl.col("status") == Status.ACCEPTED.value)
    truth = town.night.contests[CONTEST].truth.join(accepted.select("station"), on="station", how="semi")
    assert accepted.sort("station").select("station", *votes).rows() == (
        truth.sort("station").select("station", *votes).rows()
    )
    assert accepted.height > town.night.election.stations.height / 2


def test_copies_of_a_form_are_counted_once(town: Town) -> None:
    results = Operation(town.folder).snapshot().results[CONTEST]
    twice = town.photos.filter(done(*DUPLICATES, to="done") | done(*DUPLICATES))["station"].implode()
    stations = results.filter(pl.col("station").is_in(twice))
    assert set(stations["status"]) == {Status.ACCEPTED.value}


def test_a_run_in_which_something_was_not_read_ends_with_1(town: Town) -> None:
    assert town.exit_code == 1


def test_no_file_name_is_in_the_evidence(town: Town) -> None:
    said = [statement.body for statement in Operation(town.folder).journal.statements()]
    assert not [body for body in said if ".jpg" in json.dumps(dict(body))]
    assert not list(Operation(town.folder).journal.statements(kinds=WITHDRAWALS))
