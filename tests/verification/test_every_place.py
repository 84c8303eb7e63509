"""Publications from before the places knew which contests are voted in them."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from testigo.columns import conform, decisions_schema, empty, readings_schema
from testigo.election.load import load
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.publication.changes import Published, changes
from testigo.record.disclose import disclose
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.keys import invented_names
from tests.verification.made import DAY, OUR_KEY, by_another, definition, publication, report

MORE = {
    "contests.csv": b"contest,name,form,decides,blank_votes,null_votes\n"
    b"mayor,Mayor,form,plurality,not on the form,not valid\n"
    b"council,Council,form,plurality,not on the form,not valid\n",
    "options.csv": b"contest,option,name,position,colour\n"
    b"mayor,red,Red,1,#d0483c\nmayor,blue,Blue,2,#8b857a\n"
    b"council,red,Red,1,#d0483c\ncouncil,blue,Blue,2,#8b857a\n",
    "ballots.csv": b"contest,place,stratum\nmayor,X,\ncouncil,B,\n",
}


def two_contests(*, in_every_place: bool) -> tuple[Mapping[str, bytes], Snapshot]:
    """Two contests, of which state A votes in one."""
    files = definition() | MORE
    election = load(files)
    row = world.reading("B-1.01", red=5, blue=4, valid_votes=9, null_votes=0, total_votes=9)
    profiles = load_profiles(files, election)
    names = {of.contest: figures(of, profiles[of.form]) for of in election.contests}
    named = pl.DataFrame([{"reading": "r1", **row}])
    read = {code: conform(named, readings_schema(columns)) for code, columns in names.items()}
    decided = {code: empty(decisions_schema(columns)) for code, columns in names.items()}
    evidence = world.evidence(read, decided)
    public = disclose(evidence, election.stations["station"], invented_names(), DAY)
    return files, derive(election, profiles, public, in_every_place=in_every_place)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    files, state = two_contests(in_every_place=True)
    return publication(tmp_path / "older", files=files, state=state)


def test_a_publication_with_every_contest_in_every_place_holds_as_that_of_another_maker(older: Path) -> None:
    assert (older / "data" / "tally-council.csv").read_text().count("\n") == 1 + 3
    by_another(older)
    found = report(older, OUR_KEY)
    assert [(each.code, each.file) for each in found.failures] == []


def test_of_our_own_making_it_fails(older: Path) -> None:
    assert report(older, OUR_KEY).exit_code == 1


def test_nothing_fell_where_only_the_rows_of_places_without_the_contest_are_gone() -> None:
    before, after = (
        Published(state.results, state.tallies, state.evidence.errata, state.election.stations)
        for state in (two_contests(in_every_place=each)[1] for each in (True, False))
    )
    assert changes(before, after).is_empty()
