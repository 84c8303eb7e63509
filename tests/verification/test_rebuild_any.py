"""Any small publication is made again equal; any other byte of what is made is named, whoever signed it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testigo.election.load import load
from testigo.forms.load import load_profiles
from testigo.record.disclose import disclose
from testigo.snapshot import derive
from testigo.standing.gather import Evidence
from testigo.verification.report import Report
from tests import nights
from tests.keys import invented_names
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, rebuilt

pytestmark = pytest.mark.slow

KINDS = ("html", "csv", "json", "css", "js", "svg", "png", "parquet")
GIVEN = ("data/definition/", "data/evidence/", "data/publication.json")
"""What a publication is made from: a change of it is found by other steps."""


@contextmanager
def published(evidence: Evidence, sufficient: tuple[str, ...]) -> Iterator[Path]:
    """The publication of a random night, signed by the sealed key."""
    files = nights.definition(sufficient, made.ORIGIN, OUR_KEY)
    election = load(files)
    public = disclose(evidence, election.stations["station"], invented_names(), made.DAY)
    state = derive(election, load_profiles(files, election), public)
    with tempfile.TemporaryDirectory() as folder:
        yield made.publication(Path(folder) / "public", files=files, state=state)


def tampered(content: bytes, lot: Random) -> bytes:
    """One byte changed, removed or added, or two different ones swapped."""
    place = lot.randrange(len(content))
    before, here, after = content[:place], content[place : place + 1], content[place + 1 :]
    others = [at for at, byte in enumerate(after) if byte != here[0]]
    match lot.choice(["change", "remove", "add", "swap"]):
        case "remove":
            return before + after
        case "add":
            return before + here + lot.randbytes(1) + after
        case "swap" if others:
            at = lot.choice(others)
            return before + after[at : at + 1] + after[:at] + here + after[at + 1 :]
    return before + bytes([here[0] ^ (1 << lot.randrange(8))]) + after


def failing(report: Report) -> set[str | None]:
    """The files that fail; decisions of a random night stand in no list of errata, and are named for it."""
    return {failure.file for failure in report.failures if failure.code != "errata.decision_unlisted"}


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(nights.evidences(), st.sampled_from(nights.SUFFICIENT), st.randoms(use_true_random=False))
def test_any_publication_is_made_again_and_a_tampered_file_of_every_kind_is_named(
    evidence: Evidence, sufficient: tuple[str, ...], lot: Random
) -> None:
    with published(evidence, sufficient) as folder:
        assert failing(rebuilt(folder)) == set()
        names = [name for name in made.listed(folder) if not name.startswith(GIVEN)]
        chosen = {lot.choice([name for name in names if name.endswith(f".{kind}")]) for kind in KINDS}
        for name in chosen:
            (folder / name).write_bytes(tampered((folder / name).read_bytes(), lot))
        made.forge(folder, OURS)
        found = rebuilt(folder)
        assert failing(found) == chosen
        assert found.exit_code == 1
