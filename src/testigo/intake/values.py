"""Stage 2, third step: the values of a mapping as Polars expressions over the cells of a row.

In   a `Value` of the mapping and its code tables; the cells are text, null where they are empty.
Out  one expression a value: text, null where there is nothing, SKIP in it where a code leaves the row out.

In `first_of` a spelling that a code table lacks is nothing, so the next value is tried; only where the last
one is reached, too, is it an unknown spelling.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from testigo.intake.language import LEFT_OUT, CodeTable, Value
from testigo.tables.digits import with_latin_digits

SKIP = "\0skip"
"""What a row gets that is left out; no text can be so, because text with NUL is refused."""


def blank_as_null(text: pl.Expr) -> pl.Expr:
    """Return text with nothing where it is the empty text."""
    return pl.when(text == "").then(None).otherwise(text)


def is_left_out(text: pl.Expr) -> pl.Expr:
    """Whether a code table leaves the row of a value out."""
    return text.str.contains(SKIP, literal=True).fill_null(value=False)


def expression(value: Value, tables: Mapping[str, CodeTable]) -> pl.Expr:
    """Return the text of a value: its source, then its steps in the order of the language."""
    text = _before_the_table(value, tables)
    if value.table is None:
        return text
    code_table = tables[value.table]
    other = {"same": text, "skip": pl.when(text.is_not_null()).then(pl.lit(SKIP)), None: None}
    known = text.fill_null("").replace_strict(
        list(code_table.pairs),
        [SKIP if code == LEFT_OUT else code for code in code_table.pairs.values()],
        default=other[code_table.default],
        return_dtype=pl.String,
    )
    return blank_as_null(known)


def _before_the_table(value: Value, tables: Mapping[str, CodeTable]) -> pl.Expr:
    text = _source(value, tables)
    if value.split is not None and value.part is not None:
        text = text.str.split(value.split).list.get(value.part - 1, null_on_oob=True)
    if value.first is not None:
        text = text.str.head(value.first)
    if value.last is not None:
        text = text.str.tail(value.last)
    if value.latin_digits:
        text = with_latin_digits(text)
    if value.readable:
        text = readable(text)
    if value.pad is not None:
        text = text.str.pad_start(value.pad, "0")
    return blank_as_null(text)


def readable(name: pl.Expr) -> pl.Expr:
    """Return a name as a code that can be read in an address: "Río Alto (Nº 2)" is `rio-alto-no-2`."""
    bare = name.str.normalize("NFKD").str.replace_all(r"\p{Mn}", "").str.to_lowercase()
    return bare.str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")


def _source(value: Value, tables: Mapping[str, CodeTable]) -> pl.Expr:
    if value.column is not None:
        return pl.col(value.column)
    if value.constant is not None:
        return pl.lit(value.constant)
    inner = [expression(part, tables) for part in (*value.join, *value.first_of)]
    if value.join:
        return pl.concat_str(inner, separator=value.joined_with, ignore_nulls=value.skip_empty)
    return pl.coalesce(inner)


@dataclass(frozen=True)
class Translation:
    """A code table that a value goes through: which spellings it gets, and in which rows."""

    name: str
    table: CodeTable
    spelling: pl.Expr
    reached: pl.Expr

    @property
    def unknown(self) -> pl.Expr:
        """Whether a row has a spelling that is not in the table."""
        strange = self.spelling.is_not_null() & ~self.spelling.is_in(list(self.table.pairs))
        return strange.fill_null(value=False) & self.reached


def translations(
    value: Value, tables: Mapping[str, CodeTable], reached: pl.Expr | None = None
) -> Iterator[Translation]:
    """Find the code tables that a value goes through, and that must have what they get."""
    always = pl.lit(value=True) if reached is None else reached
    for part in value.join:
        yield from translations(part, tables, always)
    if value.first_of:
        *earlier, last = value.first_of
        nothing = [expression(other, tables).is_null() for other in earlier]
        yield from translations(last, tables, pl.all_horizontal([always, *nothing]))
    if value.table is not None:
        yield Translation(value.table, tables[value.table], _before_the_table(value, tables), always)
