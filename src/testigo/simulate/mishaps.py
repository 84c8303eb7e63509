"""Beside the way: what can happen to a form on the way to its result, how often, and to which one.

In   rates, and how many forms, photos or readings there are.
Out  for each kind of mishap the places in the list that it strikes; no place is struck twice.

A kind whose rate is not 0 strikes at least once, so that the smallest drill shows every kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from math import ceil

from testigo.errors import RefusedError
from testigo.simulate.chance import Chance, Whole


class Mishap(StrEnum):
    """What was done to a station's form, to a photo of it, or to a reading."""

    NONE = "nothing"
    # a station
    MISSING = "no form came"
    ZERO_REPORT = "a zero report came as a result"
    CHANGED_FIGURES = "forged: printed figures changed, the code is the true one"
    CHANGED_CODE = "forged: the code was changed, the printed figures are the true ones"
    BAD_SUMS = "forged: votes taken from an option, totals left, the code cut away"
    FORGED_COPY = "forged: a second copy with other figures and a code that fits them"
    NO_SUCH_STATION = "forged: a form of a station that does not exist"
    NOT_A_FORM = "a photo of another paper came: it is no form"
    OTHER_COPY = "another copy of the form came too"
    OTHER_PHOTO = "another photo of the same paper came too"
    SAME_PHOTO = "the same photo came twice"
    UNREADABLE_CODE = "the code cannot be read"
    # a reading
    TRANSPOSED_DIGITS = "two digits transposed"
    SKIPPED_LINE = "a line skipped: what follows is one line too high"
    WRONG_STATION = "written under another station"
    MISTYPED_ROW = "a row of a published table mistyped"


CONTRADICTORY = (Mishap.CHANGED_FIGURES, Mishap.CHANGED_CODE)
"""Forgeries in which the print and the code of one paper disagree."""
FORGERIES = (*CONTRADICTORY, Mishap.BAD_SUMS, Mishap.FORGED_COPY, Mishap.NO_SUCH_STATION)
DUPLICATES = (Mishap.OTHER_COPY, Mishap.OTHER_PHOTO, Mishap.SAME_PHOTO)
OF_STATIONS = (
    Mishap.MISSING,
    Mishap.ZERO_REPORT,
    Mishap.CHANGED_FIGURES,
    Mishap.BAD_SUMS,
    Mishap.FORGED_COPY,
    Mishap.OTHER_COPY,
    Mishap.OTHER_PHOTO,
    Mishap.SAME_PHOTO,
    Mishap.UNREADABLE_CODE,
    Mishap.CHANGED_CODE,
)
OF_PERSONS = (Mishap.TRANSPOSED_DIGITS, Mishap.SKIPPED_LINE, Mishap.WRONG_STATION)


@dataclass(frozen=True)
class Rates:
    """How often each thing happens: a share of the stations, unless it says otherwise.

    Missing, zero reports, unreadable codes and mistyped rows are those of Venezuela 2024; the
    others are invented.
    """

    missing: float = 0.165
    zero_report: float = 0.0014
    changed_figures: float = 0.001
    changed_code: float = 0.001
    bad_sums: float = 0.001
    forged_copy: float = 0.001
    no_such_station: float = 0.0005
    not_a_form: float = 0.002
    other_copy: float = 0.02
    other_photo: float = 0.01
    same_photo: float = 0.02
    unreadable_code: float = 0.058
    late: float = 0.03  # of the stations whose form came: after the third day
    wrong_submission: float = 0.003  # of the photos: the watcher named another station
    checked: float = 0.01  # of the photos with a code: two persons type them all the same
    transposed_digits: float = 0.01  # of the photos that are typed, like the next two: one of two persons
    skipped_line: float = 0.003
    wrong_station: float = 0.003
    published: float = 0.7  # stations in the table that a third party publishes
    mistyped_row: float = 0.0003  # of the rows of that table

    def __post_init__(self) -> None:
        wrong = [each.name for each in fields(self) if not 0 <= getattr(self, each.name) <= 1]
        if wrong:
            raise RefusedError(f"These rates are not between 0 and 1: {', '.join(wrong)}.")

    def of(self, mishap: Mishap) -> float:
        """Return the rate of a kind."""
        rate: float = getattr(self, mishap.name.lower())
        return rate


CALM = Rates(**{each.name: 0.0 for each in fields(Rates)})
"""A night on which nothing happens: every form comes, every code is read, nobody publishes a table."""


def number(rate: float, of: int) -> int:
    """Return how many of so many are struck: at least one where the rate is not 0."""
    return min(of, ceil(rate * of - 1e-9))


def struck(rates: Mapping[Mishap, float], of: int, chance: Chance) -> dict[Mishap, Whole]:
    """Return which of so many each kind strikes; what there is no place for is left out, last kinds first."""
    order = chance.order(of)
    found: dict[Mishap, Whole] = {}
    start = 0
    for mishap, rate in rates.items():
        end = start + number(rate, of)
        found[mishap] = order[start:end]
        start = end
    return found
