"""A form profile tried on the text of one machine code: what was read, and which of the form's sums hold.

In   a text, the profile, and the contest whose ballot it is of, where it is known.
Out  `Trial`. Nothing is kept: it is for the person who writes a profile.

Without a contest the ballot is taken from the text itself, so many numbers as it has; then it is not known
which line is whose, and sums over options are not tried.
"""

import re
from dataclasses import dataclass

import polars as pl

from testigo.columns import COUNT
from testigo.election.contests import Contest, Decides, Line, Option
from testigo.errors import Place, Problem
from testigo.forms.arithmetic import comparisons, figures
from testigo.forms.machine_code import MachineReading, parse_machine_code
from testigo.forms.profile import FormProfile, Sum


@dataclass(frozen=True)
class TriedSum:
    """One sum of the form: `printed` is what the code says, `summed` what its parts give; None = unread."""

    sum: Sum
    printed: int | None
    summed: int | None

    @property
    def checked(self) -> bool:
        """Whether both are known."""
        return None not in (self.printed, self.summed)

    @property
    def holds(self) -> bool:
        """False where the two contradict each other; an unread figure contradicts nothing."""
        return not self.checked or self.printed == self.summed


@dataclass(frozen=True)
class Trial:
    """What a text is: a reading with its sums, or a problem."""

    read: MachineReading | Problem
    sums: tuple[TriedSum, ...] = ()

    @property
    def sums_checked(self) -> int:
        """How many sums could be checked; where it is 0 nobody can say that the sums hold."""
        return sum(one.checked for one in self.sums)

    @property
    def is_well(self) -> bool:
        """Whether the text was read and no sum is contradicted."""
        return isinstance(self.read, MachineReading) and all(one.holds for one in self.sums)


def try_text(text: str, profile: FormProfile, contest: Contest | None, place: Place) -> Trial:
    """Read a text by a profile, and hold its figures against the form's sums."""
    ballot = ballot_in(text, profile) if contest is None else contest
    read = parse_machine_code(text, profile, ballot, place)
    if isinstance(read, Problem):
        return Trial(read)
    names = figures(ballot, profile)
    row = pl.DataFrame([read.figures], schema=dict.fromkeys(names, COUNT))
    tried = []
    for each in comparisons(ballot, profile):
        printed, summed = row.select(each.printed.alias("printed"), each.summed.alias("summed")).row(0)
        tried.append(TriedSum(each.sum, printed, summed))
    return Trial(read, tuple(tried))


def ballot_in(text: str, profile: FormProfile) -> Contest:
    """Return a ballot with as many lines, or options, as the text has numbers, called 1, 2, 3 and so on."""
    code = profile.machine_code
    found = None if code is None else code.pattern.fullmatch(text)
    numbers = 0
    if code is not None and code.lines is not None and found is not None:
        numbers = len(re.split(re.escape(code.separator), found[code.lines] or ""))
    named = [(str(number), number) for number in range(1, numbers + 1)]
    by_line = code is not None and code.votes_by == "lines"
    return Contest(
        contest="ballot",
        name="ballot",
        form=profile.name,
        decides=Decides("other", None),
        blank_votes="not on the form",
        null_votes="not on the form",
        options=() if by_line else tuple(Option(name, name, at, None, required=True) for name, at in named),
        lines=tuple(Line(name, name, name, at) for name, at in named) if by_line else (),
    )
