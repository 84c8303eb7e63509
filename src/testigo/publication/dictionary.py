"""The data dictionary: every column of every published file, its type, unit and meaning in each language.

In   the schemas of the published tables, the files of the definition, the contests.
Out  one row a column of a file. A column without a meaning is an error (KeyError), never an empty cell.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping

import polars as pl

from testigo.catalogue import LANGUAGES, catalogue
from testigo.election.contests import Contest
from testigo.publication.format import DEFINITION, Unit, unit_of

DICTIONARY = {
    "file": pl.String(),
    "column": pl.String(),
    "type": pl.String(),
    "unit": pl.String(),
    **{f"meaning_{language}": pl.String() for language in LANGUAGES},
}

FAMILIES = (
    # (pattern of a column's name, message of its meaning); the first that fits, {name} is what it names
    (re.compile(r"(?:name|short_name|party)_(?P<name>[a-z]{2})"), "in_language"),
    (re.compile(r"share_lowest_(?P<name>.+)"), "share_lowest"),
    (re.compile(r"share_highest_(?P<name>.+)"), "share_highest"),
    (re.compile(r"share_(?P<name>.+)"), "share"),
    (re.compile(r"stations_won_(?P<name>.+)"), "stations_won"),
    (re.compile(r"votes_(?P<name>.+)_stations"), "votes_stations"),
    (re.compile(r"line_(?P<name>.+)_stations"), "line_stations"),
    (re.compile(r"votes_(?P<name>.+)"), "votes"),
    (re.compile(r"line_(?P<name>.+)"), "line"),
    (re.compile(r"other_(?P<name>.+)_stations"), "other_stations"),
    (re.compile(r"other_(?P<name>.+)"), "other"),
)


def dictionary(
    schemas: Mapping[str, pl.Schema], definition: Mapping[str, bytes], contests: tuple[Contest, ...]
) -> pl.DataFrame:
    """Return the dictionary of all files, its own included; DICTIONARY, in the order of the files.

    schemas  file name below `data/` -> columns of the table in it
    """
    rows = [
        *definition_rows(definition),
        *(
            row(file, column, _type(kind), contests)
            for file, schema in sorted(schemas.items())
            for column, kind in schema.items()
        ),
        *(row("dictionary.csv", column, "text", contests) for column in DICTIONARY),
    ]
    return pl.DataFrame(rows, schema=DICTIONARY, orient="row")


def definition_rows(definition: Mapping[str, bytes]) -> Iterator[tuple[str, ...]]:
    """Yield a row a column of the definition's own tables, which are published as they were sealed."""
    for path, content in sorted(definition.items()):
        if path.endswith(".csv"):
            header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
            for column in header:
                yield row(f"{DEFINITION}/{path}", column, "text", ())


def row(file: str, column: str, kind: str, contests: tuple[Contest, ...]) -> tuple[str, ...]:
    """Return one row of the dictionary."""
    unit = unit_in_words(column) if kind == "integer" else ""
    return (file, column, kind, unit, *(meaning(file, column, language, contests) for language in LANGUAGES))


def meaning(file: str, column: str, language: str, contests: tuple[Contest, ...]) -> str:
    """Return what a column means: in this table, in every table, or by its family; else KeyError."""
    words = catalogue("dictionary", language)
    for key in (f"{table_of(file)}.{column}", column):
        if key in words:
            return words.text(key)
    for pattern, family in FAMILIES:
        if found := pattern.fullmatch(column):
            return words.text(f"family.{family}", name=_name(found["name"], language, contests))
    raise KeyError(f"no message says what {column} of {file} means")


def table_of(file: str) -> str:
    """Return the kind of table in a file: "tally" for tally-president.csv."""
    return file.rpartition("/")[2].partition(".")[0].partition("-")[0]


def unit_in_words(column: str) -> str:
    """Return what a whole number of this column counts."""
    if unit_of(column) is Unit.HUNDREDTHS:
        return "hundredths of a percent"
    if column in NO_UNIT:
        return ""
    if column.endswith("_options"):
        return "options"
    if column.startswith(("registered_voters", "turnout_registered")) and not column.endswith("_stations"):
        return "registered voters"
    if column in ("held", "scanned"):
        return "forms"
    if column == "readings":
        return "readings"
    if column.startswith(("stations", "forms_")) or column.endswith("_stations"):
        return "polling stations"
    return "registered voters" if column == "outstanding_registered_voters" else "votes"


NO_UNIT = frozenset(
    {"before", "after", "level", "version", "ours", "theirs", "theirs_lowest", "theirs_highest", "difference"}
)
"""Whole numbers whose unit another column of the row says, or which count nothing."""


def _type(kind: pl.DataType) -> str:
    if isinstance(kind, pl.List):
        return "list of text" if kind.inner == pl.String else "list of name and value"
    names = {pl.Int64: "integer", pl.Float64: "number", pl.Boolean: "true or false", pl.String: "text"}
    return names[type(kind)]


def _name(code: str, language: str, contests: tuple[Contest, ...]) -> str:
    options = {option.option: option.called(language) for contest in contests for option in contest.options}
    lines = {line.line: line.called(language) for contest in contests for line in contest.lines}
    return options.get(code) or lines.get(code) or code
