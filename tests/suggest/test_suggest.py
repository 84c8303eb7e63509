"""`mapping suggest`: what it sees in a file, what it guesses, and what it leaves to a person."""

import bz2
import gzip
import io
import lzma
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.load import load, read_folder
from testigo.errors import InputError
from testigo.intake.mapping import parse_mapping
from testigo.suggest.mapping_draft import suggest
from testigo.tables.unpack import zstd
from tests.tables.workbooks import workbook
from tests.world import election

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
VENEZUELA = SHARED / "data" / "venezuela-2024"
WIDE = "place,table,re,red,blue,valid,null\n1,1,500,100,80,180,2\n1,2,400,70,60,130,0\n2,1,450,30,90,120,1\n"
LONG = (
    "precinct,office,candidate,votes\nP1,Mayor,Red,10\nP1,Mayor,Blue,5\nP2,Mayor,Red,7\nP2,Mayor,Blanks,1\n"
)


def suggested(text: str | bytes, file: str = "results.csv", **known: Any) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    return tomllib.loads(suggest(file, content, known.get("election")))


def table(text: str | bytes, file: str = "results.csv", **known: Any) -> dict[str, Any]:
    (found,) = suggested(text, file, **known)["table"]
    assert isinstance(found, dict)
    return found


def filled(draft: str) -> bytes:
    """The draft, finished as a person does."""
    finished = draft.replace('reader = ""', 'reader = "publisher"')
    return finished.replace('contest = { constant = "" }', 'contest = { constant = "mayor" }').encode()


def test_a_mapping_is_refused_until_a_person_has_filled_the_blanks() -> None:
    draft = suggest("results.csv", WIDE.encode(), None)
    with pytest.raises(InputError) as refused:
        parse_mapping(draft.encode(), "results.toml")
    assert {problem.place.column for problem in refused.value.problems} == {
        "reading.1.reader",
        "table.1.contest.constant",
    }
    mapping = parse_mapping(filled(draft), "results.toml")
    assert mapping.table[0].figures["votes_red"] == ("red",)


def test_a_wide_table_has_its_counters_by_their_words_and_other_counts_as_options() -> None:
    assert table(WIDE)["figures"] == {
        "registered_voters": "re",
        "valid_votes": "valid",
        "null_votes": "null",
        "votes_red": "red",
        "votes_blue": "blue",
    }


def test_it_says_that_the_votes_add_up() -> None:
    assert "add up to the valid ones in 100% of the rows" in suggest("results.csv", WIDE.encode(), None)


def test_what_all_options_begin_with_is_no_part_of_their_codes() -> None:
    figures = table("station,v1_red,v1_blue\n001,1,2\n002,3,4\n")["figures"]
    assert figures == {"votes_red": "v1_red", "votes_blue": "v1_blue"}


def test_without_known_words_the_total_and_the_roll_are_found_by_their_sums() -> None:
    text = "محطة;المسجلون;الأحمر;الأزرق;صالحة\n001;300;100;60;160\n002;350;90;60;150\n003;310;1;9;10\n"
    found = table(text)
    assert found["delimiter"] == ";"
    assert found["station"] == "محطة"
    assert found["figures"] == {
        "registered_voters": "المسجلون",
        "valid_votes": "صالحة",
        "votes_الأحمر": "الأحمر",
        "votes_الأزرق": "الأزرق",
    }


def test_a_count_that_is_too_much_for_the_known_total_is_the_roll() -> None:
    text = "station,on_the_list,red,blue,valid\n001,300,100,60,160\n002,350,90,60,150\n003,310,1,9,10\n"
    assert table(text)["figures"]["registered_voters"] == "on_the_list"


def test_a_long_table_has_a_label_and_a_value_and_asks_what_an_absent_row_means() -> None:
    document = suggested(LONG)
    (found,) = document["table"]
    assert (found["station"], found["value"], found["absent"]) == ("precinct", "votes", "")
    assert found["figure"] == {"column": "candidate", "table": "figures"}
    assert found["contest"] == {"column": "office", "table": "contests"}
    assert document["tables"]["contests"] == {"Mayor": ""}
    assert document["tables"]["figures"] == {
        "Red": "votes_Red",
        "Blue": "votes_Blue",
        "Blanks": "blank_votes",
    }


