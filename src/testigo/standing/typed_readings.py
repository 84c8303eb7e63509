"""Stage 4: the readings that persons typed and programs made, as they come: from one statement to one row."""

from collections.abc import Mapping

import polars as pl

from testigo import columns
from testigo.evidence.bodies import Read, Transcribed
from testigo.evidence.statements import Statement, spelt_once

Figures = Mapping[str, tuple[str, ...]]
Row = tuple[object, ...]

ROWS_AT_ONCE = 50_000
"""Rows kept as Python values at most: a frame takes a tenth of their memory."""
MOST_PARTS = 100
"""Parts of a frame before they are put together: each one that is added alone would make it slower."""


class TypedReadings:
    """All of them, fallen ones too."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._frames = {contest: _frame([], names) for contest, names in figures.items()}
        self._rows: dict[str, list[Row]] = {contest: [] for contest in figures}

    def copy(self) -> "TypedReadings":
        """Return the same, to which others may be added."""
        other = TypedReadings(self._figures)
        other._frames = self.frames()
        return other

    def add(self, contest: str, statement: Statement, said: Transcribed) -> None:
        """Add the reading of a statement."""
        rows = self._rows[contest]
        rows.append(_row(statement, said, self._figures[contest]))
        if len(rows) >= ROWS_AT_ONCE:
            self._close(contest)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return contest -> READINGS, in the order of their statements."""
        for contest in self._figures:
            self._close(contest)
        return dict(self._frames)

    def _close(self, contest: str) -> None:
        rows = self._rows[contest]
        if rows:
            whole = self._frames[contest].vstack(_frame(rows, self._figures[contest]))
            self._frames[contest] = whole.rechunk() if whole.n_chunks() > MOST_PARTS else whole
            self._rows[contest] = []


def one_spelling(person: str | None) -> str | None:
    """Return a person by her one spelling: with two of them she would agree with herself."""
    return None if person is None else spelt_once(person)


def _row(statement: Statement, said: Transcribed, names: tuple[str, ...]) -> Row:
    reader = said.reader if isinstance(said, Read) else one_spelling(statement.person)
    return (
        str(statement.number),
        said.station,
        statement.subject,
        said.form,
        reader,
        said.method.value,
        said.provenance_class.value,
        None if said.document_class is None else said.document_class.value,
        said.confidence,
        *(said.figures.get(name) for name in names),
    )


def _frame(rows: list[Row], names: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns.readings_schema(names), orient="row")
