"""A mapping file is read whole or refused with every problem in it."""

import pytest

from testigo.columns import Method, Provenance
from testigo.errors import InputError, Problem
from testigo.intake.language import Value
from testigo.intake.mapping import Mapping, parse_mapping
from tests.intake.tables import FIGURES, HEAD, SHARED, STATION, needs_shared

GOOD = HEAD + STATION + FIGURES
MODEL = SHARED / "design" / "model"


def parse(text: str) -> Mapping:
    return parse_mapping(text.encode(), "map.toml")


def problems(text: str) -> list[Problem]:
    with pytest.raises(InputError) as refused:
        parse(text)
    return list(refused.value.problems)


def paths(text: str) -> list[str | None]:
    return [problem.place.column for problem in problems(text)]


def test_what_is_not_said_has_its_strict_default() -> None:
    mapping = parse(GOOD)
    (table,) = mapping.table
    assert mapping.reading[0].method is Method.PUBLISHED_TABLE
    assert mapping.reading[0].provenance is Provenance.NOT_SAID
    assert (table.encoding, table.delimiter, table.thousands, table.repeated) == ("utf-8", ",", None, None)
    assert (table.null_values, table.whole_decimals, table.head) == ((), False, ())


def test_a_column_name_alone_is_a_value() -> None:
    (table,) = parse(GOOD).table
    assert table.station == Value(column="station")
    assert table.used == ("station", "red", "blue")


def test_all_problems_of_a_mapping_are_told_at_once_with_their_toml_path() -> None:
    wrong = GOOD.replace('"publisher"', "3").replace(
        'station = "station"', 'station = { colum = "a", pad = "9" }'
    )
    assert paths(wrong + "votes_green = []\n[tables.x]\na = 3\n") == [
        "reading.1.reader",
        "table.1.station.pad",
        "table.1.station.colum",
        "table.1.figures.votes_green",
        "tables.x.a",
    ]


def test_a_misspelt_key_proposes_the_right_one() -> None:
    (problem,) = problems(GOOD.replace("[table.figures]", 'encodng = "utf-16"\n[table.figures]'))
    assert "`encoding`" in problem.remedy


@pytest.mark.parametrize(
    ("addition", "path", "word"),
    [
        ('[[reading]]\nreader = "other"\n', "reading.2.figures", "its own figures"),
        ('[groups]\nothers = ["a"]\n', "groups", "mapping of claims"),
        ('[[lookup]]\nfile = "x.csv"\non = ["id"]\ntake = ["name"]\n', "lookup.1.take", "nothing"),
        ('[[lookup]]\nfile = "x.csv"\non = []\ntake = ["red"]\n', "lookup.1.on", "is empty"),
    ],
)
def test_what_the_language_does_not_allow_is_refused_by_its_name(addition: str, path: str, word: str) -> None:
    found = [problem for problem in problems(GOOD + addition) if problem.place.column == path]
    assert word in found[0].message


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ('figure = "a"\nvalue = "votes"', "table.1.absent"),
        ('value = "votes"\nabsent = "zero"', "table.1.figure"),
        ('figure = "a"\nabsent = "zero"', "table.1.value"),
    ],
)
def test_a_long_table_says_figure_value_and_what_an_absent_row_means(line: str, missing: str) -> None:
    assert paths(HEAD + STATION + line) == [missing]


def test_a_table_is_wide_or_long_and_never_both() -> None:
    long = 'figure = "a"\nvalue = "votes"\nabsent = "zero"\n'
    assert paths(HEAD + STATION + long + FIGURES) == ["table.1"]


def test_only_a_workbook_has_sheets() -> None:
    assert paths(HEAD + STATION + 'sheet = "x"\n' + FIGURES) == ["table.1.sheet"]


@pytest.mark.parametrize(
    ("station", "word"),
    [
        ('{ column = "a", constant = "b" }', "exactly one source"),
        ("{ pad = 3 }", "exactly one source"),
        ('{ column = "a", split = "." }', "go together"),
        ('{ column = "a", first = 1, last = 1 }', "cannot both"),
        ('{ column = "a", with = "-" }', "belong to `join`"),
        ('{ column = "a", table = "nowhere" }', "no such code table"),
        ('{ join = ["a", { column = "b", table = "nowhere" }] }', "no such code table"),
    ],
)
def test_a_value_that_contradicts_itself_is_refused(station: str, word: str) -> None:
    (problem,) = problems(GOOD.replace('station = "station"', f"station = {station}"))
    assert word in problem.message
    assert problem.place.column is not None
    assert problem.place.column.startswith("table.1.station")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (HEAD + STATION, "table.1"),
        (HEAD + 'contest = { constant = "mayor" }\n' + FIGURES, "table.1.station"),
        (HEAD + STATION + 'thousands = "."\nwhole_decimals = true\n' + FIGURES, "table.1.thousands"),
        (HEAD + STATION + 'unused = ["red"]\n' + FIGURES, "table.1.unused"),
        (HEAD + STATION + 'head = ["a", "a"]\n' + FIGURES, "table.1.head"),
        (HEAD + STATION + 'sheet = "R"\n' + FIGURES, "table.1.sheet"),
        (HEAD + STATION + 'member = "*.csv"\n' + FIGURES, "table.1.member"),
        (HEAD + STATION + 'part_column = "county"\n' + FIGURES, "table.1.part_column"),
        (HEAD + STATION + 'fill_down = ["county"]\n' + FIGURES, "table.1.fill_down"),
        (HEAD + STATION + "skip_lines = -1\n" + FIGURES, "table.1.skip_lines"),
        (HEAD + STATION + 'format = "parquet"\nskip_lines = 2\n' + FIGURES, "table.1.skip_lines"),
        ("", "reading"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(wrong: str, path: str) -> None:
    assert path in paths(wrong)


def test_a_file_that_is_no_toml_or_no_utf8_is_refused_with_its_place() -> None:
    assert "line 1" in problems("reading = = 1")[0].message
    with pytest.raises(InputError, match="row 2: not UTF-8"):
        parse_mapping(b"# a\n# \xf1\n", "map.toml")


def test_a_mapping_of_more_than_a_mebibyte_is_refused() -> None:
    with pytest.raises(InputError, match="never this long"):
        parse_mapping(b"#" * (1 << 20) + b"##", "map.toml")


@needs_shared
@pytest.mark.parametrize(
    "path", ["venezuela-2024/map-v1.toml", "venezuela-2024/map-v2.toml", "peru-2021/map.toml"]
)
def test_the_worked_mappings_of_wide_tables_are_read(path: str) -> None:
    assert parse_mapping((MODEL / path).read_bytes(), path).table[0].figures


@needs_shared
def test_a_method_that_mixes_in_the_provenance_is_refused_with_both_lines() -> None:
    written = (MODEL / "venezuela-2024" / "map-qr.toml").read_text()
    (problem,) = problems(written)
    assert 'method = "machine code", with provenance = "third party"' in problem.remedy
