"""Venezuela, 28 July 2024: the releases of the results, and the codes that others read."""

import polars as pl
import pytest

from testigo.election.load import load, read_folder
from testigo.errors import InputError
from testigo.forms.load import load_profiles
from testigo.intake.mapping import parse_mapping
from testigo.intake.readings import figure_names
from testigo.intake.table import ImportedTable, read_table
from tests.intake.tables import SHARED, needs_shared

EXAMPLE = SHARED.parent.parent / "src" / "testigo" / "examples" / "venezuela-2024"
DATA = SHARED / "data" / "venezuela-2024"
MODEL = SHARED / "design" / "model" / "venezuela-2024"

TOTALS = {
    "registered_voters": 17_745_239, "valid_votes": 10_659_128, "null_votes": 1_139,
    "votes_EG": 7_156_462, "votes_NM": 3_241_461, "votes_LM": 84_446, "votes_JABE": 19_966,
    "votes_JOBR": 21_583, "votes_AE": 49_603, "votes_CF": 12_321, "votes_DC": 10_308,
    "votes_EM": 25_570, "votes_BERA": 37_408,
}  # fmt: skip


def imported(file: str, content: bytes, mapping: bytes) -> ImportedTable:
    definition = read_folder(EXAMPLE / "election")
    election = load(definition)
    return read_table(
        {file: [content]}, parse_mapping(mapping, "map.toml"), election, load_profiles(definition, election)
    )


def release(number: int, mapping: str = "") -> ImportedTable:
    file = f"RESULTADOS_2024_CSV_V{number}.csv"
    written = mapping or (MODEL / f"map-v{number}.toml").read_text()
    return imported(file, (DATA / file).read_bytes(), written.encode())


def totals(table: ImportedTable) -> dict[str, int]:
    return table.readings.select(pl.col(figure_names(table.readings)).sum()).row(0, named=True)


@needs_shared
def test_the_first_release_comes_in_to_the_digit() -> None:
    table = release(1)
    assert (table.rows, table.readings.height, table.readings["station"].n_unique()) == (
        24_532,
        24_532,
        24_532,
    )
    assert totals(table) == TOTALS
    assert table.unknown.is_empty()
    assert table.unused == ()


@needs_shared
def test_the_shipped_results_are_the_first_release_to_the_byte_of_the_readings() -> None:
    results = EXAMPLE / "results"
    shipped = imported(
        "results.csv", (results / "results.csv").read_bytes(), (results / "mapping.toml").read_bytes()
    )
    assert shipped.parquet() == release(1).parquet()


@needs_shared
def test_the_second_release_has_figures_of_the_press_and_543_stations_that_are_not_in_the_first() -> None:
    table = release(2)
    assert (totals(table)["votes_EG"], totals(table)["votes_NM"]) == (7_303_480, 3_316_142)
    assert table.unknown.height == 543
    assert "registered_voters" not in figure_names(table.readings)


@needs_shared
def test_the_second_release_without_its_encoding_proposes_the_line() -> None:
    undeclared = (MODEL / "map-v2.toml").read_text().replace('encoding = "iso-8859-1"\n', "")
    with pytest.raises(InputError) as refused:
        release(2, undeclared)
    (problem,) = refused.value.problems
    assert 'encoding = "iso-8859-1"' in problem.remedy
    assert problem.place.row == 2439


@needs_shared
def test_codes_without_their_zeros_are_refused_with_the_value_that_pads_them() -> None:
    padded = 'station = { join = [{ column = "CENTRO", pad = 9 }, { column = "MESA", pad = 2 }], with = "." }'
    written = (MODEL / "map-v1.toml").read_text()
    assert padded in written
    with pytest.raises(InputError) as refused:
        release(1, written.replace(padded, 'station = { join = ["CENTRO", "MESA"], with = "." }'))
    assert padded in refused.value.problems[0].remedy


@needs_shared
def test_the_qr_table_is_read_by_splitting_its_codes() -> None:
    written = (MODEL / "map-qr.toml").read_text().replace("machine code, third party", "machine code")
    file = "independent-qr-reading.csv"
    table = imported(file, (DATA / file).read_bytes(), written.encode())
    assert table.readings.height == 21_952
    assert (totals(table)["votes_EG"], totals(table)["votes_NM"]) == (6_392_350, 2_891_553)
    assert table.unknown.height == 28


CODES = (
    "110601011.04.1.0001!122,1,0,0,4,2,0,0,2,1,0,1,2,1,0,0,0,5,0,2,0,0,0,0,0,0,0,0,1,0,0,0,0,8,22,406,0,1!0!0",
    "201301006.01.1.0001!140,7,10,8,1,7,1,0,2,3,0,1,8,1,0,1,0,3,1,1,0,1,0,0,0,0,0,0,1,2,0,0,0,5,7,155,1,1!0!0",
)
BY_CODE = (
    '[[reading]]\nreader = "scanner"\nmethod = "machine code"\nprovenance = "paper seen by us"\n[[table]]\n'
    'file = "*"\nmachine_code = "text"\ncontest = { constant = "president" }\n'
)


def test_machine_codes_come_in_by_the_grammar_of_the_form() -> None:
    table = imported(
        "codes.csv", "\n".join(["text", *(f'"{code}"' for code in CODES)]).encode(), BY_CODE.encode()
    )
    lines = [name for name in figure_names(table.readings) if name.startswith("line_")]
    assert len(lines) == 38
    assert table.readings["station"].to_list() == ["110601011.04", "201301006.01"]
    assert table.readings.select(pl.sum_horizontal(lines[:13]), pl.sum_horizontal(lines[33:36])).rows() == [
        (135, 436),
        (188, 167),
    ]
    assert set(figure_names(table.readings)) - set(lines) == {"null_votes", "other_control"}


def test_a_text_that_is_no_machine_code_is_refused_with_its_row() -> None:
    content = "\n".join(["text", f'"{CODES[0]}"', f'"{CODES[1][:-2]}"']).encode()
    with pytest.raises(InputError) as refused:
        imported("codes.csv", content, BY_CODE.encode())
    (problem,) = refused.value.problems
    assert (problem.place.row, problem.place.column) == (3, "text")
