"""Whether a machine is fit for an operation: each thing fine, to be looked at, or wrong."""

import datetime
import itertools
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from testigo.acts import doctor
from testigo.acts.doctor import ENOUGH_FREE, LEAST_FREE, State, look_at_machine
from testigo.errors import StoreError
from tests.cli.conftest import sealed as sealed
from tests.cli.conftest import small as small
from tests.cli.small import Small

TODAY = datetime.date(2030, 1, 6)
Usage = namedtuple("Usage", "total used free")


def stopwatch(microseconds: float) -> doctor.Stopwatch:
    """One that is a little later each time it is looked at."""
    seconds = itertools.count(0, microseconds / 1e6)
    return lambda: float(next(seconds))


def states(folder: Path, day: datetime.date = TODAY, microseconds: float = 500) -> dict[str, State]:
    return {one.name: one.state for one in look_at_machine(folder, day, stopwatch(microseconds))}


@pytest.mark.parametrize(
    ("free", "state"),
    [
        (LEAST_FREE - 1, State.WRONG),
        (LEAST_FREE, State.LOOK),
        (ENOUGH_FREE - 1, State.LOOK),
        (ENOUGH_FREE, State.FINE),
    ],
)
def test_what_is_free_on_the_disk(
    small: Small, monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**50, 0, free))
    assert states(small.folder)["disk"] is state


@pytest.mark.parametrize(("microseconds", "state"), [(1, State.LOOK), (9, State.LOOK), (11, State.FINE)])
def test_a_disk_that_keeps_faster_than_any_can_is_suspicious(
    small: Small, microseconds: float, state: State
) -> None:
    assert states(small.folder, microseconds=microseconds)["waiting"] is state


def test_a_clock_behind_the_last_statement_is_wrong(small: Small) -> None:
    last = small.said(0).day
    assert states(small.folder, last)["clock"] is State.FINE
    assert states(small.folder, last - datetime.timedelta(days=1))["clock"] is State.WRONG


def test_others_who_can_read_the_evidence_are_named(small: Small) -> None:
    small.folder.chmod(0o755)
    assert states(small.folder)["readers"] is State.LOOK
    small.folder.chmod(0o700)
    assert states(small.folder)["readers"] is State.FINE


def test_looking_leaves_nothing_behind(small: Small) -> None:
    before = sorted(small.folder.rglob("*"))
    states(small.folder)
    assert sorted(small.folder.rglob("*")) == before


def test_what_is_no_operation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        states(tmp_path)


def test_the_command_says_each_and_ends_with_one_where_something_is_wrong(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**50, 0, 2**45))
    monkeypatch.setattr(doctor, "missing", lambda: ())
    assert small.run("doctor") == 0, small.out
    assert "Testigo" in small.out
    monkeypatch.setattr(doctor, "missing", lambda: ("Landlock",))
    assert small.run("doctor") == 1
    assert "Landlock" in small.out
