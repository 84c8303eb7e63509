"""Beside the way: how large an invented country is, and of what form.

In   numbers that somebody wished.
Out  a `Shape`, or a refusal with everything that is impossible about it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from testigo.election.settings import MOST_LEVELS
from testigo.errors import RefusedError

VENEZUELAN_LINES = 38
MOST_FIGURES = 150
"""Options and lines of a contest together: more do not fit the 4 KiB of a statement."""
MOST_STATIONS_A_PLACE = 33
MOST_CONTESTS = 300


@dataclass(frozen=True)
class Shape:
    """How large a country is, and of what form.

    stations          polling stations that are listed
    levels            1 (no jurisdiction but the country) to 6
    stations_a_place  mean; a polling place has 1 to about twice as many
    contests          every second one after the first is voted on in every second state only
    contests_a_station  0 = as said; else the first is voted on everywhere, and the others in turns by the
                      places of level 3 (or the lowest), so many with the first at each station
    options           a contest
    lines             party lines a contest: 0 = none, else at least one an option
    unlisted          stations that the country is said to have besides the listed ones (a declared frame)
    pages_of_states   in how many states, in their order, the stations have pages; None = in all
    sufficient        the policy's combinations
    """

    stations: int
    levels: int = 4
    stations_a_place: int = 2
    contests: int = 1
    contests_a_station: int = 0
    options: int = 10
    lines: int = VENEZUELAN_LINES
    unlisted: int = 0
    pages_of_states: int | None = None
    sufficient: tuple[str, ...] = ("one machine code", "two persons")
    date: datetime.date = datetime.date(2030, 1, 6)

    def __post_init__(self) -> None:
        wrong = [words for words, holds in self._bounds() if not holds]
        if wrong:
            raise RefusedError(f"No country has this shape: {'; '.join(wrong)}.")

    def _bounds(self) -> Iterable[tuple[str, bool]]:
        yield "it needs 1 to 10,000,000 stations", 1 <= self.stations <= 10_000_000
        yield f"it needs 1 to {MOST_LEVELS} levels", 1 <= self.levels <= MOST_LEVELS
        places = MOST_STATIONS_A_PLACE
        yield f"a place has 1 to {places} stations in the mean", 1 <= self.stations_a_place <= places
        yield f"it needs 1 to {MOST_CONTESTS} contests", 1 <= self.contests <= MOST_CONTESTS
        yield "a station votes in more contests than there are", 0 <= self.contests_a_station <= self.contests
        yield "a contest needs an option", self.options >= 1
        yield "there are fewer lines than options", self.lines == 0 or self.lines >= self.options
        most = f"options and lines together are more than {MOST_FIGURES}"
        yield most, self.options + self.lines <= MOST_FIGURES
        yield "the unlisted stations are fewer than none", self.unlisted >= 0
        states = self.pages_of_states
        yield "pages of states need states", states is None or (states >= 0 and self.levels > 1)
