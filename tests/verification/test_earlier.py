"""With the publication before it at hand, nothing that moved, fell or was listed can be told otherwise."""

import io
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from testigo.acts.publication_copy import held_against, kept_before, read_copy
from testigo.publication.dataset import csv, parquet
from testigo.publication.format import MANIFEST, NOTE
from testigo.verification.earlier import readings_otherwise
from testigo.verification.report import Report
from testigo.verification.source import open_folder
from tests.cli.small import MAPPING
from tests.verification.corrected import ONE, Corrected
from tests.verification.made import codes, forge, report
from tests.verification.test_errata import Change, is_of, with_value, without

FELL = is_of("withdrawal", "002.01")


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    return Corrected(tmp_path_factory.mktemp("corrected"))


@pytest.fixture
def operation(corrected: Corrected, tmp_path: Path) -> Path:
    """A copy of the operation that a test may change."""
    return Path(shutil.copytree(corrected.small.folder, tmp_path / "operation"))


def compared(corrected: Corrected, operation: Path) -> Report:
    """What `testigo verify` finds in the operation's own folder."""
    source = open_folder(operation / "public")
    found = report(operation / "public", corrected.fingerprint)
    kept = kept_before(source, found)
    assert kept is not None
    return held_against(found, source, kept)


def test_a_publication_that_grew_out_of_the_kept_one_holds(corrected: Corrected, operation: Path) -> None:
    found = compared(corrected, operation)
    assert found.exit_code == 0
    assert next(step.checked for step in found.steps if step.name == "chain")["moved"] > 0


def test_the_command_looks_for_the_kept_one_without_being_asked(
    corrected: Corrected, operation: Path
) -> None:
    corrected.bend(operation / "public", without(FELL))
    small = type(corrected.small)(operation / "public")
    assert small.run("verify", "--key", corrected.fingerprint, "--language", "en") == 1
    assert "a reading that counted in the publication before is gone" in small.out
    assert "and nothing says why" in small.out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(without(FELL), "errata.reading_gone", id="a fall left out"),
        pytest.param(without(FELL), "errata.unexplained", id="its figures are then without a reason"),
        pytest.param(
            without(is_of("withdrawal", "002.01", "votes_red")), "errata.reading_gone", id="one figure of it"
        ),
        pytest.param(
            with_value(is_of("withdrawal", "002.01", "votes_red"), "before", 8),
            "errata.was_otherwise",
            id="a figure that it had",
        ),
        pytest.param(with_value(FELL, "place", "001.01"), "errata.was_otherwise", id="its station"),
        pytest.param(with_value(FELL, "reading", "f" * 32), "errata.reading_gone", id="its reading"),
    ],
)
def test_a_bent_entry_of_what_fell_is_refused(
    corrected: Corrected, operation: Path, change: Change, code: str
) -> None:
    corrected.bend(operation / "public", change)
    assert code in codes(compared(corrected, operation))


def test_a_list_that_lost_an_entry_is_refused(corrected: Corrected, operation: Path) -> None:
    """The second publication is kept, and a third one without its entries comes after it."""
    corrected.publish_again(operation)
    corrected.bend(operation / "public", without(is_of("withdrawal", "002.01")))
    assert "errata.entry_gone" in codes(compared(corrected, operation))


def test_a_reading_that_was_changed_under_its_name_is_an_unexplained_figure(
    corrected: Corrected, operation: Path
) -> None:
    """Results and tables follow the changed reading; only the earlier publication tells."""
    table = operation / "public" / "data" / "results-mayor.parquet"
    results = pl.read_parquet(io.BytesIO(table.read_bytes()))
    station = pl.col("station") == "001.02"
    bent = results.with_columns(votes_red=pl.when(station).then(12).otherwise("votes_red"))
    table.write_bytes(parquet(bent))
    table.with_suffix(".csv").write_bytes(csv(bent))
    forge(operation / "public", corrected.signer)
    found = compared(corrected, operation)
    cells = {failure.cell for failure in found.failures if failure.code == "errata.unexplained"}
    assert "mayor/001.02/votes_red" not in cells  # it rose, and a restoration is its entry
    assert "table.cell" in codes(found)


