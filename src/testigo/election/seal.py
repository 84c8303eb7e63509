"""The seal: one number that stands for every byte of the definition, fixed before the vote."""

import hashlib
import re
from collections.abc import Mapping

LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[^\n]+)\n")


def seal(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) of the list of all files, each as `<SHA-256 in hex>  <path>`, sorted by path.

    The list is what `sha256sum` prints, so that anyone can make the seal again without our software; the
    command stands in spec/definition.md.
    """
    return hashlib.sha256(listing(files)).hexdigest()


def listing(files: Mapping[str, bytes]) -> bytes:
    """Return the list that the seal is over, in UTF-8."""
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    return "".join(lines).encode()


def changes(sealed: bytes, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Say what differs between a sealed list and the files as they are, a line a file; empty if nothing."""
    before, now = sealed_hashes(sealed), sealed_hashes(listing(files))
    return tuple(
        f"{path}: {'added' if path not in before else 'removed' if path not in now else 'changed'}"
        for path in sorted(before.keys() | now.keys())
        if before.get(path) != now.get(path)
    )


def sealed_hashes(listed: bytes) -> dict[str, str]:
    """Return path -> SHA-256 of the files of a sealed list."""
    return {line["path"]: line["sha256"] for line in LINE.finditer(listed.decode())}
