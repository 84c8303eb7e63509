"""What lies beside the repository: published data, test vectors, and cases that went wrong; read in place."""

from pathlib import Path

import pytest

from tests import needs

SHARED = Path(__file__).resolve().parents[2] / "shared"
VECTORS = SHARED / "vectors"
CASES = SHARED / "cases"
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the shared vectors are not beside this repository"
)


def case(number: str) -> Path:
    """Return the folder of a case; the test is skipped where there are none, and fails in CI."""
    found = sorted(CASES.glob(f"{number}-*"))
    if not found:
        needs.beside(f"the shared case {number}")
    return found[0]
