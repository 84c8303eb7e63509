"""Drawings of a sample and of forensic tests as the pages hold them: SVG marks without any text.

In   whole numbers: shares in hundredths of a percent, counts, p-values in thousandths.
Out  SVG; the same on every machine. Beside each stands a sentence or a table that says the same, and its
     labels are HTML. Heights, colours and patterns stand in the style sheet.
"""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE
from testigo.publication.charts import percent
from testigo.statistics.arrays import Whole

GRID = 40
"""Cells of a fingerprint on each side: two and a half percent each."""
SHADES = 5
HIGH = 150
"""Of a plot over the draw, in units of its own."""
WIDE = 1_000
PLOT = f'class="plot" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none"'


def interval(low: int, high: int, estimate: int, counted: int | None, fill: str) -> Markup:
    """Draw an estimate as a bar, its interval as a box on its end, what all forms give as a line."""
    low, high = max(0, low), min(WHOLE, high)
    line = "" if counted is None else f'<rect class="inkf" x="{fine(counted)}" width="2" height="38"/>'
    return _svg(
        'class="iv"',
        f'<rect class="{fill}" y="6" width="{fine(estimate)}" height="26"/>'
        f'<rect class="box" x="{fine(low)}" y="6" width="{fine(high - low)}" height="26"/>{line}',
    )


def fine(share: int) -> str:
    """Return a share as a length, to the hundredth of a percent: 6714 is `67.14%`."""
    return f"{share / 100:.2f}%"


def band(
    steps: Sequence[tuple[int, int, int]], lowest: int, highest: int, counted: int | None, fill: str
) -> Markup:
    """Draw how an interval narrows: a band around a line, and dashed what all forms give.

    steps            (stations, share, half width) from the first step to the last
    lowest, highest  shares at the bottom and at the top
    """
    last = steps[-1][0]
    span = max(1, highest - lowest)

    def x(stations: int) -> int:
        return WIDE * (stations - steps[0][0]) // max(1, last - steps[0][0])

    def y(share: int) -> int:
        return HIGH * (highest - min(max(share, lowest), highest)) // span

    above = [f"{x(stations)} {y(share + half)}" for stations, share, half in steps]
    below = [f"{x(stations)} {y(share - half)}" for stations, share, half in reversed(steps)]
    middle = [f"{x(stations)} {y(share)}" for stations, share, _ in steps]
    shape = f'<path class="{fill} o1" d="M{"L".join([*above, *below])}z"/>'
    line = f'<path class="ln1" d="M{"L".join(middle)}"/>'
    whole = "" if counted is None else f'<path class="dash" d="M0 {y(counted)}H{WIDE}"/>'
    return _svg(
        PLOT,
        f"{shape}{line}{whole}",
    )


