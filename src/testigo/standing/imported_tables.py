"""Stage 4: the readings of imported tables, each table read once for as long as it is asked for.

In   *imported* statements and the exhibits that they name.
Out  their READINGS a contest: all of them, or those of some names.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from testigo.evidence.bodies import Imported
from testigo.standing.wide import widen
from testigo.standing.withdrawals import ReadExhibit

Readings = Mapping[str, pl.DataFrame]
Import = tuple[int, Imported]


class ImportedTables:
    """The tables that stand, and of the others the rows that somebody named."""

    def __init__(
        self, read_exhibit: ReadExhibit, figures: Mapping[str, tuple[str, ...]], others: frozenset[str]
    ) -> None:
        self._read_exhibit, self._figures, self._others = read_exhibit, figures, others
        self._whole: dict[Import, Readings] = {}
        self._named: dict[Import, tuple[frozenset[str], Readings]] = {}

    def standing(self, imports: Iterable[Import]) -> list[Readings]:
        """Return contest -> READINGS of each of these imports; of no other any more is the whole kept."""
        self._whole = {each: self._whole.get(each) or self._widen(each) for each in imports}
        return list(self._whole.values())

    def rows(self, number: int, said: Imported, names: frozenset[str]) -> Readings:
        """Return the readings of one import that have these names; all of them where its number is one."""
        each = (number, said)
        known = self._named.get(each)
        if known is None or known[0] != names:
            whole = self._whole.get(each) or self._widen(each)
            wanted = pl.Series(sorted(names), dtype=pl.String).implode()
            named = pl.lit(value=True) if str(number) in names else pl.col("reading").is_in(wanted)
            known = (names, {contest: frame.filter(named) for contest, frame in whole.items()})
            self._named[each] = known
        return known[1]

    def _widen(self, each: Import) -> Readings:
        number, said = each
        return widen(number, said, self._read_exhibit(said.readings), self._figures, self._others)
