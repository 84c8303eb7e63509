"""Stage 4: what each withdrawal took away and brought back, one after the other.

In   the *withdrawn* and *invalidated* statements and the imports, in their order.
Out  a WithdrawalEffect for each of them that changed what stands.

What persons typed or decided and lost is told in one wording, without a reason and with the day of the
publication that tells it first: else one day, or one empty reason, would gather all the forms that one
person had in hand.

What stands at the end is `withdrawals.fallen`; here is the way there, for the list of errata: a withdrawal
withdrawn, an import withdrawn with the rows that it had made fall, a release that takes effect. A row
of a later release falls with the same row of the releases before it: whoever saw one of those finds its name.
"""

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from testigo.columns import ErratumKind
from testigo.evidence.bodies import Imported, Withdrawn
from testigo.evidence.statements import Kind
from testigo.standing.withdrawals import MovedNames, Withdrawals


@dataclass(frozen=True)
class Withdrawal:
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
class EarlierPublication:
    """A *published* statement.

    one_wording  False for a publication from before withdrawals of persons' work had one wording
    """

    number: int
    day: datetime.date
    one_wording: bool


@dataclass(frozen=True)
class WithdrawalEffect:
    """What changed with a statement because of a withdrawal: what fell, and what stands again.

    number  of the statement: the withdrawal, or the import of the release that needed it
    """

    number: int
    withdrawal: Withdrawal
    moved: MovedNames

    @property
    def sides(self) -> tuple[tuple[frozenset[str], ErratumKind], ...]:
        """What fell and what stands again, each with its kind of erratum."""
        return (self.moved.fell, ErratumKind.WITHDRAWAL), (self.moved.back, ErratumKind.RESTORATION)

    def persons_work(
        self, publications: Sequence[EarlierPublication]
    ) -> tuple[datetime.date | None, str | None]:
        """Return day and reason of what persons typed or decided, as the next publication tells it.

        publications  all of them, in their order. No day until there is one, and then its own.
        """
        after = bisect_right(publications, self.number, key=lambda each: each.number)
        if after == len(publications):
            return None, None
        first = publications[after]
        if first.one_wording:
            return first.day, None
        return self.withdrawal.day, self.withdrawal.public_reason


class Releases:
    """The imports so far, and for each row of a later release the names that it had before."""

    def __init__(self) -> None:
        self._imports: dict[int, Imported] = {}
        self._last_of: dict[str, int] = {}  # file -> the last import that has it
        self._before: dict[int, tuple[int, ...]] = {}  # import -> those whose place it took, newest first
        self._earlier: dict[str, tuple[str, ...]] = {}

    @property
    def earlier_parts(self) -> Mapping[str, tuple[str, ...]]:
        """`statement.part` of later releases -> that of each release before it, newest first."""
        return self._earlier

    def copy(self) -> "Releases":
        """Return the same, to which others may be added."""
        other = Releases()
        other._imports, other._last_of = self._imports.copy(), self._last_of.copy()
        other._before, other._earlier = self._before.copy(), self._earlier.copy()
        return other

    def imported(self, number: int, said: Imported) -> None:
        """Add an import."""
        last = None if said.replaces is None else self._last_of.get(said.replaces)
        before = () if last is None else (last, *self._before[last])
        self._imports[number], self._before[number] = said, before
        self._last_of.update(dict.fromkeys(said.files, number))
        if said.replaces is not None:
            for part, by in enumerate(said.parts):
                self._earlier[f"{number}.{part}"] = tuple(self._parts_of(by.reader, before))

    def _parts_of(self, reader: str, imports: Iterable[int]) -> Iterable[str]:
        for number in imports:
            for part, by in enumerate(self._imports[number].parts):
                if by.reader == reader:
                    yield f"{number}.{part}"


class WithdrawalEffects:
    """The withdrawals and imports so far, and what each withdrawal changed.

    An import that fell itself brings the rows of the release before it back, under their own names.
    """

    def __init__(self) -> None:
        self.withdrawals = Withdrawals()
        self.releases = Releases()
        self.effects: list[WithdrawalEffect] = []
        self._said: dict[int, Withdrawal] = {}
        self._rows: dict[str, set[str]] = {}  # import -> rows of it that fell
        self._with_earlier: set[str] = set()  # rows that take their earlier names with them
        self._causes: Counter[str] = Counter()  # name -> how many of these say that it does not stand
        self._had_fallen: dict[str, bool] = {}  # names that moved since the last effect -> as it was then

    def copy(self) -> "WithdrawalEffects":
        """Return the same, to which others may be added."""
        other = WithdrawalEffects()
        other.withdrawals, other.releases = self.withdrawals.copy(), self.releases.copy()
        other.effects, other._said = self.effects.copy(), self._said.copy()
        other._rows = {number: rows.copy() for number, rows in self._rows.items()}
        other._with_earlier, other._causes = self._with_earlier.copy(), self._causes.copy()
        other._had_fallen = self._had_fallen.copy()
        return other

    def withdraw(self, withdrawal: Withdrawal) -> MovedNames:
        """Add a withdrawal; what moved by it."""
        number, release = withdrawal.number, withdrawal.said.release
        self._said[number] = withdrawal
        moved = self.withdrawals.withdraw(number, withdrawal.names, release)
        self._follow(moved)
        if release is None:
            self._tell(number, withdrawal)
        return moved

    def imported(self, number: int, said: Imported) -> MovedNames:
        """Add an import; what moved by it."""
        needed = self.withdrawals.waiting_for(*said.files)
        self.releases.imported(number, said)
        moved = self.withdrawals.imported(number, said.files)
        self._follow(moved, str(number))
        if needed:
            self._tell(number, self._said[needed[0]])
        return moved

    def _follow(self, moved: MovedNames, *imports: str) -> None:
        """Take in the names that moved, and what earlier names move with rows of theirs and of `imports`."""
        for names, sign in ((moved.fell, 1), (moved.back, -1)):
            for name in names:
                self._count(name, sign)
                number, dot, _ = name.partition(".")
                if dot:
                    rows = self._rows.setdefault(number, set())
                    (rows.add if sign > 0 else rows.discard)(name)
        whole = (row for name in (*moved.fell, *moved.back, *imports) for row in self._rows.get(name, ()))
        for row in {*moved.fell, *moved.back, *whole}:
            self._take_earlier_names(row)

    def _take_earlier_names(self, row: str) -> None:
        part, _, code = row.partition(":")
        earlier = self.releases.earlier_parts.get(part, ())
        fallen = self.withdrawals.fallen
        takes = bool(earlier) and row in fallen and part.partition(".")[0] not in fallen
        if takes is (row in self._with_earlier):
            return
        (self._with_earlier.add if takes else self._with_earlier.discard)(row)
        for before in earlier:
            self._count(f"{before}:{code}", 1 if takes else -1)

    def _count(self, name: str, sign: int) -> None:
        self._had_fallen.setdefault(name, self._causes[name] > 0)
        self._causes[name] += sign

    def _tell(self, number: int, withdrawal: Withdrawal) -> None:
        """Add an effect where something moved since the last one."""
        had = self._had_fallen
        moved = MovedNames(
            frozenset(name for name, fallen in had.items() if not fallen and self._causes[name] > 0),
            frozenset(name for name, fallen in had.items() if fallen and not self._causes[name]),
        )
        had.clear()
        if moved != MovedNames():
            self.effects.append(WithdrawalEffect(number, withdrawal, moved))
