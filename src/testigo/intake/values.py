"""Stage 2, third step: the values of a mapping as Polars expressions over the cells of a row.

In   a `Value` of the mapping and its code tables; the cells are text, null where they are empty.
Out  one expression a value (text, null where there is nothing), and which rows a code table refuses or skips.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from testigo.intake.mapping import CodeTable, Value


def blank_as_null(text: pl.Expr) -> pl.Expr:
    """Return text with nothing where it is the empty text."""
    return pl.when(text == "").then(None).otherwise(text)


def expression(value: Value, tables: Mapping[str, CodeTable]) -> pl.Expr:
    """Return the text of a value: its source, then its steps in the order of the language."""
    text = _before_the_table(value, tables)
    if value.table is None:
        return text
    code_table = tables[value.table]
    known = text.fill_null("").replace_strict(
        list(code_table.pairs),
        list(code_table.pairs.values()),
        default=text if code_table.default == "same" else None,
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
    if value.pad is not None:
        text = text.str.pad_start(value.pad, "0")
    return blank_as_null(text)


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
class Lookup:
    """A code table that a value goes through: which spellings it gets, and what it does with unknown ones."""

    name: str
    table: CodeTable
    spelling: pl.Expr

    @property
    def unknown(self) -> pl.Expr:
        """Whether a row has a spelling that is not in the table."""
        return (self.spelling.is_not_null() & ~self.spelling.is_in(list(self.table.pairs))).fill_null(
            value=False
        )


def lookups(value: Value, tables: Mapping[str, CodeTable]) -> Iterator[Lookup]:
    """Find every code table that a value, or a value inside it, goes through."""
    for inner in value.inner():
        if inner.table is not None:
            yield Lookup(inner.table, tables[inner.table], _before_the_table(inner, tables))
