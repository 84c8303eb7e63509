"""Stage 3, outside of the sandbox: whether a form prints what its code says, figure by figure.

In   what was read in each row of the paper, what the code says, the form's profile and contest.
Out  a `PrintCheck`: figures that agree, contradict, or could not be read; and the finding R.604.

Neither of the two is believed more than the other, and no figure changes: people look at the paper. A figure
contradicts only where it was read beyond doubt. The print contradicts only where two such figures differ from
the code by the same number of votes (who moves a printed number moves another, or the sums break), or where
there are many: so a digit that is misread accuses nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.columns import COUNT
from testigo.election.contests import Contest
from testigo.evidence.statements import Json
from testigo.findings import Severity
from testigo.forms.arithmetic import completed, figures
from testigo.forms.layout import printed_columns
from testigo.forms.profile import FormProfile
from testigo.reading.digits import Figure

CODE, VERSION, SEVERITY = "R.604", 1, Severity.BLOCKING

LIKENESS, LEAD = 750, 40
"""Thousandths: a figure is beyond doubt where each digit is so like its picture, and so much less like the
others (benchmarks/reading.py has how often an honest one is misread so)."""
MANY = 4
"""Contradicting figures of which no two need to differ by the same number."""
MOST_NAMED = 12
"""Figures in a finding: a statement's body is small."""


@dataclass(frozen=True)
class PrintCheck:
    """A form's print beside its code.

    agreeing       how many figures were read as the code says
    contradicting  column of READINGS -> what is printed there, beyond doubt, from top to bottom
    unreadable     how many were not read, or not beyond doubt
    contradicts    whether the print as a whole contradicts the code
    """

    agreeing: int
    contradicting: Mapping[str, int]
    unreadable: int
    contradicts: bool


def check_print(
    printed: Sequence[Figure], coded: Mapping[str, int], profile: FormProfile, contest: Contest
) -> PrintCheck | None:
    """Hold a print against its code; None where the form's layout is not known, or does not fit the rows.

    coded  figures of the code, by column of READINGS; figures that follow from them are worked out
    """
    columns = () if profile.layout is None else printed_columns(profile.layout, contest)
    if not columns or len(columns) != len(printed):
        return None
    known = with_totals(coded, profile, contest)
    expected = [known.get(column) for column in columns]
    agreeing, unreadable = 0, 0
    contradicting: dict[int, str] = {}
    for row, (figure, value) in enumerate(zip(printed, expected, strict=True)):
        if value is None:
            continue
        if figure.digits == str(value):
            agreeing += 1
        elif figure.digits and figure.likeness >= LIKENESS and figure.lead >= LEAD:
            contradicting[row] = figure.digits
        else:
            unreadable += 1
    if _is_misplaced(contradicting, expected):
        return None
    moved = {columns[row]: int(digits) for row, digits in contradicting.items()}
    contradicts = len(moved) >= MANY or _votes_moved(moved, known)
    return PrintCheck(agreeing, moved, unreadable, contradicts)


def with_totals(coded: Mapping[str, int], profile: FormProfile, contest: Contest) -> dict[str, int]:
    """Add to a code's figures the totals that follow from them."""
    names = figures(contest, profile)
    row = pl.DataFrame([dict(coded)], schema=dict.fromkeys(names, COUNT))
    whole = row.with_columns(completed(contest, profile)).row(0, named=True)
    return {name: value for name, value in whole.items() if value is not None}


def finding_on_print(check: PrintCheck) -> Json:
    """Return the finding on a print that contradicts its code: what is printed, by column."""
    figures: dict[str, Json] = dict(list(check.contradicting.items())[:MOST_NAMED])
    return {"code": CODE, "version": VERSION, "severity": SEVERITY.value, "figures": figures}


def _votes_moved(printed: Mapping[str, int], coded: Mapping[str, int]) -> bool:
    """Return whether two figures differ from the code by the same number, up or down."""
    sizes = [abs(value - coded[column]) for column, value in printed.items()]
    return len(set(sizes)) < len(sizes)


def _is_misplaced(contradicting: Mapping[int, str], expected: Sequence[int | None]) -> bool:
    """Return whether rows were found one too high or too low: half of what contradicts stands beside its row.

    contradicting  row -> digits; where some have two digits or more they alone tell: small numbers are
                   beside one another on any form
    """
    telling = {row: digits for row, digits in contradicting.items() if len(digits) > 1} or contradicting
    beside = sum(
        digits in {str(expected[near]) for near in (row - 1, row + 1) if 0 <= near < len(expected)}
        for row, digits in telling.items()
    )
    return beside > 0 and 2 * beside >= len(telling)
