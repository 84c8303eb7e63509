"""The definition: checked, drafted, sealed."""

import os
import shutil
from pathlib import Path

import pytest

from testigo.acts.definition import changes_since_seal, check_definition, seal_days
from testigo.acts.draft import DraftRequest, draft_definition
from testigo.acts.new_operation import (
    EMPTY,
    Choices,
    FilesCopied,
    OperationMade,
    SettingsWritten,
    new_operation,
    parse_fingerprint,
)
from testigo.acts.operation import Operation
from testigo.acts.seal import add_shipped_forms, seal_definition
from testigo.election.load import read_folder
from testigo.errors import InputError, RefusedError, StoreError
from tests.acts.acting import DAY, key_of
from tests.cli.small import FILES

ROLL = "code,town,voters\n001.01,A,500\n001.02,A,400\n"
MAPPING = """\
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "code"
jurisdiction = "town"
registered_voters = { count = "voters" }
"""


@pytest.fixture
def unsealed(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "operation" / "election" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "operation"


def test_a_definition_without_a_problem_says_whether_it_was_sealed(unsealed: Path) -> None:
    before = check_definition(unsealed)
    assert before.changed_since_seal is None
    assert add_shipped_forms(unsealed) == ()
    assert seal_definition(unsealed, DAY, os.urandom) == before.election.seal
    assert check_definition(unsealed).changed_since_seal == ()
    assert seal_definition(unsealed, DAY, os.urandom) == before.election.seal
    days = seal_days(unsealed)
    assert (days.sealed, days.is_before_the_vote) == (DAY, False)


def test_what_was_changed_since_the_seal_is_named_and_is_not_sealed_again(unsealed: Path) -> None:
    seal_definition(unsealed, DAY, os.urandom)
    stations = unsealed / "election" / "stations.csv"
    stations.write_text(stations.read_text().replace(",500", ",501", 1))
    (changed,) = check_definition(unsealed).changed_since_seal or ()
    assert "stations.csv" in changed
    with pytest.raises(RefusedError, match=r"stations\.csv") as caught:
        seal_definition(unsealed, DAY, os.urandom)
    assert key_of(caught) == "definition.changed_since_seal"


def test_every_problem_of_a_definition_is_told(unsealed: Path) -> None:
    (unsealed / "election" / "options.csv").write_text("contest,option,name\nnothing,red,Rosa\n")
    with pytest.raises(InputError):
        check_definition(unsealed)
    with pytest.raises(InputError):
        seal_definition(unsealed, DAY, os.urandom)
    assert not (unsealed / "evidence.sqlite").exists()


def test_a_draft_says_where_its_files_go_and_a_file_with_rows_is_not_touched(
    unsealed: Path, tmp_path: Path
) -> None:
    (tmp_path / "roll.csv").write_text(ROLL)
    (tmp_path / "roll.toml").write_text(MAPPING)
    request = DraftRequest([tmp_path / "roll.csv"], tmp_path / "roll.toml")
    kept = (unsealed / "election" / "stations.csv").read_bytes()
    tried = draft_definition(unsealed, request, dry_run=True)
    assert not (unsealed / "election" / "draft").exists()
    done = draft_definition(unsealed, request)
    assert done == tried
    stations = next(file for file in done.files if file.name == "stations.csv")
    assert (stations.path, stations.rows, stations.is_beside) == (
        Path("election/draft/stations.csv"),
        2,
        True,
    )
    assert (unsealed / "election" / "stations.csv").read_bytes() == kept
    with pytest.raises(RefusedError) as caught:
        draft_definition(unsealed, request)
    assert key_of(caught) == "draft.earlier_one_is_there"


def test_nothing_is_drafted_into_a_sealed_definition(operation: Operation, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        draft_definition(operation.folder, DraftRequest([], tmp_path / "roll.toml"))
    assert key_of(caught) == "draft.sealed"


def test_a_new_operation_is_made_step_by_step_and_nothing_is_overwritten(tmp_path: Path) -> None:
    choices = Choices(tmp_path / "mine", EMPTY, drill=True, key="ab" * 32, day=DAY)
    assert list(new_operation(choices, os.urandom)) == [
        FilesCopied(EMPTY),
        SettingsWritten(),
        OperationMade(tmp_path / "mine", EMPTY),
    ]
    assert "ab" * 32 in (tmp_path / "mine" / "election" / "election.toml").read_text()
    with pytest.raises(RefusedError) as caught:
        next(new_operation(choices, os.urandom))
    assert key_of(caught) == "new.not_empty"
    shutil.rmtree(tmp_path / "mine")


def test_a_fingerprint_is_read_as_it_is_printed_and_nothing_else(tmp_path: Path) -> None:
    assert parse_fingerprint(" ".join(["ABAB"] * 16)) == "ab" * 32
    with pytest.raises(RefusedError) as caught:
        parse_fingerprint("ab")
    assert key_of(caught) == "new.no_fingerprint"


def test_of_a_changed_definition_it_is_said_which_file_what_in_it_and_how_to_go_back(unsealed: Path) -> None:
    seal_definition(unsealed, DAY, os.urandom)
    stations, options = (unsealed / "election" / name for name in ("stations.csv", "options.csv"))
    sealed, kept_options = stations.read_text(), options.read_bytes()
    stations.write_text(sealed.replace(",500", ",501", 1))
    options.unlink()
    (unsealed / "election" / "forms" / "new").mkdir(parents=True)
    (unsealed / "election" / "forms" / "new" / "form.toml").write_text("")
    with Operation(unsealed) as operation, pytest.raises(StoreError):
        operation.evidence()
    changed = {
        str(one).partition(":")[0]: one for one in changes_since_seal(unsealed, files_of(unsealed)) or ()
    }
    assert set(changed) == {"stations.csv", "options.csv", "forms/new/form.toml"}
    before = next(line for line in sealed.splitlines() if ",500" in line)
    assert f"sealed: {before}" in changed["stations.csv"]
    assert f"se selló: {before}" in changed["stations.csv"].in_language("es")
    for name, content in (("stations.csv", sealed.encode()), ("options.csv", kept_options)):
        assert (unsealed / str(changed[name].values["kept"])).read_bytes() == content


def files_of(folder: Path) -> dict[str, bytes]:
    return read_folder(folder / "election")


def test_a_definition_without_a_polling_station_is_not_sealed(unsealed: Path) -> None:
    stations = unsealed / "election" / "stations.csv"
    stations.write_text(stations.read_text().splitlines()[0] + "\n")
    with pytest.raises(RefusedError) as caught:
        seal_definition(unsealed, DAY, os.urandom)
    assert key_of(caught) == "definition.no_stations"
    assert not (unsealed / "evidence.sqlite").exists()
