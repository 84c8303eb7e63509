"""`testigo changes A B` through the real command: folders, addresses and ZIPs, and what it refuses."""

import functools
import http.server
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.commands import run
from tests.verification.corrected import Corrected


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    return Corrected(tmp_path_factory.mktemp("corrected"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that keeps what it was asked for, and is silent."""

    asked: list[str] = []  # noqa: RUF012 - the server makes one of these for each request

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def address(corrected: Corrected) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(corrected.public))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def csv_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, pl.DataFrame]:
    capsys.readouterr()
    code = run("changes", *arguments, "--csv")
    return code, pl.read_csv(io.StringIO(capsys.readouterr().out), infer_schema=False)


def test_each_figure_that_moved_has_its_statement(
    corrected: Corrected, capsys: pytest.CaptureFixture[str]
) -> None:
    code, moved = csv_of(capsys, corrected.kept(1), corrected.public)
    assert code == 0
    because = {(row["place"], row["figure"]): row["because"] for row in moved.iter_rows(named=True)}
    assert because["001.01", "votes_red"] == "correction"
    assert because["002.01", "votes_red"] == "withdrawal"
    assert because["001.02", "registered_voters"] == "amendment, restoration, withdrawal"
    assert because["X", "votes_red"] == "correction, withdrawal"


def test_an_address_gives_the_same_as_the_folder_and_only_the_data_are_fetched(
    corrected: Corrected, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    of_folder = csv_of(capsys, corrected.kept(1), corrected.public)
    Quiet.asked.clear()
    of_address = csv_of(capsys, corrected.kept(1), address)
    assert of_address[0] == of_folder[0]
    assert of_address[1].equals(of_folder[1])
    assert Quiet.asked
    assert all(path.startswith(("/data/", "/manifest.")) for path in Quiet.asked)


def test_the_zip_of_a_mirror_gives_the_same(
    corrected: Corrected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = tmp_path / "publication-0002.zip"
    with zipfile.ZipFile(mirror, "w") as packed:
        for path in sorted(corrected.public.rglob("*")):
            if path.is_file():
                packed.write(path, f"publication-0002/{path.relative_to(corrected.public)}")
    code, moved = csv_of(capsys, corrected.kept(1), mirror)
    assert (code, moved.height) == (0, csv_of(capsys, corrected.kept(1), corrected.public)[1].height)


def test_a_fall_that_nothing_explains_is_exit_code_1_and_named_first(
    corrected: Corrected, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = Path(shutil.copytree(corrected.public, tmp_path / "silent"))
    corrected.bend(silent, lambda errata: errata.clear())
    assert run("changes", corrected.kept(1), silent, "--json") == 1
    assert json.loads(capsys.readouterr().out)["fell_unexplained"] > 0
    assert run("changes", corrected.kept(1), silent) == 1
    assert capsys.readouterr().out.startswith("FELL, and nothing says why")


def test_publications_of_two_elections_are_not_compared(
    corrected: Corrected, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Corrected(tmp_path_factory.mktemp("other"))  # sealed with a key of its own
    assert run("changes", corrected.kept(1), other.public) == 2
    assert "cannot be compared" in capsys.readouterr().err


def test_the_later_publication_named_first_is_refused_and_no_fall_is_told(
    corrected: Corrected, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("changes", corrected.public, corrected.kept(1)) == 2
    told = capsys.readouterr()
    assert "name the earlier one first" in told.err
    assert "FELL" not in told.out


def test_an_address_that_does_not_answer_is_said_with_its_remedy(
    corrected: Corrected, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("changes", corrected.kept(1), "http://127.0.0.1:9/") == 2
    assert "cannot be fetched" in capsys.readouterr().err
