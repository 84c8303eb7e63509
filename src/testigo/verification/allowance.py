"""Stage 11, how much may be read: what a publication of its sealed definition can be at most.

In   the list of files, as far as it names the definition; the definition.
Out  an Allowance: files, bytes, rows. What is larger is refused with its size, before it is read.

Who has the key can sign anything, and so can anybody where no key is named. But how many polling stations,
places and contests there are stands in the definition, so the rest can be only so large. The factors are
several times what real elections need (spec/publication.md); a flood of forged forms must not make an honest
publication one that nobody can verify.
"""

import hashlib
import re
from dataclasses import dataclass

from testigo.election.definition import Election
from testigo.election.load import load
from testigo.errors import InputError
from testigo.publication.format import DATA, DEFINITION, MANIFEST, STYLES
from testigo.verification.source import MOST_FETCHED_BYTES, MOST_MANIFEST_BYTES, Source, UnreadableError

DEFINITION_FOLDER = f"{DATA}/{DEFINITION}/"
DEFINITION_LINE = re.compile(
    rf"(?P<sha256>[0-9a-f]{{64}})  (?P<path>{DEFINITION_FOLDER}[0-9A-Za-z./_-]+)\n".encode()
)
MOST_LINE = 5_000
MOST_DEFINITION_FILES, MOST_DEFINITION_BYTES = 10_000, 256 << 20
BYTES_A_LINE = 400
"""Of the list of files; most have 120."""
KIB, MIB = 1 << 10, 1 << 20


@dataclass(frozen=True)
class Bound:
    """How large a table may be: its file in bytes, and its rows."""

    size: int
    rows: int


NOTHING = Bound(0, 0)


@dataclass(frozen=True)
class Allowance:
    """How large a publication may be.

    files, size  all that it lists: their number, and bytes together
    table        of evidence of one contest
    tables       of evidence of all contests together
    """

    files: int
    size: int
    table: Bound = NOTHING
    tables: Bound = NOTHING

    @property
    def list_bytes(self) -> int:
        """Of the list of files."""
        return min(MOST_MANIFEST_BYTES, self.files * BYTES_A_LINE)


UNKNOWN = Allowance(files=300_000, size=4 << 30)
"""Where the definition cannot be read, and so nothing that stands on it is."""


def allowance_of(source: Source, number: int) -> Allowance:
    """Return what a publication may be by its own definition.

    number  which one it says it is: it brings the lists of all before it
    """
    try:
        definition = listed_definition(source)
        return (
            allowed(load(definition), number, sum(map(len, definition.values()))) if definition else UNKNOWN
        )
    except (UnreadableError, InputError):
        return UNKNOWN


def allowed(election: Election, number: int = 1, sealed: int = 0) -> Allowance:
    """Return what a publication of an election may be.

    sealed  bytes of its definition
    """
    stations, contests = election.stations.height, len(election.contests)
    places = stations + election.polling_places.height + election.jurisdictions.height
    pages = len(STYLES) * places
    files = 2_000 + 3 * number + 12 * pages + contests * (100 + 4 * pages)
    size = 256 * MIB + 20 * sealed + pages * (64 + 16 * contests) * KIB + 100 * files * number
    table, rows = 4 * MIB + stations * 16 * KIB, 100_000 + 1_000 * stations
    return Allowance(
        files=files,
        size=min(size, MOST_FETCHED_BYTES),
        table=Bound(table, rows),
        tables=Bound(contests * table, contests * rows),
    )


def listed_definition(source: Source) -> dict[str, bytes]:
    """Return the files of the definition, where each is as it is listed; else none."""
    found, left = {}, MOST_DEFINITION_BYTES
    for path, sha256 in definition_lines(source).items():
        content = source.read(path, left)
        if hashlib.sha256(content).hexdigest() != sha256:
            return {}
        left -= len(content)
        found[path.removeprefix(DEFINITION_FOLDER)] = content
    return found


def definition_lines(source: Source) -> dict[str, str]:
    """Return path -> SHA-256 of the definition's files, read line by line from a list that may be huge."""
    found = {}
    with source.open_file(MANIFEST, MOST_MANIFEST_BYTES) as file:
        while line := file.readline(MOST_LINE):
            if parsed := DEFINITION_LINE.fullmatch(line):
                found[parsed["path"].decode()] = parsed["sha256"].decode()
            if len(found) > MOST_DEFINITION_FILES:
                return {}
    return found