def test_a_long_mapping_parses_once_a_person_has_filled_it() -> None:
    draft = suggest("results.csv", LONG.encode(), None)
    with pytest.raises(InputError) as refused:
        parse_mapping(draft.encode(), "results.toml")
    assert {problem.place.column for problem in refused.value.problems} == {
        "reading.1.reader",
        "table.1.absent",
    }
    finished = draft.replace('absent = ""', 'absent = "zero"').replace('"Mayor" = ""', '"Mayor" = "mayor"')
    mapping = parse_mapping(filled(finished), "results.toml")
    assert mapping.tables["figures"].pairs["Blanks"] == "blank_votes"


@pytest.mark.parametrize(
    ("content", "file", "declared"),
    [
        (gzip.compress(WIDE.encode(), mtime=0), "results.csv", {"compression": "gzip"}),
        (WIDE.replace(",", "\t").encode(), "results.csv", {"delimiter": "\t"}),
        (WIDE.replace("blue", "peñón").encode("iso-8859-1"), "results.csv", {"encoding": "iso-8859-1"}),
        (WIDE.encode("utf-16"), "results.csv", {"encoding": "utf-16"}),
        (WIDE.replace("\n", "\r").encode(), "results.csv", {"newline": "cr"}),
        (WIDE.replace("450", "NA").encode(), "results.csv", {"null_values": ["NA"]}),
        (WIDE.replace("500", '"1,500"').encode(), "results.csv", {"thousands": ","}),
        (WIDE.replace("100,", "100.0,").encode(), "results.csv", {"whole_decimals": True}),
    ],
)
def test_how_a_file_is_written_is_declared(content: bytes, file: str, declared: dict[str, Any]) -> None:
    found = table(content, file)
    assert {key: found[key] for key in declared} == declared


def test_what_is_the_default_is_not_declared() -> None:
    assert table(WIDE).keys() == {"file", "station", "contest", "figures"}


def test_a_file_without_header_gets_names_to_be_changed() -> None:
    assert table("001,10,20\n002,30,40\n")["head"] == ["column_1", "column_2", "column_3"]


def test_with_a_definition_the_station_is_found_in_its_columns_with_their_zeros() -> None:
    text = "town,number,red,blue\nA1-1,1,5,6\nA1-1,2,7,8\nB2-1,3,9,1\n"
    found = table(text, election=election())
    assert found["station"] == {
        "join": ["town", {"column": "number", "pad": 2}],
        "with": ".",
    }
    assert found["contest"] == {"constant": "mayor"}


def test_that_no_column_gives_the_known_stations_is_said() -> None:
    draft = suggest("results.csv", b"code,red,blue\nZ1,1,2\nZ2,3,4\n", election())
    assert "No column, and no two together, give the definition's codes." in draft


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0\0", b"PAR1\0\0", b"\xd0\xcf\x11\xe0\0", b"BZh\0", b""])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        suggest("results.csv", content, None)


def test_parquet_is_looked_at_like_the_same_rows_in_csv() -> None:
    written = io.BytesIO()
    pl.DataFrame({"table": ["1", "2"], "red": [5, 7], "blue": [1, 2]}).write_parquet(written)
    found = table(written.getvalue(), "results.bin")
    assert found["format"] == "parquet"
    assert found["figures"] == {"votes_red": "red", "votes_blue": "blue"}


SHEETS = workbook(
    {
        "Cover": [["Results"], ["of two counties"]],
        "North": [
            ["REPUBLIC"], ["County: North"], [], ["Ward", "Station code", "red", "blue"],
            ["W1", "001", 5, 6], [None, "002", 7, 8], ["W2", "003", 9, 1],
            ["TOTAL", None, 21, 15], ["Source: forms"],
        ],
        "South": [["Ward", "Station code", "red", "blue"], ["W9", "009", 3, 4]],
    }
)  # fmt: skip


def test_the_largest_sheet_of_a_workbook_is_looked_at_without_its_titles_and_sources() -> None:
    found = table(SHEETS, "results.xlsx")
    assert (found["sheet"], found["skip_lines"], found["skip_last_lines"]) == ("North", 3, 1)
    assert (found["station"], found["figures"]) == (
        "Station code",
        {"votes_red": "red", "votes_blue": "blue"},
    )


