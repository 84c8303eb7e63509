"""Verifying Venezuela 2024, all pages in both languages, beside `sha256sum` over the same files.

Limits: the hashing pass within 2 x `sha256sum`, the whole command within 10 x. It makes every file again
and compares every byte; where that takes longer, completeness goes before speed, and the ratio is printed.
The publication is made first, which is not measured here. Every file is read once before the measurement.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.keys import make_keys

from benchmarks.figures import keep
from testigo.publication.format import MANIFEST
from testigo.verification.allowance import allowance_of
from testigo.verification.manifest import check_files, read_manifest
from testigo.verification.source import open_folder

EXAMPLE = "venezuela-2024"
HASHING_LIMIT = 2
WHOLE_LIMIT = 10
REPEATS = 3


def testigo(*arguments: str) -> None:
    """Run one command of ours, which must end well."""
    program = "from testigo.cli.main import main; main()"
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)


def publication(folder: Path) -> tuple[Path, str]:
    """Make the example's publication; its folder and the fingerprint of its key."""
    keys = make_keys(folder, f"testigo.example/{EXAMPLE}")
    mark = keys.fingerprint
    operation = str(folder / "operation")
    testigo("new", operation, "--example", EXAMPLE, "--key", mark)
    testigo("publish", operation, *keys.options)
    return folder / "operation" / "public", mark


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the best of a few runs."""
    best = float("inf")
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def run() -> None:
    """Print what hashing and the whole verification take, as ratios to `sha256sum`."""
    with tempfile.TemporaryDirectory() as folder:
        public, mark = publication(Path(folder))
        source = open_folder(public)
        allowance = allowance_of(source, 1)
        hashes = read_manifest(source, allowance).hashes
        peer = ["sha256sum", "--check", "--quiet", MANIFEST]
        subprocess.run(peer, cwd=public, check=True)
        size = sum((public / path).stat().st_size for path in hashes)
        base = seconds(lambda: subprocess.run(peer, cwd=public, check=True))
        hashing = seconds(lambda: check_files(source, hashes, allowance, lambda *_: None))
        whole = seconds(lambda: testigo("verify", str(public), "--key", mark))
    print(f"{len(hashes):,} files, {size / 1e6:,.0f} MB; sha256sum --check: {base:.2f} s")
    print(f"hashing pass:        {hashing:6.2f} s, {hashing / base:4.1f} x sha256sum (limit {HASHING_LIMIT})")
    print(f"whole verification:  {whole:6.2f} s, {whole / base:4.1f} x sha256sum (limit {WHOLE_LIMIT})")
    keep("verification", "hashing pass, to sha256sum", hashing / base, HASHING_LIMIT)
    keep("verification", "whole, every byte, to sha256sum", whole / base, WHOLE_LIMIT)
