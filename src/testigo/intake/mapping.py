"""Stage 2, the mapping: how a published table is written, so that nothing about it is guessed.

In   the bytes of a mapping file (TOML; its language is told in docs/operate/import.md).
Out  a frozen `Mapping`, or one InputError with every problem, each with its TOML path and value.

What the language has and this version does not read is refused by its name, never passed over. The one
exception is `[[draft]]`: it writes definition files, says nothing of readings, and is listed as a note.
"""

import dataclasses
import tomllib
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from testigo.errors import InputError, Message, Place, Problem
from testigo.intake.language import CodeTable, CodeTables, Contradiction, contradictions_of_value
from testigo.intake.mapping_problems import as_declared
from testigo.intake.mapping_rules import contradictions
from testigo.intake.mapping_tables import Lookup, Reading, Table
from testigo.tables.written import CLOSED

LONGEST_MAPPING = 1_048_576
"""Bytes of a mapping file; the longest of New York's 58 counties has 2,000."""


@dataclass(frozen=True)
class Mapping:
    """How published tables are read.

    reading  whose readings a row holds; several where it holds several
    table    several of them give parts of the same readings, or readings of different contests
    lookup   second files, joined in their order
    tables   code tables by name
    draft    what the file says of definition files: kept unread, and listed as a note
    """

    __pydantic_config__ = CLOSED

    reading: tuple[Reading, ...]
    table: tuple[Table, ...]
    lookup: tuple[Lookup, ...] = ()
    tables: CodeTables = field(default_factory=dict)
    draft: tuple[Pairs[str, Any], ...] = ()

    def is_table_file(self, name: str, table: Table) -> bool:
        """Whether a file is one of a `[[table]]`, and not that of a look-up."""
        return table.is_of(name) and not any(lookup.is_of(name) for lookup in self.lookup)


SHAPE = TypeAdapter(Mapping)


def parse_mapping(content: bytes, file: str) -> Mapping:
    """Read a mapping file; InputError with every problem, each with TOML path, value and remedy.

    content  the file's bytes: TOML in UTF-8
    file     its name, for the problems
    """
    return as_declared(parse_toml(content, file), file, SHAPE, _contradictions)


def with_tables(mapping: Mapping, tables: Pairs[str, CodeTable]) -> Mapping:
    """Return the mapping with code tables whose files have been read (intake.code_files)."""
    return dataclasses.replace(mapping, tables=tables)


def parse_toml(content: bytes, file: str) -> dict[str, Any]:
    """Read TOML in UTF-8; InputError where it is none."""
    if len(content) > LONGEST_MAPPING:
        problem = Problem(Place(file), None, Message("mapping.too_long"), Message("mapping.name_it"))
        raise InputError([problem])
    try:
        return tomllib.loads(unicodedata.normalize("NFC", content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        message, remedy = Message("mapping.not_utf8"), Message("mapping.save_as_utf8")
        problem = Problem(Place(file, row), None, message, remedy)
    except (ValueError, RecursionError) as error:
        message, remedy = Message("mapping.not_toml", reason=error), Message("mapping.mend_the_line")
        problem = Problem(Place(file), None, message, remedy)
    raise InputError([problem])


def _contradictions(mapping: Mapping) -> Iterator[Contradiction]:
    # What a draft takes of a look-up, an import does not read.
    yield from contradictions(mapping.reading, mapping.table, mapping.lookup, drafts=bool(mapping.draft))
    for number, table in enumerate(mapping.table, start=1):
        for key, value in table.values.items():
            for inner in value.inner():
                yield from contradictions_of_value(f"table.{number}.{key}", inner, mapping.tables)
