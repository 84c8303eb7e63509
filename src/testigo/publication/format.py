"""What a publication looks like from outside: file names, manifest, note, and how a figure is marked.

This is the one file of the room that `verification` reads: a stranger's program needs these rules and
nothing else of how the pages are made. In words: spec/publication.md.
"""

import datetime
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote, unquote

from testigo.errors import ProofError
from testigo.file_name import safe_name as safe_name

MANIFEST = "manifest.txt"
NOTE = "manifest.note"
VERIFIER_KEY = "signing-key.txt"
DATA = "data"
DEFINITION = "definition"
AMENDMENTS = "amendments"
AMENDMENTS_LIST = f"{AMENDMENTS}/amendments.json"
DECLARED = "evidence/declared.parquet"
NIST = "nist-sp-1500-100.json"
NIST_FOLDER = "nist"
DRILL_PREFIX = "DRILL-"
PREVIOUS = "previous"
NOT_IN_MANIFEST = frozenset({MANIFEST, NOTE})

MOST_PARTS = 16
"""Of a path, between its slashes: no publication has more than six, and a thousand end a program."""
MANIFEST_LINE = re.compile(
    r"(?P<sha256>[0-9a-f]{64})  "
    rf"(?P<path>[0-9A-Za-z._-]+(?:/[0-9A-Za-z._-]+){{0,{MOST_PARTS - 1}}})"
)
SHA256 = re.compile(r"[0-9a-f]{64}")
NONE = "none"


def data_path(name: str, *, drill: bool) -> str:
    """Return the path of a data file in a publication; a drill's say so in their names.

    `name` is relative to the folder `data`, such as "results-president.csv" or "evidence/claims.parquet";
    the files of the definition keep the names under which they were sealed.
    """
    folder, _, file = f"{DATA}/{name}".rpartition("/")
    sealed = name.startswith(f"{DEFINITION}/")
    return f"{folder}/{DRILL_PREFIX if drill and not sealed else ''}{file}"


def amendment_name(file: str, number: int) -> str:
    """Return the name of a published amendment below `data/amendments`, such as `stations-0001.csv`.

    file    the file of the definition that it changes
    number  its place in the order in which they are applied, from 1
    """
    return f"{file.removesuffix('.csv')}-{number:04d}.csv"


def previous_path(number: int, file: str) -> str:
    """Return where a publication keeps the list, the note or the key of an earlier one."""
    return f"{PREVIOUS}/{number:04d}/{file}"


def nist_name(jurisdiction: str | None) -> str:
    """Return the name below `data/` of a report of NIST SP 1500-100; None = the summary."""
    return NIST if jurisdiction is None else f"{NIST_FOLDER}/{safe_name(jurisdiction)}.json"


def write_manifest(hashes: Mapping[str, str]) -> bytes:
    """Write path -> SHA-256 (hex) as `sha256sum -c` reads it, sorted by path."""
    lines = [f"{sha256}  {path}\n" for path, sha256 in sorted(hashes.items())]
    return "".join(lines).encode("ascii")


def parse_manifest(manifest: bytes) -> dict[str, str]:
    """Read a manifest; ProofError unless it is exactly what `write_manifest` writes.

    A path holds only [0-9A-Za-z._-] between slashes, has at most MOST_PARTS parts and none of them is `.` or
    `..`, so it cannot leave the folder.
    """
    try:
        text = manifest.decode("ascii")
    except UnicodeDecodeError:
        raise ProofError(f"{MANIFEST}: not plain ASCII") from None
    hashes: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        parsed = MANIFEST_LINE.fullmatch(line)
        if parsed is None or {".", ".."} & set(parsed["path"].split("/")):
            raise ProofError(f"{MANIFEST}, row {number}: not `sha256  path`")
        hashes[parsed["path"]] = parsed["sha256"]
    if write_manifest(hashes) != manifest:
        raise ProofError(f"{MANIFEST}: rows are repeated, unsorted or badly ended")
    return hashes


