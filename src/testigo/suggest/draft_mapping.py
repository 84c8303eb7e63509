"""Stage 0, before the definition: `[[draft]]`, how a table gives the first rows of a definition's files.

In   the bytes of a mapping file; the language is that of its values (intake.mapping, docs/operate/import.md).
Out  frozen `Drafts`, or one InputError with every problem, each with its TOML path and value.

A draft names one file of the definition (`what`), how the table is written (the keys of `[[table]]`), and in
`[draft.columns]` what stands in each column of that file. `[[draft.levels]]` gives jurisdictions of several
levels at once, from the root down. Without either, the figures of `[[table]]` are drafted.
"""

import difflib
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from testigo.intake.language import CodeTables, Contradiction, ShortValue, Value, contradictions_of_value
from testigo.intake.mapping import parse_toml
from testigo.intake.mapping_problems import as_declared
from testigo.intake.mapping_rules import of_file, of_lookup, of_used_columns
from testigo.intake.mapping_tables import Lookup, Parts, Table
from testigo.suggest.definition_draft import TARGETS
from testigo.tables.written import CLOSED

What = Literal["jurisdictions", "polling_places", "stations", "contests", "ballots", "options", "lines"]
FROM_FIGURES = ("contests", "options", "lines")
"""What the figures of `[[table]]` can give."""

OURS = {"what", "columns", "levels"}
NOT_OF_A_DRAFT = {
    "contest", "station", "document_class", "figures", "figure", "value", "absent", "machine_code",
    "repeated", "unused",
}  # fmt: skip
"""Keys of `[[table]]` that say what is read, not how the file is written."""
INNER = frozenset({"written", "values", "counts", "pairs"})
"""Fields of ours that are no step of a TOML path."""


@dataclass(frozen=True)
class Block:
    """Where the cells of one row of a definition's file stand in a row of the table.

    values  column of the definition's file -> how its text is made
    counts  column of the definition's file -> columns of the table whose counts it is the sum of
    """

    __pydantic_config__ = CLOSED

    values: Pairs[str, ShortValue] = field(default_factory=dict)
    counts: Pairs[str, Parts] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the definition's file that is given."""
        return (*self.values, *self.counts)

    @property
    def used(self) -> tuple[str, ...]:
        """Every column of the table that is read, each once."""
        read = [column for value in self.values.values() for column in sorted(value.columns())]
        counted = [column for columns in self.counts.values() for column in columns]
        return tuple(dict.fromkeys((*read, *counted)))


def _as_block(written: object) -> object:
    """Keep `{ count = "COLUMN" }`, and `{ count = ["ONE", "OTHER"] }`, apart from values."""
    if not isinstance(written, dict):
        return written
    is_count = {name: isinstance(cell, dict) and set(cell) == {"count"} for name, cell in written.items()}
    return {
        "values": {name: cell for name, cell in written.items() if not is_count[name]},
        "counts": {name: cell["count"] for name, cell in written.items() if is_count[name]},
    }


ShortBlock = Annotated[Block, BeforeValidator(_as_block)]


