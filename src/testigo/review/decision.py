"""Stage 5: the figures that a decision of people puts in the place of the readings.

In   the readings of one station and contest that stand, and what the people chose or typed.
Out  the figures of the decision, or why there are none.

A decision repairs nothing by itself: *accept* takes what one reading says, or what all of them say; *correct*
takes what people read on the paper, figure by figure; *exclude* has no figures.
"""

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from testigo.columns import READING_KEYS, DocumentClass, votes_column
from testigo.election.contests import Contest
from testigo.errors import Message
from testigo.forms.profile import FormProfile
from testigo.review.agreement import agreed, differs, spread
from testigo.review.settlement import WITHOUT_OPTIONS, with_options_of_lines

Figures = Mapping[str, int | None]


class NoFigures(StrEnum):
    """Why a decision has no figures that could be counted."""

    NO_SUCH_READING = "decision.no_such_reading"
    READINGS_DIFFER = "decision.readings_differ"
    INCOMPLETE = "decision.incomplete"
    NOBODY_VOTED = "decision.nobody_voted"

    @property
    def message(self) -> Message:
        """The sentence for who decides."""
        return Message(self.value)


def accepted_figures(
    readings: pl.DataFrame, chosen: str | None, contest: Contest, profile: FormProfile
) -> Figures | NoFigures:
    """Return the figures of the chosen reading; of all of them where none is chosen and no votes differ.

    readings  READINGS of the station and contest that stand

    A figure other than votes on which they differ is null, as in settlement.
    """
    whole = with_options_of_lines(readings, contest, profile)
    figures = [name for name in whole.columns if name not in READING_KEYS]
    if chosen is not None:
        whole = whole.filter(pl.col("reading") == chosen)
        if whole.is_empty():
            return NoFigures.NO_SUCH_READING
    ranges = spread(whole, figures)
    votes = (*contest.vote_columns, *contest.line_columns)
    if ranges.select(pl.any_horizontal([differs(name) for name in votes])).item():
        return NoFigures.READINGS_DIFFER
    return ranges.select(agreed(name) for name in figures).row(0, named=True)


def accepted_class(readings: pl.DataFrame, chosen: str | None) -> DocumentClass | None:
    """Return the class of the chosen reading; of all of them where none is chosen and they say one."""
    accepted = readings if chosen is None else readings.filter(pl.col("reading") == chosen)
    classes = accepted["document_class"].unique()
    return DocumentClass(classes.item()) if len(classes) == 1 and classes.item() is not None else None


def why_it_cannot_count(
    figures: Figures, contest: Contest, declared: DocumentClass | None
) -> NoFigures | None:
    """Say whether a decision lacks votes that every form must have, or has some where nobody voted.

    An annulled form may have votes: none of them counts (review.settlement).
    """
    votes = (*contest.vote_columns, *contest.line_columns)
    if declared is DocumentClass.NOT_INSTALLED and any(figures.get(column) for column in votes):
        return NoFigures.NOBODY_VOTED
    if declared in WITHOUT_OPTIONS:
        return None
    known = all(
        figures.get(column) is not None or (lines and all(figures.get(line) is not None for line in lines))
        for column, lines in (
            (votes_column(option.option), contest.lines_of(option.option))
            for option in contest.options
            if option.required
        )
    )
    return None if known else NoFigures.INCOMPLETE
