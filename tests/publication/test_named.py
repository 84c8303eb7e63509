"""Results for people who open a spreadsheet: with names and percentages, and without empty columns."""

import csv
import io

import fastexcel
import polars as pl
import pytest

from testigo.catalogue import LANGUAGES
from testigo.election.geography import with_first_jurisdiction
from testigo.publication.format import data_path, safe_name
from testigo.publication.named import percent
from tests.publication.conftest import Made, made


def table(name: str, election: str = "every state") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made(election)[1][f"data/named/{name}.csv"].decode())))


def test_a_station_stands_with_the_names_of_its_places_and_its_percentages() -> None:
    rows = {row["station"]: row for row in table("stations-mayor")}
    row = rows["A1-1.01"]
    names = dict(made("every state")[0].election.jurisdictions.select("jurisdiction", "name").iter_rows())
    assert (row["level_2"], row["level_2_name"]) == ("A", names["A"])
    assert row["level_3_name"] == names["A1"]
    share = 100 * int(row["votes_red"]) / int(row["valid_votes"])
    assert float(row["percent_red"]) == pytest.approx(share, abs=0.005)
    assert len(row["percent_red"].partition(".")[2]) == 2


def test_a_station_that_is_not_accepted_has_neither_votes_nor_percentages() -> None:
    rows = [row for row in table("stations-mayor") if row["status"] != "accepted"]
    assert rows
    assert {row[column] for row in rows for column in ("votes_red", "percent_red")} == {""}


def test_every_row_of_the_results_is_there(publication: Made) -> None:
    snapshot, files = publication
    for contest, results in snapshot.results.items():
        path = data_path(f"named/stations-{safe_name(contest)}.csv", drill=snapshot.election.drill)
        rows = list(csv.DictReader(io.StringIO(files[path].decode())))
        assert [row["station"] for row in rows] == results["station"].to_list()


def test_no_column_is_empty(publication: Made) -> None:
    for path, content in publication[1].items():
        if "/named/" in path and path.endswith(".csv"):
            frame = pl.read_csv(io.BytesIO(content), infer_schema=False)
            empty = [column.name for column in frame if column.null_count() == frame.height]
            assert not empty or frame.height == 0, path


def test_a_place_stands_with_its_name_what_it_is_and_who_is_above_it() -> None:
    row = next(row for row in table("places-mayor") if row["jurisdiction"] == "A1")
    assert (row["parent"], row["level_name"]) == ("A", made("every state")[0].election.levels[2])
    assert row["name"]
    assert row["parent_name"]


def test_a_workbook_has_stations_places_and_what_the_columns_mean() -> None:
    workbook = fastexcel.read_excel(made("every state")[1]["data/named/stations-mayor.xlsx"])
    assert workbook.sheet_names == ["Mesas", "Lugares", "Columnas"]
    columns = workbook.load_sheet(2).to_polars()
    assert set(workbook.load_sheet(0).to_polars().columns) <= set(columns["column"])
    assert {f"meaning_{language}" for language in LANGUAGES} <= set(columns.columns)


def test_each_first_jurisdiction_has_a_workbook_of_its_own_stations() -> None:
    snapshot, files = made("every state")
    of_first = with_first_jurisdiction(snapshot.election, snapshot.election.stations)
    first = dict(of_first.select("station", "first_jurisdiction").iter_rows())
    expected: dict[str, list[str]] = {}
    for station in snapshot.results["mayor"]["station"]:
        expected.setdefault(f"data/named/stations-mayor/{first[station]}.xlsx", []).append(station)
    found = {
        path: fastexcel.read_excel(content).load_sheet(0, dtypes="string").to_polars()["station"].to_list()
        for path, content in files.items()
        if path.startswith("data/named/stations-mayor/")
    }
    assert found == expected


@pytest.mark.parametrize(
    ("hundredths", "said"), [(0, "0.00"), (5, "0.05"), (6714, "67.14"), (10_000, "100.00")]
)
def test_hundredths_of_a_percent_are_a_percentage_with_two_decimals(hundredths: int, said: str) -> None:
    assert str(pl.select(percent(pl.lit(hundredths))).item()) == said