READINGS = "data/evidence/readings-mayor.parquet"


@pytest.mark.parametrize(
    ("column", "value"),
    [("votes_red", 12), ("votes_blue", None), ("document_class", "annulled"), ("reader", "f" * 32)],
)
def test_a_reading_that_says_otherwise_under_its_name_is_refused(
    corrected: Corrected, operation: Path, column: str, value: object
) -> None:
    """Who wrote a statement anew, with a new chain, and signs what follows from it."""
    table = operation / "public" / READINGS
    readings = pl.read_parquet(io.BytesIO(table.read_bytes()))
    here = pl.col("station") == "001.02"
    told = pl.when(here).then(pl.lit(value)).otherwise(column).cast(readings.schema[column])
    table.write_bytes(parquet(readings.with_columns(told.alias(column))))
    forge(operation / "public", corrected.signer)
    kept = corrected.kept(1)
    before, after = (
        read_copy(open_folder(kept)).evidence,
        read_copy(open_folder(operation / "public")).evidence,
    )
    [failure] = list(readings_otherwise(before, after, drill=False))
    assert (failure.code, failure.cell) == ("errata.reading_otherwise", f"mayor/001.02/{column}")


def test_an_entry_that_says_so_explains_it(corrected: Corrected) -> None:
    before = read_copy(open_folder(corrected.kept(1))).evidence
    bent = {
        contest: frame.with_columns(pl.col("votes_red") + 1) for contest, frame in before.readings.items()
    }
    [name] = before.readings["mayor"].filter(pl.col("station") == "002.01")["reading"]
    entry = {
        "kind": "withdrawal",
        "contest": "mayor",
        "reading": name,
        "figure": "votes_red",
        "before": 7,
        "after": 8,
    }
    listed = pl.DataFrame([entry], schema_overrides=before.errata.schema)
    after = replace(before, readings=bent, errata=pl.concat([before.errata, listed], how="diagonal"))
    told = [failure.cell for failure in readings_otherwise(before, after, drill=False)]
    assert told == ["mayor/001.01/votes_red", "mayor/001.02/votes_red"]


@pytest.mark.parametrize("file", [MANIFEST, NOTE])
def test_a_kept_publication_that_is_not_the_announced_one_is_not_compared(
    corrected: Corrected, operation: Path, file: str
) -> None:
    (operation / "publications" / "0001" / file).write_text("other\n")
    source = open_folder(operation / "public")
    found = report(operation / "public", corrected.fingerprint)
    assert (kept_before(source, found) is None) == (file == MANIFEST)


def test_a_kept_publication_whose_tables_were_changed_cannot_be_compared(
    corrected: Corrected, operation: Path
) -> None:
    table = operation / "publications" / "0001" / "data" / "results-mayor.parquet"
    table.write_bytes(table.read_bytes() + b"x")
    assert codes(compared(corrected, operation)) == {"chain.kept"}


def test_a_copy_alone_has_none_to_be_held_against(corrected: Corrected, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(corrected.public, tmp_path / "copy"))
    assert kept_before(open_folder(copy), report(copy, corrected.fingerprint)) is None


def test_a_row_that_a_release_repeated_and_somebody_then_withdrew_is_explained(tmp_path: Path) -> None:
    """The release gave the row another name, which no publication before had."""
    made = Corrected(tmp_path)
    mapping = made.small.write("newer.toml", MAPPING.replace("results.csv", "newer.csv"))
    newer = made.small.write("newer.csv", "mesa,red,blue\n001.01,100,50\n001.02,10,5\n002.02,1,2\n")
    made.say("import", newer, "--mapping", mapping, "--replaces", "1", "--reason", "A row was taken back.")
    made.say("withdraw", f"{made.small.last()}.0:001.02", *ONE)
    made.publish()
    assert codes(compared(made, made.small.folder)) == set()
