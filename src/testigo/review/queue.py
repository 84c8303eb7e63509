"""Which photo is looked at next: what the evidence lacks, ordered so that no flood starves a real form.

In   photos that lack a look, each with its station, its sender and when it came; what came of earlier looks.
Out  one photo after the other.

The order, each only where the one before it is equal:

1. a station without a result before one that has one;
2. a sender who has burdened us less: each look at a photo of hers that was no form burdens as much as a
   hundred at forms. Burdens are compared by doubling, so that small differences decide nothing. A flood
   burdens itself with its first photos, and whoever sends her first one passes it;
3. a station that was looked at less, by doubling, too: many photos that claim one station delay no other;
4. the station that weighs more in what is still open (leverage: registered voters that could change it);
5. what came first.

Who sends without a code is nobody's: all such photos have a lane of their own, which gets one look of ten as
long as others wait. Nothing here reads a clock, a disk or chance. A station that loses its result, or a
withdrawal, is a new queue made from the evidence: what is kept here may be thrown away at any time.
"""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

JUNK_WEIGHS = 100
"""A look at a photo that was no form burdens its sender as much as so many looks at forms."""
LOOKS_A_BURDEN = 10
OPEN_LANE = 10
"""One look of so many goes to photos without a sender, as long as others wait."""

Key = tuple[bool, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo that lacks a look.

    station   that it is of, or says it is of; None where nobody knows
    sender    code of the person or centre that handed it in; None = the open lane
    leverage  registered voters of the station that could still change the outcome
    arrived   number of the statement by which it came
    """

    exhibit: str
    station: str | None
    sender: str | None
    leverage: int
    arrived: int


Entry = tuple[Key, int, Wanted]


class Queue:
    """Photos that lack a look."""

    def __init__(self, wanted: Iterable[Wanted] = (), decided: Iterable[str] = ()) -> None:
        self._decided = set(decided)
        self._burden: Counter[str] = Counter()  # in tenths of a look
        self._looks: Counter[str] = Counter()
        self._known: list[Entry] = []
        self._open: list[Entry] = []
        self._taken = self._added = 0
        for one in wanted:
            self.add(one)

    def __len__(self) -> int:
        return len(self._known) + len(self._open)

    def add(self, wanted: Wanted) -> None:
        """Add a photo that lacks a look."""
        self._added += 1  # tells apart what is equal in everything else
        lane = self._open if wanted.sender is None else self._known
        heapq.heappush(lane, (self.key(wanted), self._added, wanted))

    def take(self) -> Wanted | None:
        """Take the photo that is looked at next; None where none waits."""
        self._taken += 1
        is_open = bool(self._open) and (not self._known or self._taken % OPEN_LANE == 0)
        return self._first(self._open if is_open else self._known)

    def looked(self, wanted: Wanted, *, is_form: bool) -> None:
        """Say that a photo was looked at, and whether it was a form."""
        if wanted.sender is not None:
            self._burden[wanted.sender] += 1 if is_form else JUNK_WEIGHS
        if wanted.station is not None:
            self._looks[wanted.station] += 1

    def decided(self, station: str) -> None:
        """Say that a station has a result."""
        self._decided.add(station)

    def key(self, wanted: Wanted) -> Key:
        """Return by what a photo is ordered now: the smallest comes first."""
        burden = 0 if wanted.sender is None else self._burden[wanted.sender] // LOOKS_A_BURDEN
        looks = 0 if wanted.station is None else self._looks[wanted.station]
        return (
            wanted.station in self._decided,
            burden.bit_length(),
            looks.bit_length(),
            -wanted.leverage,
            wanted.arrived,
        )

    def _first(self, lane: list[Entry]) -> Wanted | None:
        """Return the first of a lane. Keys only grow, so one that has grown goes back to its new place."""
        while lane:
            key, added, wanted = lane[0]
            now = self.key(wanted)
            if now == key:
                heapq.heappop(lane)
                return wanted
            heapq.heapreplace(lane, (now, added, wanted))
        return None
