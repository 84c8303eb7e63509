"""What lies beside the repository: published data and test vectors, read in place."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
VECTORS = SHARED / "vectors"
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the shared vectors are not beside this repository"
)
