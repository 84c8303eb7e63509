"""Tables as coalitions get them: titles, totals, merged cells, many sheets, zips, scripts, words as figures.

Each is in the manner of a real country's files, invented here; all give the same small result.
"""

import io
import zipfile
from pathlib import Path

import pytest

from testigo.errors import InputError
from testigo.intake.mapping import parse_mapping
from testigo.suggest.mapping_draft import suggest
from testigo.tables.unpack import zstd
from tests.shapes.invented import READING, derived, operation, result, take, total
from tests.tables.workbooks import Cell, workbook

CONTEST = 'contest = { constant = "mayor" }\n'
FIGURES = '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\nnull_votes = "null"\n'
TABLE = f"{READING}[[table]]\n"
TRUTH = {"votes_red": 70, "votes_blue": 60, "null_votes": 4}
"""Of A1 (40, 20, 3), A2 (20, 30, 0) and B1 (10, 10, 1)."""


def figures(folder: Path, mapping: str, table: str | bytes, name: str = "table.csv") -> dict[str, int | None]:
    country = total(derived(folder, mapping, table, name), "X")
    return {figure: country[figure] for figure in TRUTH}


def test_titles_before_the_header_words_for_unread_totals_and_sources_below(tmp_path: Path) -> None:
    table = (
        'RESULTS, PRELIMINARY\n"As of 20:00, all stations"\n\n'
        "booth|red|blue|null|remark\n"
        "A1|40|20|3|\nA2|ILLEGIBLE|-|NO DATA|torn\nB1|10|10|1|\nTOTAL|50|30|4|\n\nSource: the forms\n\n"
    )
    mapping = (
        f'{TABLE}file = "table.csv"\ndelimiter = "|"\nskip_lines = 3\nskip_last_lines = 1\n'
        'null_values = ["ILLEGIBLE", "NO DATA", "-"]\nskip = [{ booth = "TOTAL" }]\n'
        'document_class = { constant = "result" }\n'
        f'station = "booth"\nunused = ["remark"]\n{CONTEST}{FIGURES}'
    )
    snapshot = derived(tmp_path, mapping, table)
    assert total(snapshot, "X")["votes_red"] == 50
    unread = result(snapshot, "A2")
    assert (unread["status"], unread["votes_red"]) == ("pending", None)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_rows_keep_the_numbers_of_the_file_when_lines_before_the_header_are_left_out(
    tmp_path: Path, before: int
) -> None:
    mapping = f'{TABLE}file = "table.csv"\nskip_lines = {before}\nstation = "booth"\n{CONTEST}{FIGURES}'
    table = "a title\n" * before + "booth,red,blue,null\nA1,x1,1,1\n"
    with pytest.raises(InputError) as refused:
        derived(tmp_path, mapping, table)
    assert refused.value.problems[0].place.row == before + 2


def county(town: str, rows: list[list[Cell]]) -> list[list[Cell]]:
    """A sheet with a title of three rows, a merged first column, a row of totals and a source."""
    header: list[Cell] = ["Ward", "Code", "red", "blue", "null"]
    return [["REPUBLIC"], [f"County: {town}"], [], header, *rows, ["TOTAL", None, 1, 1, 1], ["Source: 34A"]]


WORKBOOK = workbook(
    {
        "Cover": [["see the sheets"]],
        "County A": county("A", [["Ward 1", 1, 40, 20, 3], [None, 2, 20, 30, 0]]),
        "County B": county("B", [["Ward 9", 1, 10, 10, 1]]),
        "Sheet4": [],
    }
)
OF_WORKBOOK = (
    f'{TABLE}file = "*.xlsx"\nsheet = "County *"\npart_column = "county"\n'
    'skip_lines = 3\nskip_last_lines = 1\nfill_down = ["Ward"]\nskip = [{ Ward = "TOTAL" }]\n'
    'station = { join = [{ column = "county", last = 1 }, "Code"] }\n'
)


def test_a_workbook_with_a_sheet_a_county_whose_name_is_part_of_the_code(tmp_path: Path) -> None:
    assert figures(tmp_path, OF_WORKBOOK + CONTEST + FIGURES, WORKBOOK, "forms.xlsx") == TRUTH