@dataclass(frozen=True)
class Announcement:
    """What the signature of a publication is over.

    origin    who publishes what, such as "testigo.example/venezuela-2024"
    number    1 for the first publication of the operation
    day       UTC
    manifest  SHA-256 (hex) of manifest.txt
    previous  SHA-256 (hex) of the previous publication's manifest.txt; None for the first
    drill     True: an exercise, no election
    evidence  what commits to the private evidence (evidence.commitment); None in notes from before it
    """

    origin: str
    number: int
    day: datetime.date
    manifest: str
    previous: str | None
    drill: bool
    evidence: str | None = None


def write_announcement(announcement: Announcement) -> str:
    """Write the text of `manifest.note`, without its signatures."""
    return (
        f"{announcement.origin}\n"
        f"publication {announcement.number}\n"
        f"day {announcement.day.isoformat()}\n"
        f"manifest {announcement.manifest}\n"
        f"previous {announcement.previous or NONE}\n"
        + ("" if announcement.evidence is None else f"evidence {announcement.evidence}\n")
        + ("drill\n" if announcement.drill else "")
    )


ANNOUNCEMENT = re.compile(
    r"(?P<origin>[^\n]+)\n"
    r"publication (?P<number>[1-9][0-9]{0,8})\n"
    r"day (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"manifest (?P<manifest>[0-9a-f]{64})\n"
    r"previous (?P<previous>[0-9a-f]{64}|none)\n"
    r"(?:evidence (?P<evidence>[0-9a-f]{64})\n)?"
    r"(?P<drill>drill\n)?"
)


def parse_announcement(text: str) -> Announcement:
    """Read the text of `manifest.note`; ProofError unless it is exactly what is written."""
    parsed = ANNOUNCEMENT.fullmatch(text)
    if parsed is None:
        raise ProofError(f"{NOTE}: the signed text is not that of a publication")
    try:
        day = datetime.date.fromisoformat(parsed["day"])
    except ValueError:
        raise ProofError(f"{NOTE}: {parsed['day']} is no day") from None
    previous = None if parsed["previous"] == NONE else parsed["previous"]
    return Announcement(
        parsed["origin"],
        int(parsed["number"]),
        day,
        parsed["manifest"],
        previous,
        parsed["drill"] is not None,
        parsed["evidence"],
    )


class Unit(StrEnum):
    """What a figure in a page counts."""

    COUNT = "count"
    HUNDREDTHS = "hundredths of a percent"
    THOUSANDTHS = "thousandths"


@dataclass(frozen=True)
class NumberStyle:
    """How a language writes numbers (CLDR); digits are always 0-9, so that figures can be compared."""

    thousands: str
    decimal: str
    percent: str  # what follows the number


STYLES = {
    "es": NumberStyle(".", ",", "\N{NO-BREAK SPACE}%"),  # es-VE
    "en": NumberStyle(",", ".", "%"),
}
MINUS = "\N{MINUS SIGN}"


def shown(value: int, unit: Unit, language: str, *, signed: bool = False) -> str:
    """Return a figure as the pages of `language` show it; `signed` puts a plus before gains."""
    style = STYLES[language]
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    if unit is Unit.COUNT:
        return sign + f"{abs(value):,}".replace(",", style.thousands)
    if unit is Unit.THOUSANDTHS:
        whole, thousandths = divmod(abs(value), 1_000)
        return f"{sign}{whole:,}".replace(",", style.thousands) + f"{style.decimal}{thousandths:03d}"
    whole, hundredths = divmod(abs(value), 100)
    return (
        f"{sign}{whole:,}".replace(",", style.thousands) + f"{style.decimal}{hundredths:02d}{style.percent}"
    )


def for_machines(value: int, unit: Unit) -> str:
    """Return a figure for machines: `7156462`, `67.14` for a ratio in percent, `0.027` for a p-value."""
    if unit is Unit.COUNT:
        return str(value)
    if unit is Unit.THOUSANDTHS:
        whole, thousandths = divmod(abs(value), 1_000)
        return f"{'-' if value < 0 else ''}{whole}.{thousandths:03d}"
    whole, hundredths = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{hundredths:02d}"


