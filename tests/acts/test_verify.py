"""Two publications: each verified, and held against the other."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.changes import changes_between
from testigo.acts.operation import Operation
from testigo.acts.publication_copy import read_copy
from testigo.acts.publish import PublishRequest, publish
from testigo.acts.signed_once import SignedOnce
from testigo.acts.verify import verify_publication
from testigo.acts.withdraw import withdraw
from testigo.errors import Place, RefusedError
from testigo.note import Signer
from testigo.record.keys import fingerprint
from testigo.verification.source import Source, open_folder
from tests.acts.acting import DAY, JUDGE, key_of, typed
from tests.cli.small import make_small


@dataclass(frozen=True)
class Published:
    operation: Operation
    key: str
    earlier: Path
    later: Path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """A result that was accepted in the first publication is withdrawn in the second."""
    folder = tmp_path_factory.mktemp("published")
    signer = Signer("example.org/x", Ed25519PrivateKey.generate())
    key = fingerprint(signer.verifier_key.public_key)
    request = PublishRequest(SignedOnce(folder, signer), b"k" * 32)
    with Operation(make_small(folder, key).folder) as operation:
        for reader in ("reader-1", "reader-2"):
            typed(operation, reader, "001.01,mayor,100,50")
        publish(operation, request, DAY, os.urandom)
        earlier = Path(shutil.copytree(operation.public_folder, folder / "earlier"))
        withdraw(operation, [(Place("NAME"), "1")], JUDGE)
        publish(operation, request, DAY, os.urandom)
        yield Published(operation, key, earlier, operation.public_folder)


def verified(source: Source, key: str | None, *notes: Path) -> int:
    return verify_publication(source, key, notes, 1, lambda *_: None).exit_code


def test_a_stranger_with_the_key_finds_that_everything_holds(published: Published) -> None:
    assert verified(open_folder(published.later), published.key) == 0
    assert verified(open_folder(published.later), None) == 3


def test_a_copy_that_is_older_than_a_note_from_elsewhere_is_told(published: Published) -> None:
    copy, note = open_folder(published.earlier), published.later / "manifest.note"
    report = verify_publication(copy, published.key, [note], 1, lambda *_: None)
    assert report.newer is not None
    assert verify_publication(copy, published.key, [], 1, lambda *_: None).newer is None


def test_what_fell_between_two_publications_has_its_statement(published: Published) -> None:
    before, after = (read_copy(open_folder(path)) for path in (published.earlier, published.later))
    moved = changes_between(before, after, (published.later,))
    assert moved.is_explained
    assert moved.figures.filter(place="001.01", figure="votes_red")["before"].to_list() == [100]
    only_stations = changes_between(before, after, (), level=0).shown
    assert set(only_stations["place_kind"]) == {"station"}


def test_the_later_first_and_a_level_that_is_none_are_refused(published: Published) -> None:
    before, after = (read_copy(open_folder(path)) for path in (published.earlier, published.later))
    with pytest.raises(RefusedError) as caught:
        changes_between(after, before, ())
    assert key_of(caught) == "changes.later_first"
    with pytest.raises(RefusedError) as level:
        changes_between(before, after, (), level=9)
    assert key_of(level) == "changes.unknown_level"
