"""Figures on their way into a page: each with the cell that it comes from.

In   a row of a table, as a mapping, and the address of that row.
Out  marks (format.mark) that a template prints. No page prints a number in any other way.
"""

import html
from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from testigo.publication.format import Unit, cell_address, mark_of_cell, quoted_key, unit_of

Values = Mapping[str, object]


class Row:
    """One row of a table, whose cells print as marked figures.

    row["valid_votes"] is the mark of that cell, or `unknown` where the cell is empty; `value` gives the
    bare number to functions that choose words or draw.
    """

    __slots__ = ("_cell", "_unit", "_values", "language", "unknown")

    def __init__(
        self, values: Values, language: str, unknown: Markup, *address: str, unit: Unit | None = None
    ) -> None:
        self._values = values
        self._cell = html.escape(cell_address(*address))
        self._unit = unit
        self.language = language
        self.unknown = unknown

    def __getitem__(self, column: str) -> Markup:
        return self.marked(column)

    def signed(self, column: str) -> Markup:
        """Return the mark of a difference, with its sign."""
        return self.marked(column, signed=True)

    def marked(self, column: str, *, signed: bool = False) -> Markup:
        """Return the mark of a cell, or `unknown` where it is empty."""
        value = self.value(column)
        if value is None:
            return self.unknown
        unit, end = _of_column(column)
        cell = self._cell + end
        return Markup(mark_of_cell(value, self._unit or unit, cell, self.language, signed=signed))  # noqa: S704

    def value(self, column: str) -> int | None:
        """Return the number of a cell, None where it is empty."""
        value = self._values.get(column)
        return value if isinstance(value, int) else None

    def text(self, column: str) -> str | None:
        """Return the text of a cell, None where it is empty."""
        value = self._values.get(column)
        return value if isinstance(value, str) else None

    def truth(self, column: str) -> bool | None:
        """Return the truth value of a cell, None where it is empty."""
        value = self._values.get(column)
        return value if isinstance(value, bool) else None


@cache
def _of_column(column: str) -> tuple[Unit, str]:
    """Return a column's unit, and the end of the addresses of its cells, escaped for HTML."""
    return unit_of(column), "/" + html.escape(quoted_key(column))
