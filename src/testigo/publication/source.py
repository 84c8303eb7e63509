"""What a publication is made from, as one hash: equal hash, equal pages, so nothing need be made again.

In   the definition's files and its amendments, the disclosed evidence, the key that signs, the address.
Out  SHA-256 (hex) of them and of what makes the pages. Day and number are not part of it: where nothing
     changed, there is no new publication.
"""

import hashlib
from collections.abc import Mapping, Sequence

from testigo.election.definition import Amendment
from testigo.publication.dataset import parquet
from testigo.publication.program import made_with
from testigo.standing.gather import Evidence


def source_of(
    definition: Mapping[str, bytes],
    amendments: Sequence[Amendment],
    evidence: Evidence,
    signing_key: str,
    address: str | None = None,
    draws: int = 0,
) -> str:
    """Return the hash of everything that the pages and data files depend on.

    draws  clean elections that are simulated: all else of them follows from the evidence
    """
    parts = [
        *((f"made with {name}", made.encode()) for name, made in made_with().items()),
        ("key", signing_key.encode()),
        ("address", (address or "").encode()),
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
        *sorted(evidence.statistics.items()),
        *([("draws", str(draws).encode())] if draws else ()),
    ]
    whole = hashlib.sha256()
    for name, content in parts:
        whole.update(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()
