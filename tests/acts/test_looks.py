"""What somebody who looks is told: nothing is changed by any of it."""

from pathlib import Path

import pytest

from testigo.acts.check_evidence import check_evidence
from testigo.acts.claim import ClaimRequest, claim
from testigo.acts.compare import compare
from testigo.acts.corroborate import corroborate
from testigo.acts.history import Difference, ReadFigure, State, story_of
from testigo.acts.missing import NOT_LISTED, missing
from testigo.acts.operation import Operation
from testigo.acts.status import status
from testigo.acts.tally import tally, tally_by_reader
from testigo.columns import Status
from testigo.errors import RefusedError, StoreError
from testigo.review.history import FiguresRead
from tests.acts.acting import DAY, key_of, typed
from tests.acts.test_claim import CLAIMS
from tests.cli.small import MAPPING


def test_the_status_counts_every_station_once(disputed: Operation) -> None:
    found = status(disputed, 1)
    (row,) = found.stations.iter_rows(named=True)
    assert (row["stations"], row["stations_disputed"], row["stations_missing"]) == (5, 1, 4)
    assert found.photos is not None
    assert found.photos.to_type == {}
    with pytest.raises(RefusedError) as caught:
        status(disputed, 3)
    assert key_of(caught) == "level.unknown"


def test_the_sums_are_of_what_is_accepted_and_those_of_readers_of_what_was_read(accepted: Operation) -> None:
    typed(accepted, "reader-1", "001.02,mayor,1,2")
    assert tally(accepted, 1).contests["mayor"]["votes_red"].to_list() == [100]
    assert tally(accepted, 2, "mayor").contests["mayor"].height == 2
    (persons,) = tally_by_reader(accepted).contests["mayor"].iter_rows(named=True)
    assert (persons["method"], persons["votes_red"]) == ("person", 201)
    with pytest.raises(RefusedError) as caught:
        tally(accepted, 1, "nothing")
    assert key_of(caught) == "contest.unknown"


def test_what_is_not_accepted_is_listed_with_what_differs(disputed: Operation) -> None:
    chased = missing(disputed).chased
    assert chased.filter(station="001.01")["differs"].to_list() == ["votes_blue 50 or 60"]
    assert chased.filter(status=NOT_LISTED)["stations"].to_list() == [2]
    assert chased["stations"].sum() == 5


def test_claims_stand_beside_the_paper(accepted: Operation, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(CLAIMS)
    claim(accepted, ClaimRequest([tmp_path / "claims.csv"]), DAY)
    found = compare(accepted)
    red = found.discrepancies.filter(figure="votes_red")
    assert (red["ours"].to_list(), red["theirs_lowest"].to_list()) == ([100], [300])
    assert found.places["place"].to_list() == ["X"]
    assert compare(accepted, 2).discrepancies.is_empty()


def test_the_readings_of_others_stand_beside_the_results_and_are_not_kept(
    accepted: Operation, tmp_path: Path
) -> None:
    (tmp_path / "results.csv").write_text("mesa,red,blue\n001.01,100,51\n")
    (tmp_path / "results.toml").write_text(MAPPING)
    done = corroborate(accepted, [tmp_path / "results.csv"], tmp_path / "results.toml")
    assert done.found.stations.filter(station="001.01")["case"].to_list() == ["differ"]
    assert check_evidence(accepted.folder).statements == 3


def test_the_story_of_a_station_has_its_state_after_each_statement(disputed: Operation) -> None:
    story = story_of(disputed, "001.01")
    assert [one.number for one in story.told] == [1, 2]
    read = {"votes_blue": 50, "votes_red": 100}
    assert story.told[0].said == FiguresRead(("reader-1",), None, None, "paper seen by us", None, read)
    assert [states["mayor"].status for states in story.after] == [Status.PENDING, Status.DISPUTED]
    assert isinstance(story.now["mayor"], State)
    blue = ReadFigure("1", 50, is_added_up=False), ReadFigure("2", 60, is_added_up=False)
    summed = ReadFigure("1", 150, is_added_up=True), ReadFigure("2", 160, is_added_up=True)
    assert story.differences == (
        Difference("mayor", "votes_blue", blue),
        Difference("mayor", "valid_votes", summed),
    )
    with pytest.raises(RefusedError) as caught:
        story_of(disputed, "9")
    assert key_of(caught) == "history.unknown_station"


def test_evidence_that_is_whole_has_no_problem_and_damage_is_named(accepted: Operation) -> None:
    told: list[tuple[int, int]] = []
    report = check_evidence(accepted.folder, lambda done, total: told.append((done, total)), replay=True)
    assert (report.problems, report.statements) == ((), 3)
    assert told
    exhibit = next(path for path in (accepted.folder / "exhibits").rglob("*") if path.is_file())
    exhibit.chmod(0o600)
    exhibit.write_bytes(b"other")
    assert check_evidence(accepted.folder).problems


def test_a_folder_that_is_no_operation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Operation(tmp_path)
    assert key_of(caught) == "operation.is_none"
