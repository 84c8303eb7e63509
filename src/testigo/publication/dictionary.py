"""The data dictionary: every column of every published file, its type, unit and meaning in each language.

In   the schemas of the published tables, each with the contest that it is of; the files of the definition.
Out  one row a column of a file. A column without a meaning is an error (KeyError), never an empty cell.

An option is called as in the contest of its table: the codes of two contests are often the same.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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
    (re.compile(r"percent_(?P<name>.+)"), "percent"),
    (re.compile(r"level_(?P<name>[1-6])_name"), "level_name"),
    (re.compile(r"level_(?P<name>[1-6])"), "level_code"),
    (re.compile(r"stations_won_(?P<name>.+)"), "stations_won"),
    (re.compile(r"votes_(?P<name>.+)_stations"), "votes_stations"),
    (re.compile(r"line_(?P<name>.+)_stations"), "line_stations"),
    (re.compile(r"votes_(?P<name>.+)"), "votes"),
    (re.compile(r"line_(?P<name>.+)"), "line"),
    (re.compile(r"other_(?P<name>.+)_stations"), "other_stations"),
    (re.compile(r"other_(?P<name>.+)"), "other"),
)


@dataclass(frozen=True)
class Described:
    """A published table: its file below `data/`, its columns, and the contest that it is of, if of one."""

    file: str
    columns: pl.Schema
    contest: Contest | None = None


def dictionary(tables: Iterable[Described]) -> pl.DataFrame:
    """Return the dictionary of some tables; DICTIONARY, in the order of their files."""
    rows = [
        row(table.file, column, _type(kind), table.contest)
        for table in sorted(tables, key=lambda table: table.file)
        for column, kind in table.columns.items()
    ]
    return pl.DataFrame(rows, schema=DICTIONARY, orient="row")


def of_texts(definition: Mapping[str, bytes]) -> Iterator[Described]:
    """Yield the definition's own tables, which are published as they were sealed."""
    for path, content in sorted(definition.items()):
        if path.endswith(".csv"):
            header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
            yield Described(f"{DEFINITION}/{path}", pl.Schema(dict.fromkeys(header, pl.String())))


def row(file: str, column: str, kind: str, contest: Contest | None) -> tuple[str, ...]:
    """Return one row of the dictionary."""
    unit = unit_in_words(column) if kind == "integer" else "percent" if column.startswith("percent_") else ""
    return (file, column, kind, unit, *(meaning(file, column, language, contest) for language in LANGUAGES))


def meaning(file: str, column: str, language: str, contest: Contest | None) -> str:
    """Return what a column means: in this table, in every table, or by its family; else KeyError."""
    words = catalogue("dictionary", language)
    for key in (f"{table_of(file)}.{column}", column):
        if key in words:
            return words.text(key)
    for pattern, family in FAMILIES:
        if found := pattern.fullmatch(column):
            return words.text(f"family.{family}", name=_name(found["name"], language, contest))
    raise KeyError(f"no message says what {column} of {file} means")


def table_of(file: str) -> str:
    """Return the kind of table in a file: "tally" for tally-president.csv."""
    return file.rpartition("/")[2].partition(".")[0].partition("-")[0]


def unit_in_words(column: str) -> str:
    """Return what a whole number of this column counts."""
    if unit_of(column) is Unit.HUNDREDTHS:
        return "hundredths of a percent"
    if unit_of(column) is Unit.THOUSANDTHS:
        return "thousandths"
    if column in NO_UNIT:
        return ""
    if column.endswith("_options"):
        return "options"
    if column == "largest_roll" or (
        column.startswith(("registered_voters", "turnout_registered")) and not column.endswith("_stations")
    ):
        return "registered voters"
    if column in ("held", "scanned"):
        return "forms"
    if column in ("readings", "places", "draws", "tests", "vectors"):
        return column
    if column.startswith(("percent_", "points_")):
        return column.partition("_")[0]
    if column == "low":
        return "tests"
    if column.startswith("units"):
        return "stations, places or draws, as the plan says"
    if column.startswith(("stations", "forms_")) or column.endswith("_stations"):
        return "polling stations"
    return "registered voters" if column == "outstanding_registered_voters" else "votes"


NO_UNIT = frozenset(
    {
        "before",
        "after",
        "level",
        "version",
        "ours",
        "theirs",
        "theirs_lowest",
        "theirs_highest",
        "difference",
        "standard_deviations",
    }
)
"""Whole numbers whose unit another column of the row says, or which count nothing."""


def _type(kind: pl.DataType) -> str:
    if isinstance(kind, pl.List):
        return "list of text" if kind.inner == pl.String else "list of name and value"
    names = {
        pl.Int64: "integer",
        pl.Float64: "number",
        pl.Decimal: "number",
        pl.Boolean: "true or false",
        pl.String: "text",
    }
    return names[type(kind)]


def _name(code: str, language: str, contest: Contest | None) -> str:
    if contest is None:
        return code
    options = {option.option: option.called(language) for option in contest.options}
    lines = {line.line: line.called(language) for line in contest.lines}
    return options.get(code) or lines.get(code) or code
