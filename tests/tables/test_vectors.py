"""The shared CSV vectors: csv-spectrum's twelve, and the 68 of a results import."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from testigo.errors import InputError
from testigo.intake.language import Value
from testigo.intake.mapping import parse_mapping
from testigo.intake.mapping_tables import Table
from testigo.intake.table import ImportedTable, read_table
from testigo.tables.cells import ROW, read_cells, read_lines
from testigo.tables.text import clean_pieces
from tests import world
from tests.intake.tables import SHARED, needs_shared

VECTORS = SHARED / "vectors" / "csv"
ANY_TABLE = Table(file="*", contest=Value(constant="mayor"))

CONTEST = world.contest(options=("votos",))
ELECTION = world.election(contests=(CONTEST,), station_frame=world.stations(codes=("01",)))
MAPPING = (
    '[[reading]]\nreader = "publisher"\n[[table]]\nfile = "*"\nstation = "mesa"\n'
    'contest = {{ constant = "mayor" }}\n{keys}\nunused = ["centro"]\n'
    '[table.figures]\nvotes_votos = "votos"\n'
)


INNER_MARK = "location_coordinates"
"""A quotation mark inside an unquoted cell, which RFC 4180 forbids; its JSON is not of this file either."""


def spectrum() -> list[Path]:
    return sorted((VECTORS / "csv-spectrum").glob("*.csv"))


def cases() -> list[dict[str, Any]]:
    if not VECTORS.is_dir():
        return []
    cases: list[dict[str, Any]] = json.loads((VECTORS / "derived" / "expected.json").read_text())["cases"]
    return cases


def cells_of(content: bytes, table: Table = ANY_TABLE) -> list[dict[str, str]]:
    lines = read_lines("vector.csv", b"".join(clean_pieces("vector.csv", [content], table)), table.delimiter)
    return read_cells(lines).drop(ROW).fill_null("").to_dicts()


def import_of(content: bytes, keys: str = "") -> ImportedTable:
    mapping = parse_mapping(MAPPING.format(keys=keys).encode(), "vector.toml")
    return read_table({"vector.csv": [content]}, mapping, ELECTION, {"form": world.PROFILE})


@needs_shared
@pytest.mark.parametrize(
    "path", [path for path in spectrum() if path.stem != INNER_MARK], ids=lambda path: path.stem
)
def test_csv_spectrum_comes_out_as_its_json_says(path: Path) -> None:
    assert cells_of(path.read_bytes()) == json.loads(path.with_suffix(".json").read_text())


@needs_shared
def test_the_twelfth_of_csv_spectrum_is_refused_for_a_mark_inside_a_cell() -> None:
    with pytest.raises(InputError) as refused:
        cells_of((VECTORS / "csv-spectrum" / f"{INNER_MARK}.csv").read_bytes())
    (problem,) = refused.value.problems
    assert problem.place.row == 2
    assert "quotation mark" in problem.message


def has_rows(content: bytes, expected: list[dict[str, Any]], keys: str = "", delimiter: str = ",") -> bool:
    """Whether the cells are those expected as text, and the import has their stations and counts."""
    as_text = [{name: str(value) for name, value in row.items()} for row in expected]
    cells = cells_of(content, Table(file="*", contest=Value(constant="mayor"), delimiter=delimiter))
    stripped = [
        {name: text.strip(" ") if name == "votos" else text for name, text in row.items()} for row in cells
    ]
    read = import_of(content, keys).readings.select(mesa="station", votos="votes_votos").to_dicts()
    return stripped == as_text and read == [{"mesa": row["mesa"], "votos": row["votos"]} for row in expected]


def of_kind(*kinds: str) -> list[Any]:
    chosen = [case for case in cases() if case["expect"] in kinds]
    return [pytest.param(case, id=Path(case["file"]).stem) for case in chosen]


def content_of(case: dict[str, Any]) -> bytes:
    content: bytes = (VECTORS / case["file"]).read_bytes()
    return content


@needs_shared
@pytest.mark.parametrize("case", of_kind("accept", "accept-as-text"))
def test_a_good_table_is_taken_with_these_rows(case: dict[str, Any]) -> None:
    assert has_rows(content_of(case), case["rows"])


@needs_shared
@pytest.mark.parametrize("case", of_kind("accept-empty"))
def test_a_header_alone_is_a_table_of_no_rows(case: dict[str, Any]) -> None:
    assert import_of(content_of(case)).rows == 0


@needs_shared
@pytest.mark.parametrize("case", of_kind("accept-with-declared-delimiter"))
def test_another_delimiter_is_taken_where_it_is_declared_and_proposed_where_not(case: dict[str, Any]) -> None:
    written = r"\t" if b"\t" in content_of(case) else ";"
    line = f'delimiter = "{written}"'
    assert has_rows(content_of(case), case["rows"], line, "\t" if written == r"\t" else ";")
    with pytest.raises(InputError) as refused:
        import_of(content_of(case))
    assert line in refused.value.problems[0].remedy


@needs_shared
@pytest.mark.parametrize("case", of_kind("accept-or-refuse"))
def test_a_debatable_table_is_taken_rightly_or_refused(case: dict[str, Any]) -> None:
    try:
        is_right = has_rows(content_of(case), case.get("rows", []))
    except InputError as refused:
        is_right = bool(refused.problems)
    assert is_right


@needs_shared
@pytest.mark.parametrize("case", of_kind("refuse", "refuse-or-strip", "refuse-unknown-code"))
def test_a_bad_table_is_refused_with_place_and_remedy(case: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        import_of(content_of(case))
    for problem in refused.value.problems:
        assert problem.place.file == "vector.csv"
        assert problem.message
        assert problem.remedy


@needs_shared
@pytest.mark.parametrize("case", of_kind("refuse-unknown-code"))
def test_an_unknown_code_is_named_and_not_put_right(case: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        import_of(content_of(case))
    assert "not in the definition" in str(refused.value)


@needs_shared
def test_every_vector_is_tried() -> None:
    kinds = {
        "accept", "accept-as-text", "accept-empty", "accept-with-declared-delimiter", "accept-or-refuse",
        "refuse", "refuse-or-strip", "refuse-unknown-code",
    }  # fmt: skip
    assert len(cases()) == 68
    assert {case["expect"] for case in cases()} == kinds
    assert len(spectrum()) == 12
    assert pl.DataFrame(cases())["file"].is_unique().all()