def test_a_merged_cell_means_what_stands_above_and_problems_name_the_sheet_and_its_row(
    tmp_path: Path,
) -> None:
    mapping = OF_WORKBOOK.replace("[{ column", '["Ward", { column').replace(
        '"Code"] }', '"Code"], with = " " }'
    )
    with pytest.raises(InputError) as refused:
        derived(
            tmp_path, mapping + CONTEST + FIGURES.replace("null_votes", "votes_green"), WORKBOOK, "x.xlsx"
        )
    assert "no such figure" in refused.value.problems[0].message
    broken = workbook(
        {"County A": county("A", [["W", 1, 1, 1, 1]]), "County B": county("B", [["W", 1, "x", 1, 1]])}
    )
    with pytest.raises(InputError) as refused:
        derived(tmp_path / "2", OF_WORKBOOK + CONTEST + FIGURES, broken, "x.xlsx")
    place = refused.value.problems[0].place
    assert (place.file, place.row, place.column) == ("x.xlsx: County B", 5, "red")


def test_cells_filled_down_can_leave_rows_out(tmp_path: Path) -> None:
    table = "town,booth,red,blue,null\nA,A1,40,20,3\n,A2,20,30,0\nB,B1,10,10,1\nabroad,Z1,9,9,9\n,Z2,9,9,9\n"
    mapping = (
        f'{TABLE}file = "*.csv"\nfill_down = ["town"]\nskip = [{{ town = "abroad" }}]\nstation = "booth"\n'
    )
    assert figures(tmp_path, mapping + CONTEST + FIGURES, table) == TRUTH


STATES = {
    "state_A.csv": '"booth";"red";"blue";"null"\r\n"1";"40";"20";"3"\r\n"2";"20";"30";"0"\r\n',
    "state_B.csv": '"booth";"red";"blue";"null"\r\n"1";"10";"10";"1"\r\n',
    "léame.txt": "how to read it",
}
OF_ZIP = (
    f'{TABLE}file = "*.zip"\nmember = "state_*.csv"\npart_column = "state"\nencoding = "iso-8859-1"\n'
    'delimiter = ";"\nunused = []\n'
    'station = { join = [{ column = "state", split = "_", part = 2, first = 1 }, "booth"] }\n'
)


def zipped(files: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text.encode("iso-8859-1"))
    return written.getvalue()


def test_a_zip_with_a_file_a_state_in_latin_1(tmp_path: Path) -> None:
    assert figures(tmp_path, OF_ZIP + CONTEST + FIGURES, zipped(STATES), "all.zip") == TRUTH


def test_problems_of_every_file_of_a_zip_are_told_at_once_by_name_and_row(tmp_path: Path) -> None:
    broken = {name: text.replace('"20"', '"2O"').replace('"10"', '"1,0"') for name, text in STATES.items()}
    broken["state_B.csv"] += '"2";"1"\r\n'
    with pytest.raises(InputError) as refused:
        derived(tmp_path, OF_ZIP + CONTEST + FIGURES, zipped(broken), "all.zip")
    places = {(problem.place.file, problem.place.row) for problem in refused.value.problems}
    assert places == {("all.zip: state_A.csv", 2), ("all.zip: state_A.csv", 3), ("all.zip: state_B.csv", 3)}


@pytest.mark.parametrize("name", ["../up.csv", "/etc/x.csv", "a/../../b.csv", "a\\..\\..\\b.csv"])
def test_a_zip_with_a_name_that_points_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="a file whose name points out of the zip"):
        derived(tmp_path, OF_ZIP + CONTEST + FIGURES, zipped({**STATES, name: "x"}), "all.zip")


ARABIC = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")
DEVANAGARI = str.maketrans("0123456789,", "०१२३४५६७८९,")


