"""The ratios of the benchmarks are kept, and the picture of them is the one that they give."""

import re
from pathlib import Path

import pytest
from benchmarks import figures
from benchmarks.__main__ import NAMES
from benchmarks.figures import COLUMNS, DRAWN, KEPT, Figure, drawn, keep, read, row_of

FIRST = Figure("2030-01-06", "abc1234", 0.5, "verification", "whole, to <sha256sum>", 13.4, 10)
SECOND = Figure("2030-01-07", "def5678+", 7, "verification", "whole, to <sha256sum>", 8.25, 10)
OTHER = Figure("2030-01-07", "def5678", 0, "tally", "to pandas", 0.2)
WITHOUT_A_PEER = {"elections", "false_alarms", "headquarters", "statistics"}
"""They count, or take seconds that nothing stands beside; that of headquarters waits in invented minutes."""


def table(*rows: Figure) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(f'"{cell}"' for cell in row_of(row)) for row in rows)])


def test_a_row_reads_back_as_it_was_kept() -> None:
    assert read(table(FIRST, SECOND, OTHER)) == [FIRST, SECOND, OTHER]


def test_a_table_of_other_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="the columns are not day, commit"):
        read("day,commit\n")


def test_what_is_kept_is_of_a_benchmark_that_there_is_and_in_order_of_its_days() -> None:
    kept = read(KEPT.read_text(encoding="utf-8"))
    assert kept
    assert {one.benchmark for one in kept} <= set(NAMES)
    assert [one.day for one in kept] == sorted(one.day for one in kept)
    assert all(re.fullmatch(r"[0-9a-f]{7,}\+?", one.commit) for one in kept)


def test_the_picture_in_the_documentation_is_of_what_is_kept() -> None:
    assert DRAWN.read_text(encoding="utf-8") == drawn(read(KEPT.read_text(encoding="utf-8")))


def test_each_figure_is_a_line_with_a_point_a_run_its_limit_and_its_last_ratio() -> None:
    picture = drawn([FIRST, OTHER, SECOND])
    (pandas,) = [line for line in picture.splitlines() if "to pandas" in line]
    (whole,) = [line for line in picture.splitlines() if "sha256sum" in line]
    assert (pandas.count("<circle"), whole.count("<circle")) == (1, 2)
    assert ("stroke-dasharray" in pandas, "stroke-dasharray" in whole) == (False, True)
    assert "8.25 x (limit 10)" in whole
    assert "whole, to &lt;sha256sum&gt;" in whole


def test_a_benchmark_adds_its_ratio_at_the_end_with_the_commit_and_draws_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, picture = tmp_path / "benchmarks" / "figures.csv", tmp_path / "speed.svg"
    kept.parent.mkdir()
    kept.write_text(table(FIRST) + "\n", encoding="utf-8")
    monkeypatch.setattr(figures, "KEPT", kept)
    monkeypatch.setattr(figures, "DRAWN", picture)
    monkeypatch.setattr(
        figures, "git", lambda *words: "2030-01-07 def5678" if words[0] == "log" else " M src"
    )
    keep("tally", "to pandas, 30,000 stations", 0.20449)
    first, added = read(kept.read_text(encoding="utf-8"))
    assert first == FIRST
    assert (added.commit, added.ratio, added.limit) == ("def5678+", 0.204, None)
    assert picture.read_text(encoding="utf-8") == drawn([first, added])


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_with_a_peer_keeps_its_ratios(name: str) -> None:
    source = (KEPT.parent / f"{name}.py").read_text(encoding="utf-8")
    kept = set(re.findall(r'keep\(\s*"(\w+)"', source))
    assert kept == (set() if name in WITHOUT_A_PEER else {name})
