"""A folder with a Python file of every name that a program could import; each writes down that it was run."""

import sys
from collections.abc import Iterable
from pathlib import Path

EXECUTED = "EXECUTED"
OTHERS = ("testigo", "click", "polars", "numpy", "PIL", "rich", "pydantic", "sitecustomize", "usercustomize")
LOADED_BY_PYTHON = (
    *("importlib", "warnings", "contextlib", "collections", "keyword", "operator", "reprlib", "functools"),
    *("types", "testigo"),
)
"""What `python -m` loads before any line of a program: from where PYTHONPATH says, if it says so."""
LOADED_FROM_VARIABLES = ("sitecustomize", "usercustomize", "encodings")
"""What Python itself loads from where PYTHONPATH says, before any line of a program."""
NAMES = sorted({*sys.stdlib_module_names, *OTHERS})


def fill(folder: Path) -> Path:
    """Put the files into a folder, as a sender of photos or a maker of a publication could."""
    marker = folder.parent / EXECUTED
    for name in NAMES:
        (folder / f"{name}.py").write_text(f"open({str(marker)!r}, 'a').write({name!r} + ' ')\n")
    return folder


def without(folder: Path, names: Iterable[str]) -> None:
    """Take files away."""
    for name in names:
        (folder / f"{name}.py").unlink(missing_ok=True)


def executed(folder: Path) -> str:
    """Return the names of the files that were run."""
    marker = folder.parent / EXECUTED
    return marker.read_text() if marker.exists() else ""
