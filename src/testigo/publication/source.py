"""What a publication is made from, as one hash: equal hash, equal pages, so nothing need be made again.

In   the definition's files and its amendments, the disclosed evidence, the key that signs.
Out  SHA-256 (hex) of them and of our own program. The day and the number are not part of it: where nothing
     changed, there is no new publication.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from testigo.election.definition import Amendment
from testigo.evidence.gather import Evidence
from testigo.publication.dataset import parquet


def source_of(
    definition: Mapping[str, bytes],
    amendments: Sequence[Amendment],
    evidence: Evidence,
    signing_key: str,
) -> str:
    """Return the hash of everything that the pages and data files depend on."""
    parts = [
        ("program", program().encode()),
        ("key", signing_key.encode()),
        ("unknown readings", str(evidence.unknown_readings).encode()),
        ("claims", parquet(evidence.claims)),
        ("pixel findings", parquet(evidence.pixel_findings)),
        ("declared", parquet(evidence.declared)),
        ("errata", parquet(evidence.errata)),
        *((f"amendment/{number}", one.content) for number, one in enumerate(amendments)),
        *((f"reason/{number}", one.reason.encode()) for number, one in enumerate(amendments)),
        *((f"readings/{code}", parquet(frame)) for code, frame in sorted(evidence.readings.items())),
        *((f"decisions/{code}", parquet(frame)) for code, frame in sorted(evidence.decisions.items())),
        *((f"definition/{path}", content) for path, content in sorted(definition.items())),
    ]
    whole = hashlib.sha256()
    for name, content in parts:
        whole.update(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


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
