"""A form profile tried on texts, and a mapping drafted: nothing is kept of either."""

from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from testigo.acts.suggest_mapping import suggest_mapping
from testigo.acts.try_form import profile_of, texts_in, try_form
from testigo.errors import InputError, Place, Problem, RefusedError, StoreError
from tests.acts.acting import key_of, keys_of


def test_a_text_that_is_no_code_says_why_and_where_it_was_given() -> None:
    (tried,) = try_form(profile_of("venezuela-2024"), [(Place("text", 1), "no code")], None, None)
    assert isinstance(tried.trial.read, Problem)
    assert tried.trial.read.place == Place("text", 1)
    assert not tried.trial.is_well


def test_a_profile_that_nobody_ships_and_a_file_that_is_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        profile_of("nothing")
    assert key_of(caught) == "form.no_profile"
    (tmp_path / "codes.txt").write_bytes(b"\xff")
    with pytest.raises(InputError) as wrong:
        texts_in(tmp_path / "codes.txt")
    assert keys_of(wrong) == ["form.not_utf8"]


def test_a_contest_that_the_definition_does_not_have_is_refused(operation: Operation) -> None:
    with pytest.raises(RefusedError) as caught:
        try_form(profile_of("venezuela-2024"), [], operation.folder, "nothing")
    assert key_of(caught) == "form.name_the_contest"


def test_a_mapping_is_drafted_with_the_options_of_the_operation(operation: Operation, tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text("mesa,red,blue\n001.01,100,50\n001.02,1,2\n")
    drafted = suggest_mapping(tmp_path / "results.csv", operation.folder, None)
    assert 'station = "mesa"' in drafted
    assert "votes_red" in drafted
    with pytest.raises(StoreError) as caught:
        suggest_mapping(tmp_path / "nothing.csv", None, None)
    assert key_of(caught) == "file.cannot_be_read"
