"""One contest of many is derived as in the whole, at the cost of one."""

import json
from collections.abc import Iterator

import polars as pl
import pytest
from click.testing import CliRunner

from testigo.acts.operation import Operation
from testigo.cli.main import testigo
from testigo.columns import Status
from testigo.errors import RefusedError
from testigo.evidence.statements import Kind
from testigo.snapshot import Snapshot
from tests.standing.told import FIGURES, Told, reading_body

BOTH = (("mayor", "votes_red"), ("council", "votes_sun"))


def run(*words: str) -> str:
    result = CliRunner().invoke(testigo, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    """A night of five contests, two a station, with a table of a third party and a decision."""
    folder = tmp_path_factory.mktemp("many") / "night"
    of = ("--contests", "5", "--contests-a-station", "2", "--options", "3", "--lines", "0")
    run("simulate", str(folder), "--stations", "60", *of, "--rate", "bad_sums=0.1")
    run("import", str(folder), f"{folder}/third_party/contest-2.csv", "--mapping",
        f"{folder}/third_party/contest-2.toml")  # fmt: skip
    held = Operation(folder).snapshot().results["contest-1"].filter(status=Status.QUARANTINED.value)
    because = ("--person", "judge-1", "--reason", "The paper is torn.")
    run("adjudicate", str(folder), held["station"][0], "contest-1", "--decision", "exclude", *because)
    opened = Operation(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def whole(operation: Operation) -> Snapshot:
    return operation.snapshot()


@pytest.mark.parametrize("code", [f"contest-{number}" for number in range(1, 6)])
def test_everything_of_a_contest_is_as_in_the_whole(operation: Operation, whole: Snapshot, code: str) -> None:
    alone = operation.snapshot_of(code)
    assert [contest.contest for contest in alone.election.contests] == [code]
    assert (alone.evidence.last_statement, alone.evidence.chain) == (
        whole.evidence.last_statement,
        whole.evidence.chain,
    )
    assert alone.evidence.readings[code].equals(whole.evidence.readings[code])
    assert alone.evidence.decisions[code].equals(whole.evidence.decisions[code])
    for table in ("results", "tallies", "bounds", "leads", "by_basis", "by_provenance"):
        assert getattr(alone, table)[code].equals(getattr(whole, table)[code]), table
    assert alone.findings.equals(whole.findings.filter(pl.col("contest") == code))
    assert whole.findings.height > 0


def test_a_contest_that_is_none_is_refused_with_those_that_are(operation: Operation) -> None:
    with pytest.raises(RefusedError, match=r"no contest 'mayor'\. Known are: contest-1, contest-2"):
        operation.snapshot_of("mayor")


def test_the_journal_gives_the_statements_of_a_contest_of_none_and_of_its_exhibits(
    operation: Operation,
) -> None:
    every = list(operation.journal.statements())
    mine = {one.subject for one in every if one.contest == "contest-2"}
    wanted = [one for one in every if one.contest in ("contest-2", None) or one.subject in mine]
    assert list(operation.journal.statements(contest="contest-2")) == wanted
    assert 0 < len(wanted) < len(every)


def test_what_paper_an_exhibit_is_is_heard_of_another_contest_too() -> None:
    told = Told()
    photo = {"subject": "f" * 64, "contest": "council"}
    read = {**reading_body("A1", {"votes_sun": 1}), "reader": "testigo/1", "form": "paper-1"}
    told.say(Kind.READ, {**read, "method": "machine code"}, **photo)
    typed = {**reading_body("A1", {"votes_red": 3}), "form": None}
    told.say(Kind.TRANSCRIBED, typed, subject="f" * 64, contest="mayor", person="reader-7")
    mine = {"mayor": FIGURES["mayor"]}
    alone = told.gathered_of(mine, frozenset({"council"}))
    assert alone.readings["mayor"]["form"].to_list() == ["paper-1"]
    assert alone.readings["mayor"].equals(told.gathered().readings["mayor"])
    assert list(alone.readings) == ["mayor"]


def test_a_table_of_several_contests_that_was_withdrawn_or_decided_on_is_read_for_one() -> None:
    told = Told()
    rows = [(0, "A1", contest, None, figure, 3) for contest, figure in BOTH]
    told.imported_long(rows)
    told.imported_long(rows, file="b" * 64)
    told.decided("A1", "accept", {"votes_red": 3}, knew=["0.0:A1", "1.0:A1"])
    told.withdrawn("1")
    whole = told.gathered()
    for contest in FIGURES:
        others = frozenset(FIGURES) - {contest}
        alone = told.gathered_of({contest: FIGURES[contest]}, others)
        assert alone.readings[contest].equals(whole.readings[contest])
        assert alone.decisions[contest].equals(whole.decisions[contest])
        assert alone.readings[contest]["reading"].to_list() == ["0.0:A1"]
        assert alone.errata.is_empty()
    assert whole.errata.height > 0


def test_a_tally_of_one_contest_is_its_part_of_the_tally(operation: Operation) -> None:
    words = ("tally", str(operation.folder), "--level", "2", "--json")
    alone, every = (json.loads(run(*words, *more)) for more in (("--contest", "contest-3"), ()))
    assert alone["contests"] == {"contest-3": every["contests"]["contest-3"]}
    assert alone["contests"]["contest-3"]


def test_the_status_of_one_contest_is_its_part_of_the_status(operation: Operation) -> None:
    words = ("status", str(operation.folder), "--json")
    alone, every = (json.loads(run(*words, *more)) for more in (("--contest", "contest-3"), ()))
    mine = [row for row in every["stations"] if row["contest"] == "contest-3"]
    assert alone["stations"] == mine != []
    assert alone["basis"] == {"contest-3": every["basis"]["contest-3"]}
    assert alone["statement"] == every["statement"]


def test_of_a_photo_without_a_figure_nobody_knows_the_contest_so_the_status_of_one_names_none(
    operation: Operation,
) -> None:
    words = ("status", str(operation.folder), "--json")
    alone, every = (set(json.loads(run(*words, *more))) for more in (("--contest", "contest-3"), ()))
    assert every - alone == {"photos_to_type", "waiting", "photos_not_looked_at"}
    assert "Photos that" not in run("status", str(operation.folder), "--contest", "contest-3")
