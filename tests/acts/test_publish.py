"""What stands, published: what that would take, what nobody would take, and what was done."""

import datetime
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.operation import Operation
from testigo.acts.publish import NO_ADDRESS, PublishRequest, publish, to_publish
from testigo.acts.signed_once import SignedOnce
from testigo.errors import RefusedError
from testigo.note import Signer
from testigo.record.keys import fingerprint
from tests.acts.acting import DAY, key_of, last, typed
from tests.cli.small import make_small


def signer() -> Signer:
    return Signer("example.org/x", Ed25519PrivateKey.generate())


@pytest.fixture
def ours() -> Signer:
    return signer()


@pytest.fixture
def sealed_with_key(ours: Signer, tmp_path: Path) -> Iterator[Operation]:
    small = make_small(tmp_path, fingerprint(ours.verifier_key.public_key))
    with Operation(small.folder) as operation:
        yield operation


@pytest.fixture
def request_of(ours: Signer, tmp_path: Path) -> PublishRequest:
    return PublishRequest(SignedOnce(tmp_path, ours), b"k" * 32)


def test_what_was_published_is_stated_and_the_same_again_is_not(
    sealed_with_key: Operation, request_of: PublishRequest
) -> None:
    told: list[tuple[int, int]] = []
    typed(sealed_with_key, "reader-1", "001.01,mayor,100,50")
    done = publish(
        sealed_with_key, request_of, DAY, os.urandom, lambda done, total: told.append((done, total))
    )
    assert (done.written.is_new, done.written.announcement.number, done.mirror) == (True, 1, None)
    assert told
    assert last(sealed_with_key) == 2
    again = publish(sealed_with_key, replace(request_of, as_zip=True), DAY, os.urandom)
    assert not again.written.is_new
    assert again.mirror is not None
    assert again.mirror.is_file()
    assert last(sealed_with_key) == 2


def test_what_it_would_take_is_told_and_nothing_is_written(
    sealed_with_key: Operation, request_of: PublishRequest
) -> None:
    clock = iter(range(1000))
    found = to_publish(sealed_with_key, request_of, DAY, os.urandom, lambda: next(clock))
    assert (found.same_as, found.number) == (None, 1)
    assert found.expected is not None
    assert found.expected.stations == 3
    assert not sealed_with_key.public_folder.exists()
    assert not sealed_with_key.names_folder.exists()


def test_a_key_that_is_not_sealed_publishes_nothing(operation: Operation, request_of: PublishRequest) -> None:
    with pytest.raises(RefusedError) as caught:
        publish(operation, request_of, DAY, os.urandom)
    assert key_of(caught) == "publish.no_key_sealed"


def test_a_day_before_the_last_one_and_what_is_no_address_are_refused(
    sealed_with_key: Operation, request_of: PublishRequest
) -> None:
    with pytest.raises(RefusedError) as caught:
        publish(sealed_with_key, replace(request_of, address="no address"), DAY, os.urandom)
    assert key_of(caught) == "publish.no_address"
    publish(sealed_with_key, replace(request_of, address=NO_ADDRESS), DAY, os.urandom)
    typed(sealed_with_key, "reader-1", "001.01,mayor,100,50")
    with pytest.raises(RefusedError) as early:
        publish(sealed_with_key, request_of, DAY - datetime.timedelta(1), os.urandom)
    assert key_of(early) == "publish.day_before_the_last"