@dataclass(frozen=True)
class Draft:
    """One file of the definition, drafted from one table.

    written  how the table is written, as `[[table]]` says it; None where the figures of `[[table]]` are taken
    columns  a row of the table gives one row of the file
    levels   a row of the table gives a jurisdiction of each level, the root first
    """

    __pydantic_config__ = CLOSED

    what: What
    written: Table | None = None
    columns: ShortBlock | None = None
    levels: tuple[ShortBlock, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What a row of the table gives, whichever way it is written."""
        return self.levels if self.columns is None else (self.columns,)

    @property
    def used(self) -> tuple[str, ...]:
        """Every column that the draft reads, those by which rows are left out included."""
        filters = () if self.written is None else self.written.filter_columns
        read = [column for block in self.blocks for column in block.used]
        return tuple(dict.fromkeys((*read, *filters)))


def _as_draft(written: object) -> object:
    """Put the keys that say how the file is written together, as `[[table]]` has them."""
    if not isinstance(written, dict):
        return written
    draft = {key: value for key, value in written.items() if key in OURS | NOT_OF_A_DRAFT}
    table = {key: value for key, value in written.items() if key not in draft}
    if table:
        draft["written"] = {**table, "contest": {"constant": "of a draft"}}
    return draft


@dataclass(frozen=True)
class Drafts:
    """Every draft of a mapping.

    table   the mapping's tables of results, whose figures may be drafted
    lookup  second files, joined in their order
    tables  code tables by name
    """

    __pydantic_config__ = CLOSED

    draft: Annotated[tuple[Annotated[Draft, BeforeValidator(_as_draft)], ...], Field(min_length=1)]
    table: tuple[Table, ...] = ()
    lookup: tuple[Lookup, ...] = ()
    tables: CodeTables = field(default_factory=dict)


SHAPE = TypeAdapter(Drafts)


def parse_drafts(content: bytes, file: str) -> Drafts:
    """Read the drafts of a mapping file; InputError with every problem, each with TOML path and value.

    content  the file's bytes: TOML in UTF-8
    file     its name, for the problems
    """
    document = _of_drafts(parse_toml(content, file))
    return as_declared(document, file, SHAPE, _contradictions, INNER)


def _of_drafts(document: dict[str, Any]) -> dict[str, Any]:
    return {key: document[key] for key in ("draft", "table", "lookup", "tables") if key in document}


def _contradictions(drafts: Drafts) -> Iterator[Contradiction]:
    """Find what is well formed, key by key, and yet gives no file of a definition."""
    for number, draft in enumerate(drafts.draft, start=1):
        path = f"draft.{number}"
        if draft.columns is not None and draft.levels:
            yield path, None, "either `columns` or `levels` says what stands where", "Give one of them"
        if draft.levels and draft.what != "jurisdictions":
            yield f"{path}.levels", draft.what, "only jurisdictions have levels", "Write `columns`"
        if draft.written is None or not draft.blocks:
            yield from _contradictions_of_figures(path, draft, drafts)
        for name, block in _named_blocks(path, draft):
            yield from _contradictions_of_block(name, draft.what, block, drafts.tables)
        if draft.written is not None:
            yield from of_file(path, draft.written)
            on = [column for lookup in drafts.lookup for column in lookup.on]
            yield from of_used_columns(path, draft.written, [*draft.used, *on])
    read = {column for draft in drafts.draft for column in draft.used}
    read |= {column for table in drafts.table for column in table.used}
    for number, lookup in enumerate(drafts.lookup, start=1):
        yield from of_file(f"lookup.{number}", lookup)
        yield from of_lookup(f"lookup.{number}", lookup, read, drafts.lookup[number:])


def _named_blocks(path: str, draft: Draft) -> Iterator[tuple[str, Block]]:
    if draft.columns is not None:
        yield f"{path}.columns", draft.columns
    for number, block in enumerate(draft.levels, start=1):
        yield f"{path}.levels.{number}", block


def _contradictions_of_figures(path: str, draft: Draft, drafts: Drafts) -> Iterator[Contradiction]:
    if draft.blocks:
        yield f"{path}.file", None, "is missing", "Write the name of the table"
    elif draft.written is not None or draft.what not in FROM_FIGURES:
        remedy = "Write [draft.columns] with a line for each column of the definition's file"
        yield f"{path}.columns", None, "it is not said what stands where", remedy
    elif not any(table.figures and table.contest.constant for table in drafts.table):
        remedy = "Write [table.figures] and contest = { constant = ... }, or `file` and [draft.columns]"
        yield path, None, "no [[table]] has figures of one contest", remedy


def _contradictions_of_block(
    path: str, what: str, block: Block, tables: CodeTables
) -> Iterator[Contradiction]:
    target = TARGETS[what]
    for column in block.columns:
        if not target.has(column):
            near = difflib.get_close_matches(column, target.names, n=1)
            remedy = f"Did you mean `{near[0]}`?" if near else f"It has: {', '.join(target.names)}"
            yield f"{path}.{column}", None, f"{target.file} has no such column", remedy
    for column in target.key:
        if column not in block.columns and column != "stratum":
            yield f"{path}.{column}", None, "is missing", f"Say what the {column} is; it names the row"
    for column, value in block.values.items():
        yield from _contradictions_of_values(f"{path}.{column}", value, tables)


def _contradictions_of_values(path: str, value: Value, tables: CodeTables) -> Iterator[Contradiction]:
    for inner in value.inner():
        yield from contradictions_of_value(path, inner, tables)
