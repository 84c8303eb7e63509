"""Beside the way: what forgers, and people who type, make of the figures of a form.

In   the figures of one form (column of READINGS -> votes, null = not on the form) and its contest.
Out  the changed figures, and nothing else changed; where there is nothing to change, the same.
"""

from collections.abc import Mapping
from math import ceil

from testigo.columns import votes_column
from testigo.election.contests import Contest
from testigo.simulate.mishaps import Mishap

Figures = dict[str, int | None]

MOVED = 0.4
"""Share of the leader's votes that a forger takes."""
TOTALS = ("valid_votes", "blank_votes", "null_votes", "total_votes")


def emptied(figures: Mapping[str, int | None], contest: Contest) -> Figures:
    """Return a zero report: every vote that the form prints is 0, the roll stays."""
    votes = {*contest.vote_columns, *contest.line_columns, *TOTALS}
    return {name: 0 if name in votes and value is not None else value for name, value in figures.items()}


def forged(figures: Mapping[str, int | None], contest: Contest, kind: Mishap) -> Figures:
    """Return the form with 40 % of the leader's votes (of its largest line) given to the runner-up.

    kind  with BAD_SUMS they are given to nobody, and the totals stay. Where nobody else runs they become
          null votes.
    """
    changed = dict(figures)
    ranked = sorted(contest.options, key=lambda option: -(figures[votes_column(option.option)] or 0))
    taken_from = _columns(figures, contest, ranked[0].option)
    taken = min(ceil(MOVED * (figures[taken_from[0]] or 0)), figures[taken_from[-1]] or 0)
    _add(changed, taken_from, -taken)
    if kind is Mishap.BAD_SUMS:
        return changed
    if len(ranked) > 1:
        _add(changed, _columns(figures, contest, ranked[1].option), taken)
    else:
        _add(changed, ("valid_votes",), -taken)
        _add(changed, ("null_votes",), taken)
    return changed


def transposed(figures: Mapping[str, int | None], contest: Contest, start: int) -> Figures:
    """Return the form with two neighbouring digits exchanged in the first vote from `start` that allows it.

    Votes are the lines, or the options where there are no lines, in ballot order; after the last comes the
    first. Where no vote has two different neighbouring digits, one vote is read one too high.
    """
    names = ballot_columns(contest)
    in_order = [names[(start + place) % len(names)] for place in range(len(names))]
    for name in in_order:
        digits = str(figures[name] or 0)
        for place in range(len(digits) - 1):
            if digits[place] != digits[place + 1]:
                swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
                return {**figures, name: int(swapped)}
    return {**figures, in_order[0]: (figures[in_order[0]] or 0) + 1}


def skipped(figures: Mapping[str, int | None], contest: Contest, start: int) -> Figures:
    """Return the form typed with a line left out: each later vote one line too high, the last one 0.

    The line is the first from `start` on where that makes a difference; where none does, one vote is lost.
    """
    names = ballot_columns(contest)
    votes = [figures[name] or 0 for name in names]
    places = [(start + place) % len(names) for place in range(len(names))]
    for place in places:
        shifted = [*votes[:place], *votes[place + 1 :], 0]
        if shifted != votes:
            return {**figures, **dict(zip(names, shifted, strict=True))}
    return {**figures, names[0]: 1}


def ballot_columns(contest: Contest) -> tuple[str, ...]:
    """Return the rows of the form in ballot order: lines, or options where there are no lines."""
    return contest.line_columns or contest.vote_columns


def _columns(figures: Mapping[str, int | None], contest: Contest, option: str) -> tuple[str, ...]:
    """Return an option's column and that of its largest line, where it has lines."""
    lines = contest.lines_of(option)
    largest = sorted(lines, key=lambda line: -(figures[line] or 0))[:1]
    return (votes_column(option), *largest)


def _add(figures: Figures, columns: tuple[str, ...], votes: int) -> None:
    for column in columns:
        figures[column] = (figures[column] or 0) + votes
