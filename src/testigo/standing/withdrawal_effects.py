"""Stage 4: what each withdrawal took away and brought back, one after the other.

In   the *withdrawn* and *invalidated* statements and the imports, in their order.
Out  a Turn for each of them that changed what stands.

What persons typed or decided and lost is told in one wording, without a reason and with the day of the
publication that tells it first: else one day, or one empty reason, would gather all the forms that one
person had in hand.

What stands at the end is `withdrawal.fallen`; here is the way there, for the list of errata: a withdrawal
withdrawn, an import withdrawn with the rows that it had made fall, a release that takes effect. A row
of a later release falls with the same row of the releases before it: whoever saw one of those finds its name.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testigo.columns import ErratumKind
from testigo.evidence.bodies import Imported, Withdrawn
from testigo.evidence.statements import Kind
from testigo.standing.withdrawals import fallen, releases_of


@dataclass(frozen=True)
class Fall:
    """A *withdrawn* or *invalidated* statement: the names that it takes away."""

    number: int
    day: datetime.date
    kind: Kind
    said: Withdrawn
    names: frozenset[str]

    @property
    def public_reason(self) -> str | None:
        """The reason as it is published."""
        return None if self.kind is Kind.INVALIDATED else self.said.reason


@dataclass(frozen=True)
class Telling:
    """A *published* statement.

    one_wording  False for a publication from before withdrawals of persons' work had one wording
    """

    number: int
    day: datetime.date
    one_wording: bool


@dataclass(frozen=True)
class Turn:
    """What a statement changed: `before` and `after` are the names that did not stand.

    work_day, work_reason  day and reason of what persons typed or decided; a day is null until a
                           publication tells of it, and is that of the publication
    """

    day: datetime.date
    reason: str | None
    work_day: datetime.date | None
    work_reason: str | None
    before: frozenset[str]
    after: frozenset[str]

    @property
    def gone(self) -> frozenset[str]:
        """The names that fell."""
        return self.after - self.before

    @property
    def back(self) -> frozenset[str]:
        """The names that stand again."""
        return self.before - self.after

    @property
    def sides(self) -> tuple[tuple[frozenset[str], ErratumKind], ...]:
        """What fell and what stands again, each with its kind of erratum."""
        return (self.gone, ErratumKind.WITHDRAWAL), (self.back, ErratumKind.RESTORATION)


def gone_after(falls: Sequence[Fall], imports: Sequence[tuple[int, Imported]]) -> frozenset[str]:
    """Return the names that do not stand after these statements."""
    releases = releases_of([(fall.number, fall.said) for fall in falls], imports)
    return fallen([(fall.number, fall.names) for fall in falls], releases)


def with_earlier_rows(gone: frozenset[str], imports: Sequence[tuple[int, Imported]]) -> frozenset[str]:
    """Return the names, with those that each row had in the releases whose place its import took.

    An import that fell itself brings the rows of the release before it back.
    """
    earlier = earlier_parts([pair for pair in imports if str(pair[0]) not in gone], imports)
    rows = (name.partition(":") for name in gone)
    return gone.union(f"{before}:{row}" for part, _, row in rows for before in earlier.get(part, ()))


def earlier_parts(
    of: Sequence[tuple[int, Imported]], imports: Sequence[tuple[int, Imported]]
) -> dict[str, tuple[str, ...]]:
    """Return `statement.part` of later releases -> that of each release before it, newest first.

    of  the releases that are asked for; `imports` are all of them
    """
    return {
        f"{number}.{part}": tuple(_earlier_parts(number, by.reader, imports))
        for number, one in of
        if one.replaces is not None
        for part, by in enumerate(one.parts)
    }


def _earlier_parts(number: int, reader: str, imports: Sequence[tuple[int, Imported]]) -> Iterator[str]:
    """Yield `statement.part` of a reader in each release whose place an import took, newest first."""
    replaces = next(one.replaces for at, one in imports if at == number)
    for at, one in reversed([pair for pair in imports if pair[0] < number]):
        if replaces in one.files:
            yield from (f"{at}.{part}" for part, by in enumerate(one.parts) if by.reader == reader)
            replaces = one.replaces


def turns(
    falls: Sequence[Fall], imports: Sequence[tuple[int, Imported]], tellings: Sequence[Telling]
) -> tuple[Turn, ...]:
    """Return what each statement changed, in their order.

    tellings  the *published* statements, in their order

    A withdrawal that a release needed turns with the import of that release, and has its own day and reason.
    """
    releases = releases_of([(fall.number, fall.said) for fall in falls], imports)
    effective = {fall.number: releases.get(fall.number, fall.number) for fall in falls}
    said = [(number, fall) for fall in falls if (number := effective[fall.number]) is not None]
    found = []
    before: frozenset[str] = frozenset()
    for at, fall in sorted(said, key=lambda pair: pair[0]):
        made = [one for one in imports if one[0] <= at]
        after = with_earlier_rows(gone_after([one for one in falls if one.number <= at], made), made)
        if after != before:
            work = _as_told(at, fall, tellings)
            found.append(Turn(fall.day, fall.public_reason, *work, before, after))
        before = after
    return tuple(found)


def _as_told(at: int, fall: Fall, tellings: Sequence[Telling]) -> tuple[datetime.date | None, str | None]:
    """Return day and reason of persons' work that a statement turned, as the next publication tells it."""
    first = next((telling for telling in tellings if telling.number > at), None)
    if first is None:
        return None, None
    return (first.day, None) if first.one_wording else (fall.day, fall.public_reason)
