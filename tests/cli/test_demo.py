"""`testigo demo`: the invented town from photos to a verified publication; the country runs in test_wheel."""

import re
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from click.testing import CliRunner, Result

from testigo.acts.operation import Operation
from testigo.cli.demo import ACTS, command, perform
from testigo.cli.demo_steps import Stage
from testigo.cli.serve import LOCAL
from testigo.columns import Status
from testigo.errors import StoreError
from testigo.simulate.mishaps import Mishap


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("demo") / "whole"
    words = [str(folder), "--act", "town", "--no-serve"]
    return folder / "town", CliRunner().invoke(command, words, catch_exceptions=False)


def truth(town: Path, table: str) -> pl.DataFrame:
    return pl.read_csv(town / "operation" / "truth" / table, infer_schema=False)


def stations(town: Path, mishap: Mishap) -> list[str]:
    return sorted(truth(town, "stories.csv").filter(pl.col("story") == mishap.value)["station"])


def lines_found(output: str) -> list[str]:
    _, found = output.split("What was found")
    return [line.strip(" -") for line in found.splitlines() if line.startswith("  - ")]


def test_the_act_ends_well_and_everything_in_it_holds(played: tuple[Path, Result]) -> None:
    _, result = played
    assert result.exit_code == 0, result.output
    assert "Everything holds, and the signature is by the key that you named." in result.output


def test_what_it_says_was_found_is_what_had_happened(played: tuple[Path, Result]) -> None:
    town, result = played
    photos, duplicate, contradicted, dispute, forged, whole, stranger = lines_found(result.output)
    came = len(list((town / "operation" / "photos").iterdir()))
    assert photos == f"{came} photos came: 39 were read from their codes, 2 were typed by two persons."
    assert len(stations(town, Mishap.SAME_PHOTO)) == 1
    assert duplicate.startswith("Duplicate: 1 photo came twice.")
    assert stations(town, Mishap.CHANGED_FIGURES)[0] in contradicted
    assert stations(town, Mishap.FORGED_COPY)[0] in dispute
    assert stations(town, Mishap.BAD_SUMS)[0] in forged
    assert whole.startswith(
        f"36 of 40 stations are in the sum; {len(stations(town, Mishap.MISSING))} sent nothing"
    )
    assert "everything holds. In a copy it finds the one changed byte" in stranger


def test_every_accepted_result_is_the_truth_and_no_forged_form_is_in_the_sum(
    played: tuple[Path, Result],
) -> None:
    town, _ = played
    snapshot = Operation(town / "operation").snapshot()
    (contest,) = snapshot.election.contests
    results = snapshot.results[contest.contest]
    accepted = results.filter(pl.col("status") == Status.ACCEPTED.value)
    true = truth(town, f"votes-{contest.contest}.csv").with_columns(
        pl.col(contest.vote_columns).cast(pl.Int64)
    )
    both = accepted.join(true, on="station", suffix=" true")
    assert both.height == accepted.height == 36
    for column in contest.vote_columns:
        assert both[column].equals(both[f"{column} true"]), column
    left_out = results.filter(pl.col("status") == Status.QUARANTINED.value)["station"].to_list()
    forged = (*stations(town, Mishap.BAD_SUMS), *stations(town, Mishap.CHANGED_FIGURES))
    assert sorted(left_out) == sorted(forged)


def test_the_publication_says_on_every_page_that_it_is_a_drill(played: tuple[Path, Result]) -> None:
    town, _ = played
    pages = list((town / "operation" / "public").rglob("*.html"))
    assert len(pages) > 80
    assert [page for page in pages if b'<b class="drill">' not in page.read_bytes()] == []


def test_the_truth_and_the_photos_are_not_published(played: tuple[Path, Result]) -> None:
    town, _ = played
    published = {path.name for path in (town / "operation" / "public").rglob("*")}
    assert not published & {"truth", "typed", "photos", "stories.csv"}
    assert not [name for name in published if name.endswith(".jpg")]


def test_a_copy_with_one_changed_byte_is_caught_and_taken_away(played: tuple[Path, Result]) -> None:
    town, result = played
    (changed,) = re.findall(r"One byte of (\S+) is changed", result.output)
    assert f"✗ {changed}: was changed" in result.output
    assert not (town / "tampered").exists()


def test_a_publication_is_shown_while_the_next_act_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def publish(stage: Stage) -> list[str]:
        stage.public.mkdir(parents=True)
        (stage.public / "index.html").write_text("the town")
        return ["a town"]

    def look(stage: Stage) -> list[str]:
        (address,) = re.findall(r"while the next act is played: (\S+)", capsys.readouterr().out)
        asking = HTTPConnection(urlsplit(address).netloc)
        asking.request("GET", "/")
        seen.append(asking.getresponse().read())
        asking.close()
        return publish(stage)

    seen: list[bytes] = []
    perform({"town": ("Town", publish), "country": ("Country", look)}, tmp_path, 0)
    assert seen == [b"the town"]
    assert capsys.readouterr().out.count(f"http://{LOCAL}:") == 2


def test_nothing_is_shown_on_a_port_where_that_is_not_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    perform({"town": ("Town", lambda _: ["a town"])}, tmp_path, None)
    said = capsys.readouterr().out
    assert str(tmp_path / "town" / "operation" / "public" / "index.html") in said
    assert "http" not in said


def test_there_are_two_acts() -> None:
    assert list(ACTS) == ["town", "country"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match="nothing is overwritten"):
        CliRunner().invoke(command, [str(tmp_path), "--act", "town"], catch_exceptions=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
