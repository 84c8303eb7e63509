"""Every ratio that a benchmark measures, kept by day and commit: speed that is lost is seen.

A ratio is our time to that of a peer in the same run, so that machines and days may be compared; lower is
better. Each benchmark calls `keep`; `figures.csv` beside this file is only ever added to, and drawn into
docs/pictures/speed.svg. The load of the machine is kept too: under it a ratio says less.
"""

import csv
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import attrgetter
from pathlib import Path

KEPT = Path(__file__).with_name("figures.csv")
DRAWN = Path(__file__).parents[1] / "docs" / "pictures" / "speed.svg"
COLUMNS = ("day", "commit", "load", "benchmark", "figure", "ratio", "limit")

ROW, WIDE, LEFT, RIGHT = 34, 760, 400, 640  # px: height of a line, width, and where its points stand
TEXT = 'font-family="sans-serif" font-size="12"'


@dataclass(frozen=True)
class Figure:
    """One ratio as it was measured once.

    day, commit  of the last commit; `+` behind it where files differed from it
    load         processes that wanted a core in the minute before, on average
    limit        that the ratio should not pass; None where there is none
    """

    day: str
    commit: str
    load: float
    benchmark: str
    figure: str
    ratio: float
    limit: float | None = None


def keep(benchmark: str, figure: str, ratio: float, limit: float | None = None) -> None:
    """Keep a ratio that was just measured, and draw all again."""
    day, commit = git("log", "-1", "--format=%cs %h").split()
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "src", "benchmarks/*.py")
    load = round(os.getloadavg()[0], 1)
    one = Figure(
        day, commit + ("+" if changed else ""), load, benchmark, figure, float(f"{ratio:.3g}"), limit
    )
    with KEPT.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(row_of(one))
    DRAWN.write_text(drawn(read(KEPT.read_text(encoding="utf-8"))), encoding="utf-8")


def git(*words: str) -> str:
    """Return what git says of this repository."""
    return subprocess.run(
        ["git", *words], cwd=KEPT.parent.parent, check=True, capture_output=True, text=True
    ).stdout.strip()


def row_of(one: Figure) -> tuple[str, ...]:
    """Return a figure as a row of the table."""
    limit = "" if one.limit is None else f"{one.limit:g}"
    return one.day, one.commit, f"{one.load:g}", one.benchmark, one.figure, f"{one.ratio:g}", limit


def read(table: str) -> list[Figure]:
    """Read the table, in the order in which it was measured; ValueError where a row is none."""
    header, *rows = csv.reader(table.splitlines())
    if tuple(header) != COLUMNS:
        raise ValueError(f"the columns are not {', '.join(COLUMNS)}")
    return [
        Figure(day, commit, float(load), benchmark, figure, float(ratio), float(limit) if limit else None)
        for day, commit, load, benchmark, figure, ratio, limit in rows
    ]


def drawn(figures: Iterable[Figure]) -> str:
    """Draw every figure over its runs: a line each, its limit, and its last ratio as a number."""
    of = attrgetter("benchmark", "figure")
    lines = [list(runs) for _, runs in groupby(sorted(figures, key=of), key=of)]
    height = ROW * len(lines) + 20
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height}" role="img" {TEXT} '
        f'fill="#222"><title>Ratios of the benchmarks by commit</title>\n<rect width="{WIDE}" '
        f'height="{height}" fill="#fff"/>\n'
    )
    return head + "".join(line(runs, number) for number, runs in enumerate(lines)) + "</svg>\n"


def line(runs: Sequence[Figure], number: int) -> str:
    """Draw one figure: its name, its runs from left to right, its limit dashed, its last ratio."""
    middle, last = ROW * number + 30, runs[-1]
    most = max([one.ratio for one in runs] + ([last.limit] if last.limit else [])) or 1

    def at(place: int, ratio: float) -> tuple[float, float]:
        along = place / max(1, len(runs) - 1)
        return round(LEFT + (RIGHT - LEFT) * along, 1), round(middle - 24 * ratio / most, 1)

    points = [at(place, one.ratio) for place, one in enumerate(runs)]
    name = escape(f"{last.benchmark}: {last.figure}")
    parts = [f'<text x="8" y="{middle - 6}">{name}</text>']
    if last.limit:
        y = at(0, last.limit)[1]
        parts.append(f'<path d="M{LEFT} {y}H{RIGHT}" stroke="#b30" stroke-dasharray="4 3" fill="none"/>')
    if len(points) > 1:
        path = "L".join(f"{x} {y}" for x, y in points)
        parts.append(f'<path d="M{path}" stroke="#245" stroke-width="1.5" fill="none"/>')
    parts += [f'<circle cx="{x}" cy="{y}" r="2.5" fill="#245"/>' for x, y in points]
    limit = f" (limit {last.limit:g})" if last.limit else ""
    parts.append(f'<text x="{RIGHT + 10}" y="{middle - 6}">{last.ratio:g} x{limit}</text>')
    return "".join(parts) + "\n"
