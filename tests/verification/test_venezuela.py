"""The real election, 24,532 stations, published whole; then forged."""

import datetime
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.operation import Operation
from testigo.cli.main import testigo
from testigo.note import Signer, sign_note, write_verifier_key
from testigo.publication.folders import Folders
from testigo.publication.format import MANIFEST, NOTE, VERIFIER_KEY
from testigo.publication.program import software
from testigo.publication.write import Order, write
from testigo.record.disclose import disclose
from testigo.snapshot import derive
from testigo.verification.report import StepName
from tests.keys import invented_names
from tests.verification import made
from tests.verification.made import OUR_KEY, blamed, codes, report

pytestmark = pytest.mark.slow

PROCESSES = 2
STATE = "21"
DAY = datetime.date(2024, 8, 2)


SIGNER = Signer("testigo.example/venezuela-2024", made.OURS.private_key)


@pytest.fixture(scope="module")
def venezuela(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole publication of the example that was imported through the commands: 50,000 pages."""
    folder = tmp_path_factory.mktemp("venezuela")
    arguments = ["new", str(folder / "operation"), "--example", "venezuela-2024", "--key", OUR_KEY]
    testigo.main(args=arguments, standalone_mode=False)
    operation = Operation(folder / "operation")
    evidence = disclose(operation.evidence(), operation.election.stations["station"], invented_names(), DAY)
    order = Order(
        source="the example",
        derive=lambda: derive(operation.election, operation.profiles, evidence),
        definition=operation.definition_files,
        day=DAY,
        signing_key=write_verifier_key(SIGNER.verifier_key),
        fingerprint=OUR_KEY,
        software=software(),
        check=lambda site, text: None,
        sign=lambda text: sign_note(text, SIGNER),
    )
    write(Folders(folder / "public", folder / "publications"), order, PROCESSES, lambda *_: None)
    return folder / "public"


def test_the_real_election_holds_to_the_last_figure(venezuela: Path) -> None:
    found = report(venezuela, OUR_KEY)
    assert [failure.file for failure in found.failures] == []
    assert found.exit_code == 0
    checked = {step.name: step.checked for step in found.steps}
    assert checked[StepName.DEFINITION]["readings"] == 24_532
    assert checked[StepName.FIGURES]["cells"] > 5_000_000
    assert checked[StepName.PAGES]["pages"] > 2 * 24_532
    assert checked[StepName.PAGES]["page_figures"] > 1_000_000


@pytest.fixture(scope="module")
def one_state(venezuela: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the pages of one state only, for tests that change it."""
    public = tmp_path_factory.mktemp("one-state") / "public"
    shutil.copytree(venezuela, public, ignore=other_states)
    made.relist(public)
    made.announce(public, SIGNER)
    return public


def other_states(folder: str, names: list[str]) -> set[str]:
    """The folders of pages that are not copied."""
    return (
        {name for name in names if name.isdigit() and name != STATE} if len(Path(folder).name) == 2 else set()
    )


def test_the_table_that_was_verified_adds_up_to_the_known_totals(venezuela: Path) -> None:
    """By the ordinary rules of CSV, as a spreadsheet would: no code of ours."""
    table = pl.read_csv(venezuela / "data" / "results-president.csv", schema_overrides={"station": pl.String})
    assert table.height == 24_532
    assert table["votes_EG"].sum() == 7_156_462
    assert table["votes_NM"].sum() == 3_241_461
    assert table["valid_votes"].sum() == 10_659_128


@pytest.mark.long
def test_one_vote_moved_at_one_station_is_named_wherever_it_shows(one_state: Path) -> None:
    """The strongest forger: readings, list, key and signature made again, but not every page and table."""
    readings = "data/evidence/readings-president.parquet"
    here = (pl.int_range(pl.len()) == 12_000).cast(pl.Int64)
    with kept(one_state, [readings, VERIFIER_KEY, MANIFEST, NOTE]):
        frame = pl.read_parquet(one_state / readings)
        moved = frame.with_columns(votes_EG=pl.col("votes_EG") - here, votes_NM=pl.col("votes_NM") + here)
        moved.write_parquet(one_state / readings)
        made.forge(one_state, Signer("testigo.example/venezuela-2024", made.STRANGER.private_key))
        found = report(one_state)
    assert {"key.not_sealed", "table.cell", "page.figure"} <= codes(found)
    assert {"data/results-president.csv", "data/tally-president.json", "es/index.html"} <= blamed(found)


def test_flipped_bytes_are_found_among_thousands_of_files(one_state: Path) -> None:
    lot = random.Random(32)
    names = lot.sample(made.listed(one_state), 20)
    with kept(one_state, names) as before:
        for name, content in before.items():
            place = lot.randrange(len(content))
            flipped = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            (one_state / name).write_bytes(flipped)
        found = report(one_state, OUR_KEY)
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
