"""A night in the evidence is the night that was made."""

import datetime
from pathlib import Path

import polars as pl
import pytest

from testigo.evidence.connect import open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.statements import Kind
from testigo.intake.mapping import parse_mapping
from testigo.intake.table import read_table
from testigo.simulate.mishaps import Rates
from testigo.simulate.night import Night
from testigo.simulate.papers import MINUTES_A_DAY
from testigo.simulate.play import Played, play
from testigo.simulate.shape import Shape
from testigo.simulate.third_party import file_of, imported, mapping_of, table_of
from testigo.standing.gather import gather
from tests.simulate.invented import Invented, invent

DAY = datetime.date(2030, 1, 6)


@pytest.fixture(scope="module")
def invented() -> Invented:
    return invent(Shape(40, contests=2, lines=12))


@pytest.fixture(scope="module")
def night(invented: Invented) -> Night:
    return invented.night(Rates())


def played(night: Night, folder: Path) -> Played:
    journal = open_journal(folder / "evidence.sqlite", create=True)
    try:
        return play(night, journal, FolderStore(folder / "exhibits"), DAY)
    finally:
        journal.close()


def test_what_stands_in_the_evidence_are_the_readings_of_the_night(night: Night, tmp_path: Path) -> None:
    known = played(night, tmp_path)
    figures = {code: one.figures for code, one in night.contests.items()}
    journal = open_journal(tmp_path / "evidence.sqlite")
    evidence = gather(journal.statements(), FolderStore(tmp_path / "exhibits").get, figures)
    for code, one in night.contests.items():
        names = ["station", "form", "reader", "method", "provenance_class", "document_class", *one.figures]
        assert (
            evidence.readings[code].select(names).sort(names).equals(one.readings.select(names).sort(names))
        )
    assert known.statements["reading"].is_unique().all()
    assert known.statements.height == sum(one.readings.height for one in night.contests.values())
    journal.close()


def test_statements_come_in_the_order_of_the_days_and_a_photo_before_its_readings(
    night: Night, tmp_path: Path
) -> None:
    played(night, tmp_path)
    journal = open_journal(tmp_path / "evidence.sqlite")
    received: set[str | None] = set()
    days = []
    for statement in journal.statements():
        days.append(statement.day)
        if statement.kind is Kind.RECEIVED:
            received.add(statement.subject)
        elif statement.kind is not Kind.IMPORTED:
            assert statement.subject in received
    assert days == sorted(days)
    assert days[0] == DAY
    last = max(one.papers.photos["minute"].to_list()[-1] for one in night.contests.values())
    assert max(days) >= DAY + datetime.timedelta(days=last // MINUTES_A_DAY)
    journal.close()


def test_the_same_night_gives_the_same_chain(night: Night, tmp_path: Path) -> None:
    chains = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        played(night, tmp_path / name)
        journal = open_journal(tmp_path / name / "evidence.sqlite")
        last = journal.last()
        chains.append(last.chain if last else None)
        journal.close()
    assert chains[0] == chains[1] is not None


def test_a_photo_that_came_twice_is_one_exhibit(night: Night, tmp_path: Path) -> None:
    known = played(night, tmp_path)
    photos = pl.concat(one.papers.photos for one in night.contests.values())
    assert known.exhibits.height == photos["photo"].n_unique() < photos.height


def test_the_importer_finds_in_the_table_of_the_third_party_what_was_said_of_it(
    invented: Invented, night: Night
) -> None:
    for one in night.contests.values():
        file = file_of(one)
        mapping = parse_mapping(mapping_of(one), "mapping.toml")
        table = read_table({file: [table_of(one)]}, mapping, invented.election, invented.profiles)
        keys = ["station", "contest", "figure"]
        expected = pl.read_parquet(imported(one)).sort(keys)
        assert table.long().collect().sort(keys).equals(expected)
