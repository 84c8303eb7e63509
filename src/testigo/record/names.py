"""Stage 9: the public names of readings, forms, exhibits and readers.

In   the disclosure key, and 16 random bytes for each private thing, which the operation keeps.
Out  names of 32 hexadecimal digits, the same in every publication.

Through the key go random bytes and what is public of the thing already (a contest, a station), never the
number of a statement, a person's code or the hash of an exhibit: those can be tried one after the other, and
whoever held the key would read from the names who typed what, and in which order. So it takes both to unmask
a name: the key, which the operation does not have, and the random bytes, which no key folder has.

Names that were published before this rule stay as they were told: `EarlierNames` makes them once more, by the
rule of then, and they are kept. In words: spec/disclosure.md.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from testigo.columns import ErratumKind
from testigo.standing.gather import Evidence

NAME_LENGTH = 32
"""Hexadecimal digits of a public name: 128 bits."""
RANDOM_BYTES = 16
CLAIMS_ARE_PUBLIC = (ErratumKind.WITHDRAWN_CLAIM.value, ErratumKind.RESTORED_CLAIM.value)
"""Entries that name a claim, as the authority made it in public."""

Thing = tuple[str, str]
"""What has random bytes of its own: its kind, and its private name."""
Told = tuple[str, ...]
"""What went through the key by the earlier rule: a kind, and private names."""


def keyed(key: bytes, *parts: str) -> str:
    """Return HMAC-SHA256 over parts, 32 hex digits.

    Parts are joined by a line feed, which no code or name of ours can hold.
    """
    return hmac.digest(key, "\n".join(parts).encode(), "sha256").hex()[:NAME_LENGTH]


@dataclass(frozen=True)
class Names:
    """Gives public names.

    key     the disclosure key, 32 bytes
    random  (kind, private name) -> 16 random bytes; KeyError where a name is asked that has none (`wanted`)
    told    names that stand in publications from before this rule, and stay
    """

    key: bytes
    random: Mapping[Thing, bytes]
    told: Mapping[Told, str] = field(default_factory=dict)

    def reading(self, contest: str, name: str) -> str:
        """Return the name of a reading; the rows of one table differ by their stations."""
        source, row = source_and_row(name)
        return self._name(("reading", contest, name), ("reading", source), contest, row)

    def form(self, form: str) -> str:
        """Return the name of a paper: the same for all readings of it."""
        return self._name(("form", form), ("form", form))

    def exhibit(self, exhibit: str, station: str | None) -> str:
        """Return the name of an exhibit; of a table's row with its station, so that no name tells a batch."""
        parts = () if station is None else (station,)
        return self._name(("exhibit", exhibit, *parts), ("exhibit", exhibit), *parts)

    def reader(self, reader: str, station: str, contest: str) -> str:
        """Return a reader's pseudonym for one station and contest."""
        return self._name(("reader", reader, station, contest), ("reader", reader), station, contest)

    def _name(self, earlier: Told, thing: Thing, *parts: str) -> str:
        kept = self.told.get(earlier)
        return kept or keyed(self.key, thing[0], self.random[thing].hex(), *parts)


@dataclass(frozen=True)
class EarlierNames(Names):
    """Gives the names of the earlier rule, and keeps each that it gave."""

    given: dict[Told, str] = field(default_factory=dict)

    def _name(self, earlier: Told, thing: Thing, *parts: str) -> str:
        return self.given.setdefault(earlier, keyed(self.key, *earlier))


def source_and_row(reading: str) -> tuple[str, str]:
    """Return what made a reading, a statement or a part of an import, and its row there, empty for one."""
    source, _, row = reading.partition(":")
    return source, row


def wanted(evidence: Evidence) -> frozenset[Thing]:
    """Return every private thing that gets a public name when this evidence is disclosed."""
    readings = list(evidence.readings.values())
    named = [
        *(frame["reading"] for frame in readings),
        *(frame["knew"].explode(empty_as_null=True) for frame in evidence.decisions.values()),
        evidence.errata.filter(~pl.col("kind").is_in(CLAIMS_ARE_PUBLIC))["reading"],
        evidence.pixel_findings["reading"],
    ]
    sources = [series.str.split_exact(":", 1).struct.field("field_0") for series in named]
    found = {("reading", source) for source in _distinct(sources)}
    for kind in ("form", "exhibit", "reader"):
        found |= {(kind, name) for name in _distinct(frame[kind] for frame in readings)}
    return frozenset(found)


def _distinct(columns: Iterable[pl.Series]) -> frozenset[str]:
    return frozenset().union(*(column.drop_nulls().unique() for column in columns))


def with_drawn(
    kept: Mapping[Thing, bytes], things: Iterable[Thing], draw: Callable[[int], bytes]
) -> dict[Thing, bytes]:
    """Return the random bytes kept, and fresh ones for each thing that has none.

    draw  a number of bytes -> so many random bytes; they are drawn in no order that says anything
    """
    return {**kept, **{thing: draw(RANDOM_BYTES) for thing in sorted(set(things) - kept.keys())}}
