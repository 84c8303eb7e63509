"""One department of Peru and one county of New York, published and verified as a stranger would."""

import datetime
import os
import shutil
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest

from testigo.acts.draft import DraftRequest, draft_definition
from testigo.acts.import_tables import ImportRequest, import_tables
from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from tests.commands import run
from tests.keys import Keys, make_keys

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not beside this repository")

DAY = datetime.date(2026, 1, 2)
ACTAS = "presidencial-actas_ronderos.pe.csv.gz"
UCAYALI = {
    f'file = "{ACTAS}"': f'file = "{ACTAS}"\nonly = [{{ v1_DEPARTAMENTO = "UCAYALI" }}]',
    '"v1_DEPARTAMENTO",': "",
    'thousands = ","': 'thousands = ","\nonly = [{ departamento = "UCAYALI" }]',
}


def part_of(example: str, folder: Path, changed: Mapping[str, str]) -> Path:
    """Copy an example, its mappings changed so that they read a part, and name a new key in it."""
    operation = folder / "operation"
    shutil.copytree(Path(str(resources.files("testigo.examples"))) / example, operation)
    for mapping in (operation / "results").glob("*.toml"):
        text = mapping.read_text(encoding="utf-8")
        for old, new in changed.items():
            text = text.replace(old, new)
        mapping.write_text(text, encoding="utf-8")
    make_keys(folder, f"testigo.example/{example}")
    settings = operation / "election" / "election.toml"
    named = f'key_fingerprints = ["{key_of(folder)}"]'
    settings.write_text(settings.read_text(encoding="utf-8").replace("key_fingerprints = []", named), "utf-8")
    return operation


def key_of(folder: Path) -> str:
    return Keys(folder).fingerprint


def published(operation: Path, files: list[Path], mapping: str, drafted: list[Path]) -> None:
    """Draft, seal, import, publish and verify; every step must end well."""
    results = operation / "results"
    draft_definition(operation, DraftRequest(drafted, results / "definition.toml"))
    seal_definition(operation, DAY, os.urandom)
    import_tables(Operation(operation), ImportRequest(files, results / mapping), DAY)
    assert run("publish", operation, *Keys(operation.parent).options) == 0
    assert run("verify", operation / "public", "--key", key_of(operation.parent)) == 0


def test_one_department_of_peru_is_published_and_every_check_holds(tmp_path: Path) -> None:
    operation = part_of("peru-2021", tmp_path, UCAYALI)
    country = operation / "results" / "country.csv"
    country.write_text(
        "jurisdiction,level,name,frame,stations,registered_voters,source\nPE,1,Perú,sum of parts,,,\n",
        "utf-8",
    )
    files = [DATA / "peru-2021" / name for name in (ACTAS, "presidencial-datos-resumen.csv.gz")]
    published(operation, files[:1], "mapping.toml", [*files, country])
    snapshot = Operation(operation).snapshot()
    assert snapshot.results["president"].height == 1_317
    assert set(snapshot.results["president"]["status"]) == {"accepted"}


def test_one_county_of_new_york_is_published_and_every_check_holds(tmp_path: Path) -> None:
    operation = part_of("new-york-2016", tmp_path, {})
    yates = DATA / "us-ny-2016" / "precincts" / "20161108__ny__general__yates__precinct.csv.gz"
    published(operation, [yates], "counties.toml", [yates])
    snapshot = Operation(operation).snapshot()
    assert {code: frame.height for code, frame in snapshot.results.items()} == {
        "president": 18,
        "us-senate": 18,
    }
