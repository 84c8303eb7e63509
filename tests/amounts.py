"""How much of a thing a test tries: less in CI, more by `make test-long`."""

import os

LONG = os.environ.get("TESTIGO_LONG") == "1"


def amount(in_ci: int, in_long: int) -> int:
    """Return how many examples, kills or flips are tried in this run."""
    return in_long if LONG else in_ci