def cell_address(table: str, *keys: str) -> str:
    """Return the address of a cell: table, its row's keys, its column, each with / and % escaped."""
    return "/".join([table, *map(quoted_key, keys)])


@lru_cache(maxsize=50_000)
def quoted_key(key: str) -> str:
    """Return a key as it stands in an address."""
    return quote(key, safe=" :+|,()'")


def cell_keys(address: str) -> tuple[str, ...]:
    """Return the parts of a cell's address."""
    return tuple(unquote(part) for part in address.split("/"))


def mark(value: int, unit: Unit, address: str, language: str, *, signed: bool = False) -> str:
    """Return the HTML of one figure, with the cell it comes from."""
    return mark_of_cell(value, unit, html.escape(address), language, signed=signed)


def mark_of_cell(value: int, unit: Unit, cell: str, language: str, *, signed: bool = False) -> str:
    """Return the same of a cell whose address is escaped for HTML."""
    if 0 <= value < 1_000 and unit is Unit.COUNT and not signed:
        # The same for people and for machines, in every language; on a form most figures are such.
        return f'<data value="{value}" data-cell="{cell}">{value}</data>'
    text = shown(value, unit, language, signed=signed)
    return f'<data value="{for_machines(value, unit)}" data-cell="{cell}">{text}</data>'


MARK = re.compile(r'<data value="(?P<value>[^"]*)" data-cell="(?P<cell>[^"]*)">(?P<text>[^<]*)</data>')
"""Finds every figure of a page; a `<data` that it does not match is a forged mark."""

CARDS = "cards"
CARDS_LIST = f"{CARDS}/cards.json"


def card_path(language: str, jurisdiction: str) -> str:
    """Return the path of a card to share, without the end that says the format."""
    return f"{CARDS}/{language}/{safe_name(jurisdiction)}"


ASSETS = "assets"
STYLE_SHEET = f"{ASSETS}/testigo.css"
STATISTICS_STYLE_SHEET = f"{ASSETS}/statistics.css"
MAPS_STYLE_SHEET = f"{ASSETS}/maps.css"
"""Only where there are pages of a sample or of tests."""
SCRIPTS = ("testigo.js", "search.js", "check.js", "files.js")
"""The code of the pages; all other scripts are data, as `write_script` writes them."""
SCRIPT_DATA = re.compile(r'testigo\.take\("(?P<name>[a-z0-9-]+)",(?P<value>.*)\);\n', re.DOTALL)


def script_path(name: str) -> str:
    """Return the path of a file that the scripts of the pages load."""
    return f"{ASSETS}/{name}.js"


def write_script(name: str, value: object) -> bytes:
    """Write what the scripts of the pages load by a script element: one call with one JSON value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'testigo.take("{name}",{text});\n'.encode()


def parse_script(content: bytes) -> tuple[str, object]:
    """Read such a file: its name and its value; ProofError unless it is exactly what is written."""
    try:
        found = SCRIPT_DATA.fullmatch(content.decode())
        value = json.loads(found["value"]) if found else None
        is_ours = found is not None and write_script(found["name"], value) == content
    except (ValueError, RecursionError):
        found, value, is_ours = None, None, False
    if found is None or not is_ours:
        raise ProofError("this is no file that the scripts of the pages load")
    return found["name"], value


PERCENT_PREFIXES = ("share_", "coverage_")
DECIMAL_PREFIX = "decimal_"


def unit_of(column: str) -> Unit:
    """Return the unit of a column: ratios, p-values in thousandths, else counts."""
    if column.startswith(DECIMAL_PREFIX):
        return Unit.THOUSANDTHS
    ratio = column.startswith(PERCENT_PREFIXES) or column == "turnout"
    return Unit.HUNDREDTHS if ratio else Unit.COUNT
