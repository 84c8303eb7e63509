"""The real election, 24,532 stations: all tables, the front pages, the pages of one state; then forged."""

import datetime
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from testigo.cli.main import testigo
from testigo.cli.operation import Operation
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.format import MANIFEST, NOTE, VERIFIER_KEY, Announcement
from testigo.publication.imprint import Imprint
from testigo.publication.shard import shards, site_of
from testigo.publication.site import front_pages, station_and_place_pages
from testigo.record.disclose import disclose
from testigo.record.note import Signer, write_verifier_key
from testigo.snapshot import derive
from testigo.verification.report import StepName
from tests.verification import made
from tests.verification.made import OUR_KEY, blamed, codes, report

DAY = datetime.date(2024, 8, 2)


@pytest.fixture(scope="module")
def venezuela(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of the example that was imported through the commands."""
    folder = tmp_path_factory.mktemp("venezuela")
    arguments = ["new", str(folder / "operation"), "--example", "venezuela-2024", "--key", OUR_KEY]
    testigo.main(args=arguments, standalone_mode=False)
    operation = Operation(folder / "operation")
    election = operation.election
    evidence = disclose(operation.evidence(), election.stations["station"], b"k" * 32)
    snapshot = derive(election, operation.profiles, evidence)
    signer = Signer(election.origin, made.OURS.private_key)
    imprint = Imprint(1, DAY, None, write_verifier_key(signer.verifier_key), OUR_KEY, "testigo 0")
    tables = dict(dataset(snapshot, operation.definition_files, imprint))
    site = site_of(snapshot, imprint)
    state = next(islice(shards(snapshot), 1, None))
    public = folder / "public"
    for path, content in (
        *tables.items(),
        *front_pages(snapshot, site, published_files(tables.items())),
        *station_and_place_pages(site, state),
    ):
        (public / path).parent.mkdir(parents=True, exist_ok=True)
        (public / path).write_bytes(content)
    made.relist(public)
    made.announce(public, signer, Announcement(election.origin, 1, DAY, "0" * 64, None, False))
    return public


def test_the_real_election_holds_to_the_last_figure(venezuela: Path) -> None:
    found = report(venezuela, OUR_KEY)
    assert {failure.code for failure in found.failures} == {"page.missing"}, "23 states have no pages here"
    assert not [failure.file for failure in found.failures if (venezuela / str(failure.file)).exists()]
    assert [step.name for step in found.steps if step.failures] == [StepName.PAGES]
    checked = {step.name: step.checked for step in found.steps}
    assert checked[StepName.DEFINITION]["readings"] == 24_532
    assert checked[StepName.FIGURES]["cells"] > 5_000_000
    assert checked[StepName.PAGES]["page_figures"] > 50_000


def test_the_table_that_was_verified_adds_up_to_the_known_totals(venezuela: Path) -> None:
    """By the ordinary rules of CSV, as a spreadsheet would: no code of ours."""
    table = pl.read_csv(venezuela / "data" / "results-president.csv", schema_overrides={"station": pl.String})
    assert table.height == 24_532
    assert table["votes_EG"].sum() == 7_156_462
    assert table["votes_NM"].sum() == 3_241_461
    assert table["valid_votes"].sum() == 10_659_128


def test_one_vote_moved_at_one_station_is_named_wherever_it_shows(venezuela: Path) -> None:
    """The strongest forger: readings, list, key and signature made again, but not every page and table."""
    readings = "data/evidence/readings-president.parquet"
    here = (pl.int_range(pl.len()) == 12_000).cast(pl.Int64)
    with kept(venezuela, [readings, VERIFIER_KEY, MANIFEST, NOTE]):
        frame = pl.read_parquet(venezuela / readings)
        moved = frame.with_columns(votes_EG=pl.col("votes_EG") - here, votes_NM=pl.col("votes_NM") + here)
        moved.write_parquet(venezuela / readings)
        made.forge(venezuela, Signer("testigo.example/venezuela-2024", made.STRANGER.private_key))
        found = report(venezuela)
    assert {"key.not_sealed", "table.cell", "page.figure"} <= codes(found)
    assert {"data/results-president.csv", "data/tally-president.json", "es/index.html"} <= blamed(found)


def test_flipped_bytes_are_found_among_thousands_of_files(venezuela: Path) -> None:
    lot = random.Random(32)
    names = lot.sample(made.listed(venezuela), 20)
    with kept(venezuela, names) as before:
        for name, content in before.items():
            place = lot.randrange(len(content))
            flipped = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            (venezuela / name).write_bytes(flipped)
        found = report(venezuela, OUR_KEY)
    assert {failure.file for failure in found.failures if failure.code == "file.changed"} == set(names)


@contextmanager
def kept(folder: Path, names: Sequence[str]) -> Iterator[dict[str, bytes]]:
    """Give the bytes of some files, and put them back at the end."""
    before = {name: (folder / name).read_bytes() for name in names}
    try:
        yield before
    finally:
        for name, content in before.items():
            (folder / name).write_bytes(content)
