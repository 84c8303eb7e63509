"""Small disks of memory, to fill and to make read-only, where this machine lets us mount them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, size: str = "8m") -> Iterator[Path]:
    """Mount an empty disk of that size; the test is skipped where nobody may, as in most containers."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets us mount no disk of memory: " + mounted.stderr.decode().strip())
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def make_read_only(place: Path) -> None:
    """Let nothing be written on a mounted disk any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)


def fill(place: Path) -> Path:
    """Write a file until the disk is full."""
    path = place / "filling"
    with path.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                while file.write(b"\0" * size) == size:
                    pass
                size //= 2
            except OSError:
                size //= 2
    return path
