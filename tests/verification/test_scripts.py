"""Scripts of a publication: ours byte for byte, and only published figures to compare with."""

import json
from pathlib import Path

import pytest

from tests.verification.made import found_by_bytes, found_by_rules


def test_the_scripts_of_a_publication_hold(copy: Path) -> None:
    assert found_by_bytes(copy) == set()


def test_changed_code_fails(copy: Path) -> None:
    script = copy / "assets/search.js"
    script.write_bytes(script.read_bytes() + b"document.title = '9';\n")
    assert found_by_bytes(copy) == {("rebuild.differs", "assets/search.js")}


@pytest.mark.parametrize("path", ["assets/more.js", "es/x.js", "assets/search.min.js"])
def test_code_that_is_not_ours_fails(copy: Path, path: str) -> None:
    (copy / path).write_text("alert(1)\n")
    assert ("page.script", path) in found_by_rules(copy)


def test_data_with_code_behind_it_fails(copy: Path) -> None:
    data = copy / "assets/words-es.js"
    data.write_bytes(data.read_bytes() + b"alert(1)\n")
    assert ("page.script", "assets/words-es.js") in found_by_rules(copy)


def test_data_under_another_name_fails(copy: Path) -> None:
    (copy / "assets/check-1.js").write_bytes((copy / "assets/check-forms.js").read_bytes())
    assert ("page.script", "assets/check-1.js") in found_by_rules(copy)


def test_a_figure_to_compare_with_that_is_not_published_fails(copy: Path) -> None:
    data = copy / "assets/check-1.js"
    head, _, value = data.read_text().partition(",")
    stations = json.loads(value.removesuffix(");\n"))
    name = next(station for station, row in stations.items() if isinstance(row[2][0], list))
    stations[name][2][0][0] += 1
    data.write_text(f"{head},{json.dumps(stations, separators=(',', ':'), ensure_ascii=False)});\n")
    assert ("page.script_figure", "assets/check-1.js") in found_by_rules(copy)
