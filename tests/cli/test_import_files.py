"""`testigo import` of several files: a statement each, or one for the tables that make one reading."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from testigo.cli.main import main
from testigo.evidence.backup import AT_WORK
from testigo.evidence.statements import Kind, Statement
from tests.shapes.invented import MAYOR, TABLE, operation

FIGURES = '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
PARTS = {"a.csv": "station,red,blue\nA1,5,3\nA2,1,0\n", "b.csv": "station,red,blue\nB1,2,2\n"}


def run(folder: Path, mapping: str, files: Mapping[str, str | bytes], *options: str) -> int:
    originals = folder / "originals"
    originals.mkdir(exist_ok=True)
    (originals / "mapping.toml").write_text(mapping, encoding="utf-8")
    paths = []
    for name, content in files.items():
        path = originals / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(str(path))
    try:
        main(
            [
                "import",
                str(folder / "operation"),
                *paths,
                "--mapping",
                str(originals / "mapping.toml"),
                *options,
            ]
        )
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds a sealed operation."""
    operation(tmp_path / "operation")
    return tmp_path


def imports(folder: Path) -> list[Statement]:
    with Operation(folder / "operation") as operation:
        return list(operation.journal.statements(kinds=(Kind.IMPORTED,)))


def files_of(said: Statement) -> list[object]:
    files = said.body["files"]
    assert isinstance(files, list)
    return [*files]


def stored(folder: Path) -> dict[str, bytes]:
    inside = (folder / "operation").rglob("*")
    return {str(path): path.read_bytes() for path in inside if path.is_file() and path.name != AT_WORK}


def test_each_file_of_a_table_becomes_a_statement_and_the_second_time_nothing_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, MAYOR + FIGURES, PARTS) == 0
    assert "Together 2 tables, 3 rows, 3 readings." in capsys.readouterr().out
    assert len(imports(folder)) == 2
    before = stored(folder)
    assert run(folder, MAYOR + FIGURES, PARTS) == 0
    assert "Imported before" in capsys.readouterr().out
    assert stored(folder) == before


def test_one_bad_file_among_several_changes_nothing_and_every_problem_names_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = stored(folder)
    bad = {**PARTS, "b.csv": "station,red,blue\nB1,x,2\n", "c.csv": "station,red,blue\nA1,9,9\n"}
    assert run(folder, MAYOR + FIGURES, bad) == 2
    said = capsys.readouterr().err
    assert "b.csv, row 2, column red" in said
    assert "c.csv" in said
    assert "Nothing was changed" in said
    assert stored(folder) == before


def test_tables_that_make_one_reading_are_one_statement_that_names_both_files(folder: Path) -> None:
    counters = '[[table]]\nfile = "void.txt"\nstation = "station"\ncontest = { constant = "mayor" }\n'
    mapping = MAYOR + FIGURES + counters + '[table.figures]\nnull_votes = "void"\n'
    files = {"a.csv": PARTS["a.csv"], "void.txt": "station,void\nA1,1\nA2,2\n"}
    assert run(folder, mapping, files) == 0
    (said,) = imports(folder)
    assert len(files_of(said)) == 2
    results = Operation(folder / "operation").snapshot().results["mayor"]
    assert results["null_votes"].to_list() == [1, 2, None]


def test_code_tables_beside_the_mapping_are_kept_as_evidence_and_a_changed_one_is_another_import(
    folder: Path,
) -> None:
    mapping = (
        TABLE + 'contest = { constant = "mayor" }\nfigure = { column = "who", table = "people" }\n'
        'value = "votes"\nabsent = "zero"\n[tables.people]\nfile = "codes.txt"\n'
    )
    (folder / "originals").mkdir()
    codes = folder / "originals" / "codes.txt"
    codes.write_text("from,to\nR,votes_red\nB,votes_blue\n", encoding="utf-8")
    table = {"long.csv": "station,who,votes\nA1,R,5\nA1,B,3\n"}
    assert run(folder, mapping, table) == 0
    (said,) = imports(folder)
    assert len(files_of(said)) == 2
    codes.write_text("from,to\nR,votes_blue\nB,votes_red\n", encoding="utf-8")
    assert run(folder, mapping, table) == 0
    assert len(imports(folder)) == 2


def test_several_tables_are_a_list_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, MAYOR + FIGURES, PARTS, "--json", "--dry-run") == 0
    assert [table["readings"] for table in json.loads(capsys.readouterr().out)] == [2, 1]
    assert imports(folder) == []
