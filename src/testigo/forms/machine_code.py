"""The text of a form's machine code (a QR code): a station and figures, or a refusal.

In   text as a scanner or a public table gives it, and the profile whose grammar it must follow.
Out  `MachineReading`: the figures that the code holds, no more. Options from their lines, and totals, are
     `arithmetic.completed`'s. Or a `Problem` that says why the text is none.

The whole text or nothing: ASCII, every length bounded by the pattern, as many votes as the ballot has lines.
A code is not signed: it says what a machine printed, not that the paper is genuine.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from testigo.election.contests import Contest
from testigo.errors import Place, Problem
from testigo.forms.profile import FormProfile, MachineCode
from testigo.numbered import numbered

LONGEST = 4_096
"""Characters. A QR code holds at most 4,296 letters or 7,089 digits; a form's code is far shorter."""

COUNT = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class MachineReading:
    """What one machine code says: a station, and its figures by column of READINGS."""

    station: str
    figures: Mapping[str, int]


def parse_machine_code(
    text: str, profile: FormProfile, contest: Contest, place: Place
) -> MachineReading | Problem:
    """Read a machine code; a `Problem` at `place` where it is not one of this form and contest."""
    code = profile.machine_code
    if code is None:
        message = f"The form {profile.name} has no machine code"
        return Problem(place, text, message, "Choose another form profile, or type the figures.")
    found = code.pattern.fullmatch(text) if text.isascii() and len(text) <= LONGEST else None
    if found is None:
        message = f"This is not a machine code of the form {profile.name}"
        return Problem(place, text, message, "Scan the code again; a part of it is no code.")
    groups = {name: value or "" for name, value in found.groupdict().items()}
    figures = {column: groups[group] for group, column in code.fields}
    if code.lines is not None:
        columns = _ballot_columns(code, contest)
        numbers = groups[code.lines].split(code.separator)
        if len(numbers) != len(columns):
            votes = numbered(len(numbers), "vote")
            message = f"The code has {votes}, the ballot has {len(columns)} {code.votes_by}"
            return Problem(place, text, message, "Look whether it is a form of this contest.")
        figures |= dict(zip(columns, numbers, strict=True))
    if not all(COUNT.fullmatch(value) for value in figures.values()):
        return Problem(place, text, "A figure of the code is no count", "Mend the pattern of the form.")
    return MachineReading(
        code.station.format_map(groups), {name: int(value) for name, value in figures.items()}
    )


def _ballot_columns(code: MachineCode, contest: Contest) -> tuple[str, ...]:
    return contest.line_columns if code.votes_by == "lines" else contest.vote_columns