@pytest.mark.parametrize(
    ("header", "digits", "encoding", "thousands"),
    [
        ("محطة,أحمر,أزرق,باطل", ARABIC, "utf-16", "٬"),
        ("محطة,أحمر,أزرق,باطل", None, "windows-1256", ","),
        ("קלפי,אדום,כחול,פסולים", None, "windows-1255", ","),
        ("\u200fקלפי,אדום,כחול,פסולים", None, "utf-8", ","),
        ("मतदान,लाल,नीला,अवैध", DEVANAGARI, "utf-8", ","),
        ("უბანი,წითელი,ლურჯი,ბათილი", None, "utf-8", ","),
        ("หน่วย,แดง,น้ำเงิน,บัตรเสีย", None, "iso-8859-11", ","),
    ],
)
def test_headers_and_digits_of_any_script_in_their_encodings(
    tmp_path: Path, header: str, digits: dict[int, int] | None, encoding: str, thousands: str
) -> None:
    station, red, blue, null = header.split(",")
    rows = "".join(
        f'{s},"{r}",{b},{n}\n' for s, r, b, n in (("A1", "40", 20, 3), ("A2", 20, 30, 0), ("B1", 10, 10, 1))
    )
    text = (
        header
        + "\n"
        + (rows if digits is None else rows.replace(",", "\0").translate(digits).replace("\0", ","))
    )
    text = text.replace("A" + "1".translate(digits or {}), "A1").replace(
        "A" + "2".translate(digits or {}), "A2"
    )
    text = text.replace("B" + "1".translate(digits or {}), "B1")
    mapping = (
        f'{TABLE}file = "table.csv"\nencoding = "{encoding}"\nthousands = "{thousands}"\n'
        f'latin_digits = {"false" if digits is None else "true"}\nstation = "{station}"\n{CONTEST}'
        f'[table.figures]\nvotes_red = "{red}"\nvotes_blue = "{blue}"\nnull_votes = "{null}"\n'
    )
    assert figures(tmp_path, mapping, text.encode(encoding)) == TRUTH


def test_digits_of_another_script_are_refused_until_they_are_declared(tmp_path: Path) -> None:
    mapping = f'{TABLE}file = "table.csv"\nstation = "booth"\n{CONTEST}{FIGURES}'
    with pytest.raises(InputError) as refused:
        derived(tmp_path, mapping, "booth,red,blue,null\nA1,٤٠,٢٠,٣\n")
    assert {problem.remedy for problem in refused.value.problems} == {"Add latin_digits = true to [[table]]"}


def test_a_code_in_other_digits_becomes_the_code_of_the_definition(tmp_path: Path) -> None:
    mapping = f'{TABLE}file = "table.csv"\nstation = {{ join = ["town", DIGITS] }}\n'.replace(
        "DIGITS", '{ column = "booth", latin_digits = true }'
    )
    table = "town,booth,red,blue,null\nA,१,40,20,3\nA,२,20,30,0\nB,१,10,10,1\n"
    assert figures(tmp_path, mapping + CONTEST + FIGURES, table) == TRUTH


def test_counters_candidates_subtotals_and_parts_that_are_in_the_total_already(tmp_path: Path) -> None:
    lines = ["County,Precinct,Candidate,Early,Absentee,Total"]
    for precinct, red, blue, null in (("A1", 40, 20, 3), ("A2", 20, 30, 0), ("B1", 10, 10, 1)):
        lines += [
            f'X,{precinct},"Rose, Red",1,1,{red}',
            f'X,{precinct},"Banks, Blue",1,1,{blue}',
            f"X,{precinct},Void,0,0,{null}",
            f"X,{precinct},Ballots Cast,1,1,999",
        ]
    lines += ['X,Total,"Rose, Red",3,3,70', 'X,Total,"Banks, Blue",3,3,60', 'X,A1 Early,"Rose, Red",1,0,1']
    mapping = (
        f'{TABLE}file = "table.csv"\nstation = "Precinct"\nskip = [{{ Precinct = ["Total", "A1 Early"] }}]\n'
        'unused = ["County", "Early", "Absentee"]\nfigure = { column = "Candidate", table = "who" }\n'
        f'value = "Total"\nabsent = "zero"\n{CONTEST}[tables.who]\n"Rose, Red" = "votes_red"\n'
        '"Banks, Blue" = "votes_blue"\nVoid = "null_votes"\n"Ballots Cast" = "skip"\n'
    )
    assert figures(tmp_path, mapping, "\n".join(lines) + "\n") == TRUTH


