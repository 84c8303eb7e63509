"""Stage 2, before a mapping: what a file of a stranger seems to be.

In   the bytes of a file of any kind that an import reads, or the beginning of them.
Out  `TableProfile`: how it is packed and written, where its table begins, what the cells of each column
     look like.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from testigo.intake.header import is_pattern
from testigo.suggest.sniff import Opened, open_file
from testigo.tables.digits import other_digits, with_latin_digits

COUNT = r"^ *[0-9]{1,9} *$"
GROUPED = r"^ *[0-9]{1,3}(?:[,.' \x{a0}\x{202f}\x{66c}][0-9]{3})+ *$"
WHOLE_DECIMALS = r"^ *[0-9]{1,9}\.0+ *$"
NOBODY_READ = re.compile(r"(?i)#?n/?a|nan|null|none|nil|s/?d|n\.?d\.?|--?|\.|\?|–|—|\*")
A_WORD = re.compile(r"[^\d=+@]{1,40}")
MOST_NULL_WORDS = 5
MOSTLY = 0.5
"""Share of cells that hold a count where a word among them says that nobody read it."""
FILLED = 0.3
"""Share of the usual number of filled cells that a row of the table has; titles and sources have fewer."""
FILLED_OF_A_TITLE = 2
"""Filled cells that a title or source may have in any table that has more."""
MOST_AROUND = 40
"""Rows before the header, and after the table, that are looked for."""
TOTAL = re.compile(
    r"(?i)(?:grand |sub-?)?tot(?:al|ale|aux)(?:es|s)?\b.*|statewide|countywide|jumlah|gesamt|suma|"
    r"итого|всего|σύνολο|المجموع|الإجمالي|סה.?כ|कुल|รวม|合計"
)
"""Words of rows that are the sum of others."""


@dataclass(frozen=True)
class Column:
    """What the cells of a column look like; numbers are of cells that hold something.

    name           as the header has it, or column_1, column_2, ... where there is none
    null_words     what stands where nobody read a figure, such as NA
    counts         cells that are a count, thousands and decimals as below
    latin_digits   digits of another script occur
    totals         texts that say that the row is a sum of others
    gaps           empty cells below a filled one, in a column of text
    """

    name: str
    filled: int
    distinct: int
    null_words: tuple[str, ...]
    counts: int
    thousands: str | None
    whole_decimals: bool
    leading_zeros: bool
    latin_digits: bool = False
    totals: tuple[str, ...] = ()
    gaps: int = 0

    @property
    def is_count(self) -> bool:
        """Whether every cell is a count, or says that nobody read it."""
        return 0 < self.filled == self.counts

    @property
    def is_nothing(self) -> bool:
        """Whether the column has no name and no cell: every line ends in a comma."""
        return not self.filled and re.fullmatch(r"column_[0-9]+", self.name) is not None

    @property
    def is_code(self) -> bool:
        """Whether digits are no number: zeros in front are kept by codes only."""
        return self.is_count and self.leading_zeros


@dataclass(frozen=True)
class TableProfile:
    """What a file seems to be.

    opened           how it is packed and written
    skip_lines       rows before the header; `skip_last_lines`: after the table
    doubled          names that two columns have
    cells            text of the rows that were looked at, null where empty
    """

    file: str
    opened: Opened
    has_header: bool
    doubled: tuple[str, ...]
    cells: pl.DataFrame
    skip_lines: int = 0
    skip_last_lines: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all rows were looked at."""
        return self.opened.is_whole

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What each column looks like."""
        return tuple(_column(self.cells.get_column(name)) for name in self.cells.columns)


def look(file: str, content: bytes, sheet: str | None = None) -> TableProfile:
    """Look at a file; InputError where it is no table.

    content  its bytes, or of a large text the first ones
    sheet    the sheet of a workbook that is looked at; the largest one where none is named
    """
    opened = open_file(file, content, sheet)
    if opened.kind == "parquet":
        names = _distinct(opened.names)
        return TableProfile(file, opened, has_header=True, doubled=(), cells=_renamed(opened.grid, names))
    before, after = _around(opened)
    rows = opened.grid.slice(before, opened.grid.height - before - after)
    first = [cell or "" for cell in rows.row(0)] if rows.height else []
    has_header = _is_header(first)
    doubled = tuple(
        sorted(name for name, times in Counter(first).items() if times > 1 and has_header and name)
    )
    names = _distinct(first if has_header else [""] * len(first))
    cells = _renamed(rows.slice(1) if has_header else rows, names)
    cells = cells.filter(pl.any_horizontal(pl.all().is_not_null())) if cells.width else cells
    return TableProfile(file, opened, has_header, doubled, cells, before, after)


def _around(opened: Opened) -> tuple[int, int]:
    """Return how many rows stand before the header, and after the last row of the table.

    A row of the table has about as many filled cells as most rows have.
    """
    filled = opened.grid.select(pl.sum_horizontal(pl.all().is_not_null())).to_series().to_list()
    times = Counter(filled)
    usual = max(times, key=lambda number: number * times[number], default=0)  # where most cells are
    if usual < 2:
        return 0, 0
    most = min(usual - 1, max(FILLED_OF_A_TITLE, int(FILLED * usual)))
    of_table = [number > most for number in filled]
    before = of_table.index(True)
    before = before if any(filled[:before]) else 0  # blank lines need no word
    after = of_table[::-1].index(True) if opened.is_whole else 0
    lines_after = sum(number > 0 for number in filled[len(filled) - after :])
    return (before if before <= MOST_AROUND else 0), (lines_after if after <= MOST_AROUND else 0)


def _is_header(first: list[str]) -> bool:
    """Whether the first row holds names: no cell of it is a number, and at most one is empty."""
    digits = "".join(other_digits())
    numbers = [cell for cell in first if re.fullmatch(rf"\s*[0-9{digits}][0-9{digits}.,]*\s*", cell)]
    return not numbers and sum(not cell.strip() for cell in first) <= 1


def _distinct(first: tuple[str, ...] | list[str]) -> list[str]:
    """Return a name for each column: `column_` and its number where it has no plain name of its own."""
    names: dict[str, None] = {}
    for number, name in enumerate(first, start=1):
        is_plain = bool(name) and name not in names and not is_pattern(name)
        names[name if is_plain else f"column_{number}"] = None
    return list(names)


def _renamed(grid: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    return grid.rename(dict(zip(grid.columns, names, strict=True)))


def _column(cells: pl.Series) -> Column:
    original = cells.drop_nulls()
    held = pl.select(with_latin_digits(pl.lit(original))).to_series() if _has_other(original) else original
    is_count = held.str.contains(COUNT)
    grouped = held.filter(held.str.contains(GROUPED))
    decimals = held.str.contains(WHOLE_DECIMALS)
    others = held.filter(~is_count & ~held.str.contains(GROUPED) & ~decimals)
    nobody, words = _nobody_read(held, others)
    thousands = None if grouped.is_empty() else str(re.sub("[0-9]", "", str(grouped[0]).strip())[0])
    is_text = others.len() - nobody > 0
    return Column(
        name=cells.name,
        filled=held.len() - nobody,
        distinct=held.n_unique(),
        null_words=words,
        counts=held.len() - others.len(),
        thousands=thousands,
        whole_decimals=bool(decimals.any()),
        leading_zeros=bool(held.str.contains(r"^0[0-9]").any()),
        latin_digits=held is not original,
        totals=tuple(text for text in others.unique(maintain_order=True) if TOTAL.fullmatch(text)),
        gaps=_gaps(cells) if is_text else 0,
    )


def _has_other(held: pl.Series) -> bool:
    return bool(held.str.contains(r"[\p{Nd}--0-9]").any())


def _nobody_read(held: pl.Series, others: pl.Series) -> tuple[int, tuple[str, ...]]:
    """Return how many cells say in a word that nobody read a figure, and the words."""
    words = [str(word) for word in others.unique(maintain_order=True).head(MOST_NULL_WORDS + 1)]
    is_mostly = others.len() <= MOSTLY * held.len()
    fits = all(NOBODY_READ.fullmatch(word) or (is_mostly and A_WORD.fullmatch(word)) for word in words)
    return (others.len(), tuple(words)) if 0 < len(words) <= MOST_NULL_WORDS and fits else (0, ())


def _gaps(cells: pl.Series) -> int:
    """Return how many cells are empty below a filled one."""
    return int((cells.is_null() & cells.forward_fill().is_not_null()).sum())
