"""The notebooks of `examples/`, executed: each prints what stands in it, figure by figure."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from testigo.acts.operation import Operation
from testigo.acts.sample import PlanRequest, drawn_sample, plan
from testigo.publication.dataset import derived_files
from testigo.snapshot import Snapshot
from testigo.statistics.announced import announced_bytes
from testigo.statistics.disclosed import SAMPLE
from testigo.statistics.plan import Audit
from tests.statistics.venezuela import SEED

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
AUDIT = Audit(
    method="fixed bet", bet=0.75, eta=0.555, weight=100, above=0.0275, risk_percent=5.0, largest=None
)

pytestmark = pytest.mark.slow


def executed(name: str) -> tuple[list[str], list[str]]:
    """What a notebook holds, and what its cells print when they are executed, one text a cell."""
    held, again = read(name), read(name)
    NotebookClient(again, timeout=300, kernel_name="python3").execute()
    return printed(held), printed(again)


def read(name: str) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.read(EXAMPLES / name, as_version=4)  # type: ignore[no-untyped-call]
    return found


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]


@pytest.fixture
def published(
    venezuela: Operation, venezuela_snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The data folder of a publication of Venezuela 2024 with a sample, as far as pandas reads it."""
    request = PlanRequest("stratified", "state", 600, 95, 10, 80, AUDIT)
    sample = announced_bytes(drawn_sample(venezuela, plan(venezuela, request), (), SEED), None)
    evidence = replace(venezuela_snapshot.evidence, statistics={SAMPLE: sample})
    files: Mapping[str, bytes] = {
        **dict(derived_files(replace(venezuela_snapshot, evidence=evidence))),
        **{f"definition/{name}": content for name, content in venezuela.definition_files.items()},
        SAMPLE: sample,
    }
    for name, content in files.items():
        file = tmp_path / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    monkeypatch.setenv("TESTIGO_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.mark.usefixtures("published")
def test_pandas_alone_makes_the_published_figures_of_venezuela_again() -> None:
    held, again = executed("venezuela-2024.ipynb")
    assert again == held
    assert "decided by 267,776" in "".join(held)
    assert "1,830,358 more" in "".join(held)
    assert "import testigo" not in (EXAMPLES / "venezuela-2024.ipynb").read_text()


def test_a_quick_count_is_planned_from_nothing_to_the_night() -> None:
    held, again = executed("quick-count.ipynb")
    assert again == held
    assert "nothing is said yet" in "".join(held)
    assert "inside the interval: True" in "".join(held)
