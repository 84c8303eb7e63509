"""Stage 0, invented: contests, who stands in them, and the form on which each is counted.

In   a `Shape`, the number of a contest, a source of chance.
Out  its rows in the definition's tables, and its form profile.

One contest of 38 party lines is on the form of Venezuela 2024; any other on a form like it, whose code
bears the number of the contest after the station.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.forms.load import included_profile
from testigo.simulate.chance import Chance
from testigo.simulate.drawn_layout import layout
from testigo.simulate.names import persons, words
from testigo.simulate.shape import VENEZUELAN_LINES, Shape

VENEZUELAN_FORM = "venezuela-2024"


@dataclass(frozen=True)
class ContestTables:
    """The rows of one contest in contests.csv, options.csv and lines.csv."""

    row: pl.DataFrame
    options: pl.DataFrame
    lines: pl.DataFrame


def contest_tables(shape: Shape, number: int, chance: Chance) -> ContestTables:
    """Return the rows of contest `number` (1 = the first), with invented persons and parties."""
    contest = f"contest-{number}"
    codes = [f"O{place:02d}" for place in range(1, shape.options + 1)]
    lines = _line_owners(codes, shape.lines, chance.to("lines"))
    return ContestTables(
        row=pl.DataFrame(
            {
                "contest": [contest],
                "name": [f"Contest {number}"],
                "form": [form_of(shape, number)],
                "decides": ["plurality"],
                "blank_votes": ["not on the form"],
                "null_votes": ["not valid"],
            }
        ),
        options=pl.DataFrame(
            {
                "contest": [contest] * len(codes),
                "option": codes,
                "name": persons(chance.to("persons"), len(codes)),
                "position": list(range(1, len(codes) + 1)),
            }
        ),
        lines=pl.DataFrame(
            {
                "contest": [contest] * len(lines),
                "line": [f"L{place:02d}" for place in range(1, len(lines) + 1)],
                "option": lines,
                "party": words(chance.to("parties"), len(lines)),
                "position": list(range(1, len(lines) + 1)),
            },
            schema={
                "contest": pl.String,
                "line": pl.String,
                "option": pl.String,
                "party": pl.String,
                "position": pl.Int64,
            },
        ),
    )


def _line_owners(options: Sequence[str], lines: int, chance: Chance) -> list[str]:
    """Return whose each line is, in ballot order: one line an option, the others where chance has it."""
    if not lines:
        return []
    more = chance.whole(lines - len(options), 0, len(options) - 1)
    owned = 1 + np.bincount(more, minlength=len(options))
    return [option for option, count in zip(options, owned, strict=True) for _ in range(count)]


def form_of(shape: Shape, number: int) -> str:
    """Return the name of a contest's form."""
    venezuelan = shape.contests == 1 and shape.lines == VENEZUELAN_LINES
    return VENEZUELAN_FORM if venezuelan else f"strip-{number}"


def profile_of(shape: Shape, number: int) -> bytes:
    """Return the form of a contest: Venezuela's, or one like it for so many lines (or options).

    With it goes the layout of the drawn strip, which no shipped profile has.
    """
    known = included_profile(form_of(shape, number))
    return (_strip(shape, number) if known is None else known) + layout()


def _strip(shape: Shape, number: int) -> bytes:
    votes = shape.lines or shape.options
    more = f"(?:,[0-9]{{1,5}}){{{votes - 1}}}" if votes > 1 else ""
    sums = 'options = "lines"\n' if shape.lines else ""
    kind = "LINES" if shape.lines else "OPTIONS"
    return f"""# An invented form like that of Venezuela 2024, for contest {number}: its code bears {number} after the station.
[fields]
counts = ["registered_voters", "valid_votes", "null_votes", "other_control"]

[sums]
{sums}valid_votes = "options"
total_votes = "valid_votes + null_votes"

[machine_code]
pattern = '(?P<place>[0-9]{{9}})\\.(?P<number>[0-9]{{2}})\\.{number}\\.[0-9]{{4}}!(?P<votes>[0-9]{{1,5}}{more})!(?P<null_votes>[0-9]{{1,5}})!(?P<control>[0-9]{{1,5}})'
station = "{{place}}.{{number}}"

[machine_code.figures]
votes = "votes by {kind}.position"
null_votes = "null_votes"
control = "other_control"
""".encode()  # noqa: E501 (a pattern is one line)
