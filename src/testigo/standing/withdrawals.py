"""Stage 4: which statements and readings no longer stand.

In   what each *withdrawn* and *invalidated* statement names, and the imports, one after the other.
Out  the names that have fallen, and which fell or stand again with each of them.

A name is that of a reading (`7.0:001.01`, a row of the import that statement 7 made), or the number of a
statement (`7`): the reading that it made, the decision, the claims, the amendment, or the withdrawal itself.
So there is one way to undo anything, an undoing included: withdraw the statement that said it, and all is
derived as if it had never been said. Nothing is erased: both statements stay. A withdrawal that a later
release of a table needed (`release` in its body) stands and falls with that import. In words: spec/people.md.
"""

import heapq
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from testigo import columns
from testigo.evidence.bodies import Imported, Withdrawn, parse_body
from testigo.evidence.statements import Kind, Statement
from testigo.standing.wide import read_parquet

ReadExhibit = Callable[[str], bytes]

KINDS = (Kind.WITHDRAWN, Kind.INVALIDATED, Kind.IMPORTED)
"""The kinds of statement that say what no longer stands; others may be left out of what is read."""

FALLEN: columns.Schema = {"reading": columns.TEXT}
"""The exhibit of a *withdrawn* or *invalidated* statement with too many names for a body."""


@dataclass(frozen=True)
class MovedNames:
    """The names that fell with a statement, and those that stand again."""

    fell: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()

    def touches(self, names: Collection[str]) -> bool:
        """Whether one of these names moved."""
        return not (self.fell.isdisjoint(names) and self.back.isdisjoint(names))


class Withdrawals:
    """The withdrawals so far. Each costs what it names, and what stands or falls with it; not all before it.

    A withdrawal that was withdrawn itself by a later one takes nothing away; so from the last to the first
    each one is known to stand, or not, before it is asked.
    """

    def __init__(self) -> None:
        self._names: dict[int, frozenset[str]] = {}  # withdrawal -> what it names
        self._needs: dict[int, tuple[str, ...]] = {}  # withdrawal in force -> statements it stands with
        self._needed_by: dict[str, list[int]] = {}  # the same, by statement
        self._waiting: dict[str, list[int]] = {}  # file of a release -> withdrawals that wait for its import
        self._named_by: dict[
            str, frozenset[int]
        ] = {}  # fallen name -> the withdrawals that stand and name it
        self._standing: set[int] = set()

    @property
    def fallen(self) -> Collection[str]:
        """The names that no longer stand; a view, which later withdrawals change."""
        return self._named_by.keys()

    def copy(self) -> "Withdrawals":
        """Return the same, to which others may be added."""
        other = Withdrawals()
        other._names, other._needs = self._names.copy(), self._needs.copy()
        other._needed_by = {name: [*numbers] for name, numbers in self._needed_by.items()}
        other._waiting = {file: [*numbers] for file, numbers in self._waiting.items()}
        other._named_by, other._standing = self._named_by.copy(), self._standing.copy()
        return other

    def withdraw(self, number: int, names: frozenset[str], release: str | None = None) -> MovedNames:
        """Add a withdrawal.

        number   of its statement, larger than that of those before it
        release  the first file of a release without whose import nothing falls
        """
        self._names[number] = names
        if release is None:
            return self._put_in_force([number], ())
        self._waiting.setdefault(release, []).append(number)
        return MovedNames()

    def waiting_for(self, *files: str) -> tuple[int, ...]:
        """Return the withdrawals that take effect with the next import of one of these files, in order."""
        return tuple(sorted({number for file in files for number in self._waiting.get(file, ())}))

    def names_waiting_for(self, file: str) -> frozenset[str]:
        """Return what will fall with the next import of this file."""
        waiting = (number for number in self.waiting_for(file) if str(number) not in self._named_by)
        return frozenset[str]().union(*(self._names[number] for number in waiting))

    def imported(self, number: int, files: Collection[str]) -> MovedNames:
        """Add an import: the withdrawals that it needed take effect, and stand and fall with it."""
        waiting = self.waiting_for(*files)
        for file in files:
            self._waiting.pop(file, None)
        return self._put_in_force(waiting, (str(number),))

    def _put_in_force(self, numbers: Iterable[int], release: tuple[str, ...]) -> MovedNames:
        asked = []
        for number in numbers:
            self._needs[number] = (str(number), *release)
            for statement in self._needs[number]:
                self._needed_by.setdefault(statement, []).append(number)
            asked.append(-number)
        return self._ask(asked)

    def _ask(self, asked: list[int]) -> MovedNames:
        """Ask withdrawals, the last one first, whether they stand, and whatever stands or falls with them.

        asked  their numbers, negative: a heap gives the smallest first
        """
        heapq.heapify(asked)
        had_fallen: dict[str, bool] = {}
        while asked:
            number = -heapq.heappop(asked)
            stands = not any(
                later > number for name in self._needs[number] for later in self._named_by.get(name, ())
            )
            if stands is (number in self._standing):
                continue
            for name in self._names[number]:
                had_fallen.setdefault(name, name in self._named_by)
                self._name(name, number, stands=stands)
                for other in self._needed_by.get(name, ()):
                    if other < number:
                        heapq.heappush(asked, -other)
            (self._standing.add if stands else self._standing.discard)(number)
        return MovedNames(
            frozenset(name for name, had in had_fallen.items() if not had and name in self._named_by),
            frozenset(name for name, had in had_fallen.items() if had and name not in self._named_by),
        )

    def _name(self, name: str, number: int, *, stands: bool) -> None:
        by = self._named_by.get(name, frozenset())
        by = by | {number} if stands else by - {number}
        if by:
            self._named_by[name] = by
        else:
            del self._named_by[name]


def fallen_in(statements: Iterable[Statement], read_exhibit: ReadExhibit) -> frozenset[str]:
    """Return the names that no longer stand after these statements; all but KINDS may be left out of them."""
    withdrawals = Withdrawals()
    for statement in statements:
        hear_withdrawal(withdrawals, statement, read_exhibit)
    return frozenset(withdrawals.fallen)


def hear_withdrawal(withdrawals: Withdrawals, statement: Statement, read_exhibit: ReadExhibit) -> MovedNames:
    """Add what a statement says of what no longer stands; nothing where it is none of KINDS."""
    body = parse_body(statement) if statement.kind in KINDS else None
    if isinstance(body, Withdrawn):
        return withdrawals.withdraw(statement.number, withdrawn_names(body, read_exhibit), body.release)
    if isinstance(body, Imported):
        return withdrawals.imported(statement.number, body.files)
    return MovedNames()


def withdrawn_names(said: Withdrawn, read_exhibit: ReadExhibit) -> frozenset[str]:
    """Return all names that a withdrawal has, in its body and in its exhibit."""
    if said.readings_exhibit is None:
        return frozenset(said.readings)
    named = read_parquet(read_exhibit(said.readings_exhibit), FALLEN).collect()["reading"]
    return frozenset(said.readings) | frozenset(named)
