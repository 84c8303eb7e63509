"""The seal: one number that stands for every byte of the definition, fixed before the vote."""

import hashlib
from collections.abc import Mapping


def seal(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) of the list of all files, each as `<SHA-256 in hex>  <path>`, sorted by path.

    The list is what `sha256sum` prints, so that anyone can make the seal again without our software:
    `LC_ALL=C find * -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum` in `election/`.
    """
    return hashlib.sha256(listing(files).encode()).hexdigest()


def listing(files: Mapping[str, bytes]) -> str:
    """Return the list that the seal is over."""
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