def test_two_files_of_votes_with_footers_and_one_of_the_void_ones_make_one_reading(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "north.csv": 'booth,"red","blue"\n"A1","40",20\n"A2",20,30\n\n"End of file, 2 stations"\n',
        "south.csv": 'booth,"red","blue"\n"B1","10",10\n\n"End of file, 1 stations"\n',
        "void.csv.zst": zstd.compress(b"booth,null\nB1,1\nA1,3\nA2,0\n"),
    }
    votes = FIGURES.replace('null_votes = "null"\n', "")
    mapping = (
        f'{READING}[[table]]\nfile = "[ns]*.csv"\nskip_last_lines = 1\nstation = "booth"\n{CONTEST}{votes}'
        f'[[table]]\nfile = "void.csv.zst"\nstation = "booth"\n{CONTEST}'
        '[table.figures]\nnull_votes = "null"\n'
    )
    country = total(take(operation(tmp_path / "operation"), mapping, files), "X")
    assert {figure: country[figure] for figure in TRUTH} == TRUTH


TURNED = """\
file = "table.csv"
station = "precinct"
figure = { column = "Candidate", table = "who" }
value = "votes"
absent = "unknown"
contest = { constant = "mayor" }
unused = ["Total"]
[table.columns_as_rows]
stay = ["Candidate"]
name = "precinct"
value = "votes"
[tables.who]
Rose = "votes_red"
Banks = "votes_blue"
Void = "null_votes"
"""


def test_a_table_with_a_row_a_candidate_and_a_column_a_precinct(tmp_path: Path) -> None:
    table = "Candidate,A1,A2,B1,Total\nRose,40,20,10,70\nBanks,20,30,10,60\nVoid,3,0,1,4\n"
    assert figures(tmp_path, TABLE + TURNED, table) == TRUTH


def test_a_column_that_becomes_rows_unseen_is_an_unknown_station_and_never_lost(tmp_path: Path) -> None:
    table = "Candidate,A1,A2,B1,New,Total\nRose,40,20,10,9,70\nBanks,20,30,10,9,60\nVoid,3,0,1,9,4\n"
    snapshot = derived(tmp_path, TABLE + TURNED, table)
    assert snapshot.unknown_readings == 1
    assert total(snapshot, "X")["votes_red"] == 70


def test_a_name_that_the_file_has_already_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"table.csv, column votes: the table has this column, too"):
        derived(tmp_path, TABLE + TURNED, "Candidate,A1,votes\nRose,40,20\n")


def test_a_turned_sheet_of_a_workbook_is_read_alike(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["a title"], ["Candidate", "A1", "A2", "B1", None, "Total"]]
    rows += [["Rose", 40, 20, 10, None, 70], ["Banks", 20, 30, 10, None, 60], ["Void", 3, 0, 1, None, 4]]
    mapping = TABLE + TURNED.replace('"table.csv"', '"t.xlsx"\nskip_lines = 1')
    assert figures(tmp_path, mapping, workbook({"R": rows}), "t.xlsx") == TRUTH


def test_a_column_that_is_read_and_would_become_rows_is_refused() -> None:
    with pytest.raises(InputError, match=r"table.1.columns_as_rows.stay.*becomes rows"):
        parse_mapping((TABLE + TURNED.replace('"Candidate"]', '"Other"]')).encode(), "m.toml")


@pytest.mark.parametrize(
    ("name", "content", "keys"),
    [
        ("forms.xlsx", WORKBOOK, ["sheet", "skip_lines", "skip_last_lines", "file"]),
        ("all.zip", zipped(STATES), ["member", "delimiter", "file"]),
        ("old.csv", "קלפי,אדום\n001,5\n".encode("windows-1255"), ["encoding", "file"]),
    ],
)
def test_what_is_untidy_is_seen_and_declared_by_the_suggestion(
    name: str, content: bytes, keys: list[str]
) -> None:
    draft = suggest(name, content, None)
    filled = draft.replace('reader = ""', 'reader = "r"').replace('constant = ""', 'constant = "mayor"')
    table = parse_mapping(filled.replace('station = ""', 'station = "booth"').encode(), "m.toml").table[0]
    written = {
        line.partition(" =")[0]
        for line in draft.partition("[[table]]")[2].partition("[table.")[0].splitlines()
    }
    assert written >= set(keys)
    assert table.is_of(name)
