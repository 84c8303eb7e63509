"""Stage 10 of the way of a form: what makes the bytes of a publication, by name, version and hash.

In   our own files as they are installed, the versions of the libraries whose output is published.
Out  names and versions. A publication tells them, so that a stranger with the same can make it again and
     compare every byte; with others a difference proves nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable

LIBRARIES = (
    "babel",
    "fontpkg-noto-sans",
    "fontpkg-noto-sans-arabic",
    "minijinja",
    "markupsafe",
    "polars",
    "resvg-py",
    "rfc8785",
)
"""Another version of one of these may write the same publication in other bytes."""


def software() -> str:
    """Return our name and version."""
    return f"testigo {version('testigo')}"


@cache
def made_with() -> Mapping[str, str]:
    """Return the hash of our program ("program") and the version of each of LIBRARIES."""
    return {"program": program(), **{library: version(library) for library in LIBRARIES}}


@cache
def program() -> str:
    """Return the hash of our own program, words and templates: another release may make other pages."""
    whole = hashlib.sha256()
    for name, file in sorted(_files(resources.files("testigo"), "")):
        whole.update(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            if item.name not in ("__pycache__", "examples"):
                yield from _files(item, f"{above}{item.name}/")
        elif not item.name.endswith(".pyc"):
            yield f"{above}{item.name}", item