def test_another_sheet_is_looked_at_where_it_is_named_and_an_unknown_one_is_refused() -> None:
    assert 'sheet = "South"' in suggest("results.xlsx", SHEETS, None, "South")
    with pytest.raises(InputError, match=r"no such sheet.*'Cover', 'North', 'South'"):
        suggest("results.xlsx", SHEETS, None, "East")


def test_a_row_with_many_empty_cells_is_a_row_of_the_table_and_no_title() -> None:
    rows = "001,5,,,,7\n002,1,2,3,4,5\n003,1,2,3,4,5\n004,,,,5,6\n"
    assert not {"skip_lines", "skip_last_lines"} & table(rows).keys()
    assert not {"skip_lines", "skip_last_lines"} & table("station,a,b,c,d,e\n" + rows).keys()


def test_a_sheet_of_a_text_is_refused() -> None:
    with pytest.raises(InputError, match="only a workbook has sheets"):
        suggest("results.csv", WIDE.encode(), None, "North")


def test_rows_of_totals_and_merged_cells_are_pointed_out_and_not_decided() -> None:
    draft = suggest("results.xlsx", SHEETS, None)
    assert '# ? These rows are perhaps the sum of others: skip = [{ "Ward" = ["TOTAL"] }]' in draft
    assert 'if they mean what stands above, fill_down = ["Ward"]' in draft


def test_it_says_the_encoding_and_the_delimiter_and_how_sure_they_are() -> None:
    draft = suggest("x.csv", "mesa;peñón\n1;2\n2;3;4\n".encode("iso-8859-1"), None)
    assert "#   Encoding iso-8859-1: 100% of its words read rightly so, such as 'peñón'." in draft
    assert "#   Cells are separated by a semicolon: so 67% of the lines have as many cells." in draft


@pytest.mark.parametrize(
    ("packed", "kind"),
    [(bz2.compress, "bzip2"), (lzma.compress, "xz"), (zstd.compress, "zstandard")],
)
def test_what_is_packed_is_unpacked(packed: Callable[[bytes], bytes], kind: str) -> None:
    assert table(packed(WIDE.encode()), "results.csv")["compression"] == kind


def test_an_invisible_mark_in_a_header_is_shown_as_an_escape_that_the_mapping_takes() -> None:
    draft = suggest("x.csv", "\u200eუბანი,red,blue\n001,1,2\n002,1,2\n".encode(), None)
    assert 'station = "\\U0000200eუბანი"' in draft
    assert tomllib.loads(draft)["table"][0]["station"] == "\u200eუბანი"


@given(st.binary(max_size=300))
def test_any_bytes_give_toml_or_one_clear_error(content: bytes) -> None:
    try:
        draft = suggest("results.csv", content, None)
    except InputError:
        return
    assert tomllib.loads(draft)["reading"] == [{"reader": ""}]


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=5, unique=True))
def test_any_header_gives_toml(names: list[str]) -> None:
    header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    try:
        draft = suggest(
            "results.csv", f"{header}\n{','.join('1' for _ in names)}\n".encode("utf-8", "replace"), None
        )
    except InputError:
        return
    tomllib.loads(draft)


@pytest.mark.skipif(not VENEZUELA.is_dir(), reason="the data set is not beside the repository")
def test_the_mapping_of_venezuela_is_found_whole_with_its_definition() -> None:
    example = Path(str(resources.files("testigo.examples"))) / "venezuela-2024" / "election"
    name = "RESULTADOS_2024_CSV_V2.csv"
    content = (VENEZUELA / name).read_bytes()
    draft = suggest(name, content, load(read_folder(example)))
    found = parse_mapping(filled(draft), "v2.toml").table[0]
    written = parse_mapping((SHARED / "design/model/venezuela-2024/map-v2.toml").read_bytes(), "map-v2.toml")
    assert found == written.table[0]


@pytest.mark.parametrize(("last", "listed"), [("", False), ("x", True)])
def test_a_column_without_a_name_is_listed_where_it_holds_something(last: str, *, listed: bool) -> None:
    draft = suggest("r.csv", f"mesa,red,blue,\n1,2,3,\n2,5,6,{last}\n".encode(), None)
    assert ('unused = ["column_4"]' in draft) == listed
    assert ("unused" in draft) == listed
