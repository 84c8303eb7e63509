"""The data files: complete, described, the same every time, and enough to derive everything again."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from testigo.publication.dataset import dataset
from testigo.publication.dictionary import Described, dictionary
from testigo.publication.format import data_path
from testigo.publication.page_frame import MANY_CONTESTS
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence
from tests import world
from tests.publication.conftest import made
from tests.publication.elections import DEFINITION, IMPRINT, every_state

Publication = tuple[Snapshot, Mapping[str, bytes]]


def test_two_runs_give_the_same_bytes() -> None:
    one, two = (dict(dataset(every_state(), DEFINITION, IMPRINT)) for _ in range(2))
    assert one == two


WRITTEN_BESIDE_A_READER = """
import threading
import polars as pl
from testigo.publication import dataset
frame = pl.DataFrame({"station": ["001.01"] * 200_000, "votes_red": range(200_000)})
over = threading.Event()
def read():
    while not over.is_set():
        frame.lazy()
        frame.join(frame.head(1), on="votes_red")
threading.Thread(target=read, daemon=True).start()
for _ in range(5):
    for write in (dataset.rows_json, dataset.csv, dataset.parquet):
        write(frame)
over.set()
"""


def test_a_frame_is_written_while_another_thread_reads_it() -> None:
    """The pages of stations are cut from the frames whose files are written meanwhile: it hung for ever."""
    program = [sys.executable, "-c", WRITTEN_BESIDE_A_READER]
    subprocess.run(program, check=True, timeout=120)


def test_the_dictionary_has_every_column_of_every_table(publication: Publication) -> None:
    snapshot, files = publication
    of_all = files[data_path("dictionary.csv", drill=snapshot.election.drill)]
    of_contests = [content for path, content in files.items() if "dictionary-" in path]
    many = len(snapshot.election.contests) > MANY_CONTESTS
    assert len(of_contests) == (len(snapshot.election.contests) if many else 0)
    texts = [content.decode() for content in (of_all, *of_contests)]
    rows = [row for text in texts for row in csv.DictReader(io.StringIO(text))]
    described = {(row["file"], row["column"]) for row in rows}
    for name, content in files.items():
        plain = name.removeprefix("data/").replace("DRILL-", "")
        if name.endswith(".csv"):
            columns = next(csv.reader(io.StringIO(content.decode())))
        elif name.endswith(".parquet"):
            columns = list(pl.read_parquet_schema(io.BytesIO(content)))
        else:
            continue
        plain = "dictionary.csv" if plain.startswith("dictionary-") else plain
        assert {(plain, column) for column in columns} <= described, name
    assert all(row["meaning_es"] and row["meaning_en"] and row["type"] for row in rows)


def test_an_option_is_called_in_the_dictionary_as_in_the_contest_of_its_table() -> None:
    mayor = world.contest("mayor", options=("a", "b"))
    (first, second) = mayor.options
    council = replace(mayor, contest="council", options=(replace(first, name="Somebody else"), second))
    columns = pl.Schema({"votes_a": pl.Int64()})
    tables = [Described(f"results-{of.contest}.csv", columns, of) for of in (mayor, council)]
    meant = dict(dictionary(tables).select("file", "meaning_en").iter_rows())
    assert "Somebody else" in meant["results-council.csv"]
    assert first.name in meant["results-mayor.csv"]


def test_csv_is_utf_8_without_bom_and_keeps_codes_as_text() -> None:
    _, files = made("every state")
    content = files["data/results-mayor.csv"]
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert b"\nErie/Del 001,accepted," in content


def test_csv_parquet_and_json_of_a_table_are_the_same_rows() -> None:
    snapshot, files = made("every state")
    parquet = pl.read_parquet(io.BytesIO(files["data/results-mayor.parquet"]))
    as_json = pl.DataFrame(json.loads(files["data/results-mayor.json"]), schema=parquet.schema)
    as_csv = pl.read_csv(io.BytesIO(files["data/results-mayor.csv"]), schema=parquet.schema)
    assert parquet.equals(snapshot.results["mayor"])
    assert as_json.equals(parquet)
    assert as_csv.equals(parquet)


def test_a_stranger_derives_every_result_from_the_published_readings() -> None:
    snapshot, files = made("every state")

    def frame(name: str) -> pl.DataFrame:
        return pl.read_parquet(io.BytesIO(files[f"data/evidence/{name}.parquet"]))

    names = {"mayor": "mayor", "council/Erie 1": "council_2f_45rie_201"}
    readings = {code: frame(f"readings-{name}") for code, name in names.items()}
    evidence = Evidence(0, "", readings, {}, frame("claims"), frame("pixel-findings"), 0)
    again = derive(snapshot.election, snapshot.profiles, evidence)
    for contest, results in snapshot.results.items():
        assert again.results[contest].equals(results)
        assert again.tallies[contest].equals(snapshot.tallies[contest])
    assert again.contradictions.equals(snapshot.contradictions)


def test_publication_json_says_what_it_is_and_nothing_finer_than_a_day() -> None:
    _, files = made("a drill")
    said = json.loads(files["data/DRILL-publication.json"])
    assert said["drill"] is True
    assert said["number"] == 3
    assert said["day"] == "2030-01-07"
    assert set(said) == {
        "address",
        "date",
        "day",
        "drill",
        "made_with",
        "name",
        "number",
        "origin",
        "place",
        "previous",
        "seal",
        "software",
    }


def test_the_definition_is_published_as_it_was_sealed() -> None:
    for name in ("every state", "a drill"):
        assert made(name)[1]["data/definition/election.toml"] == DEFINITION["election.toml"]


def test_the_number_of_a_publication_is_the_imprints() -> None:
    files = dict(dataset(every_state(), DEFINITION, replace(IMPRINT, number=12)))
    assert json.loads(files["data/publication.json"])["number"] == 12
