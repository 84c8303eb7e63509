"""Nothing that is published tells who sent a form, with what, in which batch or order, or when."""

import datetime
import io
import re
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from testigo.publication.format import safe_name
from testigo.record.disclose import disclose
from testigo.snapshot import Snapshot
from tests.keys import invented_names
from tests.publication.conftest import made
from tests.publication.leaks import Batches, batches

TABLE_OF_2024 = (
    Path(__file__).resolve().parents[2] / ".." / "shared/data/venezuela-2024/RESULTADOS_2024_CSV_V1.csv"
)
CLOCK = re.compile(rb"\b[0-2]?\d:[0-5]\d\b|\b\d{4}-\d\d-\d\dT|\b1[4-9]\d{8}\b")
"""An hour, a moment, or seconds since 1970."""
DAY_AS_A_MOMENT = re.compile(rb'"GeneratedDate":"\d{4}-\d\d-\d\dT00:00:00Z"')
"""NIST SP 1500-100 asks for a moment: the reports have midnight of the day."""


@pytest.mark.skipif(not TABLE_OF_2024.exists(), reason="the table of 2024 is not here")
def test_the_detector_fires_on_the_image_names_of_2024() -> None:
    rows = pl.read_csv(TABLE_OF_2024, infer_schema=False).with_columns(
        name=pl.col("URL").str.split("/").list.last(), town=pl.col("COD_EDO") + "-" + pl.col("COD_MUN")
    )
    by_state = batches(rows.select("name", "COD_EDO").rows())
    by_town = batches(rows.select("name", "town").rows())
    assert by_state == Batches(24_525, 128, 123)
    assert by_town == Batches(24_525, 128, 44)
    assert by_state.tell


def test_the_names_of_our_readings_exhibits_forms_and_readers_share_nothing(
    venezuela_snapshot: Snapshot,
) -> None:
    stations = venezuela_snapshot.election.stations
    public = disclose(
        venezuela_snapshot.evidence, stations["station"], invented_names(), datetime.date(2024, 8, 2)
    )
    readings = public.readings["president"].join(stations.select("station", "level_2"), on="station")
    for column in ("reading", "exhibit", "reader"):
        assert readings[column].n_unique() == 24_532, column
        assert not batches(readings.select(column, "level_2").rows()).tell, column


def test_readings_are_published_in_the_order_of_their_stations() -> None:
    _, files = made("every state")
    frame = pl.read_parquet(io.BytesIO(files["data/evidence/readings-mayor.parquet"]))
    assert frame.equals(frame.sort("station", "reading"))


def test_the_name_of_a_stations_page_is_its_code_and_nothing_else(
    publication: tuple[Snapshot, Mapping[str, bytes]],
) -> None:
    snapshot, files = publication
    named = {path.rpartition("/")[2] for path in files if "/stations/" in path}
    assert named == {f"{safe_name(code)}.html" for code in snapshot.election.stations["station"]}


def test_no_page_or_data_file_holds_a_time_finer_than_a_day(
    publication: tuple[Snapshot, Mapping[str, bytes]],
) -> None:
    for path, content in publication[1].items():
        if not path.endswith((".parquet", ".css")) and "/definition/" not in path:
            assert not CLOCK.search(DAY_AS_A_MOMENT.sub(b"", content)), path


def test_no_private_name_of_a_reading_reader_or_photo_is_published(
    publication: tuple[Snapshot, Mapping[str, bytes]],
) -> None:
    for path, content in publication[1].items():
        for private in (b"ana-1", b"ben-2", b"photo-A", b"exhibit-1"):
            assert private not in content, path
