"""The rules on another real election: Peru, 11 April 2021, 77,153 forms of 18 options, filled by hand."""

from pathlib import Path

import polars as pl
import pytest

from testigo.checks.run import run
from testigo.columns import DocumentClass, conform, readings_schema
from testigo.forms.profile import FormProfile, Sum
from tests import world

FORMS = (
    Path(__file__).resolve().parents[2].parent / "shared/data/peru-2021/presidencial-actas_ronderos.pe.csv.gz"
)
OPTIONS = (
    *("fp", "perulibre", "ap", "app", "avpais", "dd", "fa", "jpp", "sp"),
    *("morado", "pnp", "ppc", "pps", "pp", "runa", "rp", "upp", "vn"),
)
PRESIDENT = world.contest("president", options=OPTIONS)
PROFILE = FormProfile(
    name="form",
    counters=(
        "registered_voters",
        "valid_votes",
        "blank_votes",
        "null_votes",
        "other_impugned",
        "total_votes",
    ),
    sums=(
        Sum("valid_votes", ("options",)),
        Sum("total_votes", ("valid_votes", "blank_votes", "null_votes", "other_impugned")),
    ),
    machine_code=None,
)
CLASSES = {
    "CONTABILIZADAS NORMALES": DocumentClass.RESULT.value,
    "ACTA ELECTORAL ANULADA": DocumentClass.ANNULLED.value,
    "MESA NO INSTALADA": DocumentClass.NOT_INSTALLED.value,
}


@pytest.fixture(scope="module")
def said() -> pl.DataFrame:
    if not FORMS.exists():
        pytest.skip("the published table is not beside the repository (../shared)")
    table = pl.read_csv(FORMS, infer_schema=False, null_values=["NA"]).drop_nulls("v1_OBSERVACION")
    rows = table.select(
        station="mesa",
        reading="mesa",
        document_class=pl.col("v1_OBSERVACION").replace_strict(CLASSES),
        registered_voters="v1_NNUME_HABILM",
        total_votes="v1_emitidos",
        valid_votes="v1_validos",
        blank_votes="v1_blanco",
        null_votes="v1_nulos",
        other_impugned="v1_impugnados",
        **{f"votes_{option}": f"v1_{option}" for option in OPTIONS},
    )
    stations = table.select(
        station="mesa",
        polling_place=pl.concat_str("v1_CCODI_UBIGEO", pl.lit(" "), "v1_TNOMB_LOCAL"),
        registered_voters="v1_NNUME_HABILM",
        level_1=pl.lit("X"),
    )
    election = world.election([PRESIDENT], station_frame=conform(stations, dict(world.stations().schema)))
    readings = conform(rows, readings_schema(world.figures_of(PRESIDENT, PROFILE)))
    return run({"president": readings}, election, {"form": PROFILE})


def test_no_form_of_the_record_is_blocked_nor_any_annulled_or_not_installed_one(said: pl.DataFrame) -> None:
    assert set(said["code"]) == {"T.302", "C.401", "N.501"}


def test_six_pairs_of_neighbouring_stations_have_all_18_figures_alike(said: pl.DataFrame) -> None:
    """Chance would spread twins over the country; these are all next to each other in one building."""
    copies = said.filter(pl.col("code") == "C.401").select("station", "related")
    pairs = {tuple(sorted(row)) for row in copies.rows()}
    apart = [abs(int(one) - int(other)) for one, other in pairs]
    assert copies.height == 12
    assert sorted(apart) == [1, 1, 1, 1, 2, 3]


def test_39_stations_stand_apart_from_their_polling_place(said: pl.DataFrame) -> None:
    assert said.filter(pl.col("code") == "N.501").height == 39
