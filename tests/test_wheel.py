"""The built wheel, installed alone in a fresh environment, runs the demo."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.amounts import LONG

ROOT = Path(__file__).resolve().parents[1]
TRAVELS = (
    "testigo/examples/venezuela-2024/results/results.csv",
    "testigo/examples/venezuela-2024/SOURCES.md",
    "testigo/forms/profiles/venezuela-2024/form.toml",
    "testigo/evidence/schema_sqlite.sql",
    "testigo/locale/es/pages.po",
    "testigo/publication/assets/testigo.css",
    "testigo/publication/templates/station.html",
    "testigo/py.typed",
    "testigo/server/assets/headquarters.css",
    "testigo/server/assets/sending.js",
    "testigo/server/templates/home.html",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(folder),
        ".",
    ]
    subprocess.run(build, cwd=ROOT, check=True, env=environment)
    return next(folder.glob("*.whl"))


def test_everything_that_the_demo_needs_travels_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert not [name for name in TRAVELS if name not in names]


def test_the_line_that_python_reads_first_travels_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("/purelib/testigo_safe_path.pth")]


def test_no_image_address_of_the_source_travels_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        assert not [name for name in files.namelist() if b"static.resultadosconvzla" in files.read(name)]


@pytest.mark.slow
def test_the_wheel_alone_in_a_fresh_environment_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    demo = [str(environment / "bin" / "testigo"), "demo", str(tmp_path / "demo"), "--no-serve"]
    demo += ["--act", "both" if LONG else "town"]  # the country is made three times: minutes
    ran = subprocess.run(demo, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Everything holds" in ran.stdout
    assert "FAILS" in ran.stdout  # the copy of the town with one changed byte