def falling(path: Sequence[float], risk: float) -> Markup:
    """Draw a p-value after each form on a scale of powers of ten, with the announced risk dashed.

    path  each 0 to 1; what is below 1e-6 is drawn there
    """
    powers = 6

    def y(p: float) -> int:
        return round(HIGH * min(powers, -float(np.log10(max(p, 10.0**-powers)))) / powers)

    last = max(1, len(path))
    every = max(1, last // 200)
    points = [f"{WIDE * number // last} {y(path[number - 1])}" for number in range(every, last + 1, every)]
    return _svg(
        PLOT,
        f'<path class="ln1" d="M0 0L{"L".join(points)}"/><path class="dash" d="M0 {y(risk)}H{WIDE}"/>',
    )


def points(ps: Sequence[int]) -> Markup:
    """Draw p-values (thousandths) as dots on one line, those that would hide each other stacked."""
    heights: dict[int, int] = {}
    dots = []
    for p in sorted(ps):
        column = p // 25
        level = heights.get(column, 0)
        heights[column] = level + 1
        dots.append(f'<circle cx="{p / 10:.1f}%" cy="{HIGH - 10 - 13 * level}" r="6"/>')
    tall = 20 + 13 * max(heights.values(), default=1)
    top = HIGH - tall
    return _svg(
        f'class="dots" height="{tall}"',
        f'<g transform="translate(0 -{top})">'
        f'<rect class="gapf" width="5%" y="{top}" height="{tall}"/>'
        f'<line class="ax" x2="100%" y1="{HIGH - 1}" y2="{HIGH - 1}"/>'
        f'<g class="inkf">{"".join(dots)}</g></g>',
    )


def dot(p: int) -> Markup:
    """Draw one p-value (thousandths) on its line, for a row of a table."""
    return _svg(
        'class="dot"',
        '<rect class="gapf" width="5%" height="16"/>'
        f'<line class="ax" x2="100%" y1="8" y2="8"/>'
        f'<circle class="inkf" cx="{percent(10 * p)}" cy="8" r="6"/>',
    )


def fingerprint(cast: Whole, roll: Whole, first: Whole, valid: Whole) -> Markup:
    """Draw how many stations have which turnout (across) and which share of the first (up).

    cast, roll, first, valid  (n,); stations without a roll, with more ballots than voters, or without a valid
                              vote are left out
    """
    known = (roll > 0) & (cast <= roll) & (valid > 0) & (first <= valid)
    across = np.minimum(cast[known] * GRID // roll[known], GRID - 1)
    up = np.minimum(first[known] * GRID // valid[known], GRID - 1)
    counts = np.bincount(up * GRID + across, minlength=GRID * GRID).reshape(GRID, GRID)
    shades = shades_of(counts)
    paths = []
    for shade in range(1, SHADES + 1):
        runs = [
            f"M{begin} {GRID - 1 - row}h{end - begin}"
            for row in range(GRID)
            for begin, end in runs_of(shades[row] == shade)
        ]
        if runs:
            paths.append(f'<path class="h{shade}" d="{"".join(runs)}"/>')
    half = GRID // 2
    return _svg(
        f'class="cloud" viewBox="0 0 {GRID} {GRID}"',
        f'<g transform="translate(0 .5)">{"".join(paths)}</g>'
        f'<path class="cross" d="M{half} 0V{GRID}M0 {half}H{GRID}"/>',
    )


def shades_of(counts: Whole) -> Whole:
    """Return a shade of each cell, 0 where there is no station: equal steps of the logarithm."""
    most = max(2, int(counts.max()))
    shades = np.zeros(counts.shape, dtype=np.int64)
    for shade in range(1, SHADES + 1):
        # shade s begins where count^SHADES > most^(s - 1): whole numbers, the same on every machine
        least = next(count for count in range(1, most + 2) if count**SHADES >= most ** (shade - 1))
        shades[counts >= least] = shade
    return shades


def runs_of(found: np.ndarray) -> list[tuple[int, int]]:
    """Return (begin, end) of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], found.astype(np.int8), [0]])))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def columns(counts: Sequence[int], fill: str, usual: Sequence[int] = ()) -> Markup:
    """Draw counts as columns of equal width, each with a line where it usually stands."""
    highest = max(1, *counts, *usual)
    width = WIDE // max(1, len(counts))
    gap = width // 8
    shapes = []
    for place, count in enumerate(counts):
        high = HIGH * count // highest
        where = f'x="{place * width + gap}" y="{HIGH - high}" width="{width - 2 * gap}"'
        shapes.append(f'<rect class="{fill}" {where} height="{high}"/>')
    lines = [f"M{place * width} {HIGH - HIGH * mean // highest}h{width}" for place, mean in enumerate(usual)]
    over = f'<path class="ln1" d="{"".join(lines)}"/>' if lines else ""
    return _svg(
        PLOT,
        f"{''.join(shapes)}{over}",
    )


def _svg(attributes: str, drawn: str) -> Markup:
    return Markup(f'<svg {attributes} aria-hidden="true">{drawn}</svg>')  # noqa: S704
