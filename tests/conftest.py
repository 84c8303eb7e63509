"""What all tests share: the real election as an operation, made once."""

import datetime
import functools
import os
import secrets
from pathlib import Path

import pytest
from hypothesis import settings

from testigo.acts import key_folder
from testigo.acts.new_operation import Choices, new_operation
from testigo.acts.operation import Operation
from testigo.publication import cards
from testigo.snapshot import Snapshot
from testigo.verification import disclosed
from testigo.verification.unpacking import unpack
from tests.amounts import LONG, amount
from tests.children import remember_children

SHARED = Path(__file__).resolve().parents[2] / "shared"
settings.register_profile("no deadline", deadline=None, max_examples=amount(50, 300))
settings.load_profile("no deadline")
key_folder.BCRYPT_ROUNDS = 1  # a passphrase of a test protects nothing
cards.drawn = functools.cache(cards.drawn)  # the invented elections have the same cards in hundreds of tests
vars(disclosed)["unpack"] = functools.lru_cache(100)(
    unpack
)  # and the same tables; the wall has its own tests

DAY = datetime.date(2026, 1, 2)


@pytest.fixture(scope="session")
def venezuela(tmp_path_factory: pytest.TempPathFactory) -> Operation:
    """The example `venezuela-2024` as `testigo new --example` makes it; tests do not change it."""
    folder = tmp_path_factory.mktemp("venezuela") / "operation"
    list(new_operation(Choices(folder, "venezuela-2024", drill=False, key=None, day=DAY), os.urandom))
    return Operation(folder)


@pytest.fixture(scope="session")
def venezuela_snapshot(venezuela: Operation) -> Snapshot:
    """Everything derived from it."""
    return venezuela.snapshot()


@pytest.fixture(autouse=True)
def others_processes() -> None:
    """A test counts the processes that it started itself."""
    remember_children()


def pytest_configure() -> None:
    """Draw the seed of the fuzzers, unless somebody wants to repeat a run; all processes have the same."""
    os.environ.setdefault("TESTIGO_FUZZ_SEED", str(secrets.randbelow(10**9)))


def pytest_report_header() -> str:
    """Print that seed."""
    return f"fuzz: TESTIGO_FUZZ_SEED={os.environ['TESTIGO_FUZZ_SEED']}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Start what takes minutes first, and all else beside it; leave the long group to its own command."""
    if not LONG:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
