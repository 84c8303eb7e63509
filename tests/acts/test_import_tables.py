"""Tables of results as evidence."""

from pathlib import Path

import pytest

from testigo.acts.import_tables import ImportRequest, import_tables, read_tables, try_tables
from testigo.acts.operation import Operation
from testigo.errors import InputError, RefusedError, StoreError
from tests.acts.acting import DAY, key_of, keys_of, last
from tests.cli.small import MAPPING

ROWS = "mesa,red,blue\n001.01,100,50\n9,1,2\n"


@pytest.fixture
def request_of(tmp_path: Path) -> ImportRequest:
    (tmp_path / "results.csv").write_text(ROWS)
    (tmp_path / "results.toml").write_text(MAPPING)
    return ImportRequest([tmp_path / "results.csv"], tmp_path / "results.toml")


def changed(request: ImportRequest, rows: str, **others: str) -> ImportRequest:
    (file,) = request.files
    file.write_text(rows)
    return ImportRequest(request.files, request.mapping_file, **others)


def test_a_table_becomes_a_statement_and_the_same_again_nothing(
    operation: Operation, request_of: ImportRequest
) -> None:
    (done,) = import_tables(operation, request_of, DAY)
    assert (done.statement, done.is_new, done.table.number) == (1, True, 2)
    assert done.table.unknown["station"].to_list() == ["9"]
    (again,) = import_tables(operation, request_of, DAY)
    assert (again.statement, again.is_new) == (1, False)
    assert last(operation) == 1


def test_how_far_the_reading_is_can_be_watched(operation: Operation, request_of: ImportRequest) -> None:
    told: list[tuple[int, int]] = []
    read_tables(
        operation, request_of.files, request_of.mapping_file, lambda done, total: told.append((done, total))
    )
    assert told[-1] == (len(ROWS), len(ROWS))


def test_a_table_that_is_tried_says_what_the_checks_find_and_nothing_is_said(
    operation: Operation, request_of: ImportRequest
) -> None:
    (tried,) = try_tables(operation, changed(request_of, "mesa,red,blue\n001.01,400,150\n"))
    assert tried.statement is None
    assert [(one.severity, one.stations) for one in tried.found if one.code == "T.301"] == [("blocking", 1)]
    assert last(operation) == 0


def test_a_later_release_says_which_rows_it_takes_away_and_needs_a_reason(
    operation: Operation, request_of: ImportRequest
) -> None:
    import_tables(operation, request_of, DAY)
    with pytest.raises(RefusedError) as caught:
        import_tables(operation, changed(request_of, "mesa,red,blue\n001.01,101,50\n", replaces="1"), DAY)
    assert key_of(caught) == "release.say_why"
    assert last(operation) == 1
    later = changed(request_of, "mesa,red,blue\n001.01,101,50\n", replaces="1", reason="Two rows withdrawn.")
    (done,) = import_tables(operation, later, DAY)
    assert (done.statement, last(operation)) == (3, 3)
    assert done.release is not None
    assert done.release.rows.fallen["station"].sort().to_list() == ["001.01", "9"]


def test_a_table_beside_one_of_the_same_reader_says_so(
    operation: Operation, request_of: ImportRequest
) -> None:
    import_tables(operation, request_of, DAY)
    (done,) = import_tables(operation, changed(request_of, "mesa,red,blue\n001.01,100,51\n"), DAY)
    assert [(one.statement, one.stations) for one in done.same_reader] == [(1, 1)]


def test_what_cannot_be_taken_is_refused_and_nothing_is_said(
    operation: Operation, request_of: ImportRequest
) -> None:
    with pytest.raises(RefusedError) as refused:
        import_tables(operation, changed(request_of, ROWS, replaces="9"), DAY)
    assert key_of(refused) == "release.no_such_import"
    with pytest.raises(InputError) as caught:
        import_tables(operation, changed(request_of, "mesa,red,blue\n"), DAY)
    assert keys_of(caught) == ["import.no_rows"]
    request_of.files[0].unlink()
    with pytest.raises(StoreError) as missing:
        import_tables(operation, request_of, DAY)
    assert key_of(missing) == "file.one_cannot_be_read"
    assert last(operation) == 0
