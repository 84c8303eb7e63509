"""The first files of a definition as real tables give them."""

from pathlib import Path

import polars as pl
import pytest

from testigo.suggest.definition_draft import draft
from testigo.suggest.draft_mapping import parse_drafts
from testigo.suggest.draft_table import read_drafts

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".." / "shared" / "data"
EXAMPLE = ROOT / "src" / "testigo" / "examples" / "venezuela-2024" / "election"


def published(folder: str, name: str) -> list[bytes]:
    return [(DATA / folder / name).read_bytes()]


VENEZUELA = """
[[draft]]
what = "stations"
file = "RESULTADOS_2024_CSV_V1.csv"
[draft.columns]
station = { join = [{ column = "CENTRO", pad = 9 }, { column = "MESA", pad = 2 }], with = "." }
polling_place = { column = "CENTRO", pad = 9 }
jurisdiction = { join = [{ column = "CENTRO", pad = 9 }], first = 6 }
stratum = { join = [{ column = "CENTRO", pad = 9 }], first = 2 }
registered_voters = { count = "RE" }
"""


@pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not beside the repository")
def test_venezuelas_table_gives_the_examples_stations_byte_for_byte() -> None:
    name = "RESULTADOS_2024_CSV_V1.csv"
    drafts = parse_drafts(VENEZUELA.encode(), "v1.toml")
    drafted = draft(read_drafts(name, published("venezuela-2024", name), drafts))
    assert drafted.files["stations.csv"] == (EXAMPLE / "stations.csv").read_bytes()
    assert drafted.questions == ()


PERU = """
[[draft]]
what = "jurisdictions"
file = "presidencial-actas_ronderos.pe.csv.gz"
null_values = ["NA"]
[[draft.levels]]
jurisdiction = { constant = "PE" }
name = { constant = "Perú" }
[[draft.levels]]
jurisdiction = { column = "v1_CCODI_UBIGEO", first = 2 }
name = "v1_DEPARTAMENTO"
[[draft.levels]]
jurisdiction = { column = "v1_CCODI_UBIGEO", first = 4 }
name = "v1_PROVINCIA"
[[draft.levels]]
jurisdiction = "v1_CCODI_UBIGEO"
name = "v1_DISTRITO"
[[draft]]
what = "jurisdictions"
file = "presidencial-datos-resumen.csv.gz"
thousands = ","
[draft.columns]
jurisdiction = "ubigeo"
parent = { column = "ubigeo", first = 4 }
level = { constant = "4" }
name = "distrito"
stations = { count = "MESAS_HABILES" }
registered_voters = { count = "ELECTORES_HABIL" }
source = { constant = "ONPE, 11 May 2021" }
[[draft]]
what = "stations"
file = "presidencial-actas_ronderos.pe.csv.gz"
null_values = ["NA"]
[draft.columns]
station = "mesa"
jurisdiction = "v1_CCODI_UBIGEO"
registered_voters = { count = "v1_NNUME_HABILM" }
"""


@pytest.mark.skipif(not DATA.is_dir(), reason="the data sets are not beside the repository")
def test_perus_two_tables_give_86488_stations_and_1874_declared_districts() -> None:
    drafts = parse_drafts(PERU.encode(), "peru.toml")
    given_rows = [
        found
        for name in ("presidencial-actas_ronderos.pe.csv.gz", "presidencial-datos-resumen.csv.gz")
        for found in read_drafts(name, published("peru-2021", name), drafts)
    ]
    drafted = draft(given_rows)
    places = pl.read_csv(drafted.files["jurisdictions.csv"], infer_schema=False)
    stations = pl.read_csv(drafted.files["stations.csv"], infer_schema=False)
    declared = places.filter(pl.col("frame") == "declared")
    assert (stations.height, stations["station"].n_unique()) == (86_488, 86_488)
    assert stations.filter(pl.col("jurisdiction") == "PE").height == 9_335
    assert declared.height == 1_874
    assert declared["stations"].cast(pl.Int64).sum() == 83_048
    assert declared["registered_voters"].cast(pl.Int64).sum() == 24_290_921
    assert stations["registered_voters"].cast(pl.Int64).sum() == 22_500_606
    # 22 districts are spelled differently in the two tables; a person is asked.
    assert [each.place.column for each in drafted.questions] == ["name"] * 22 + ["frame"]
