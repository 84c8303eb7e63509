"""Charts as the pages hold them: SVG marks without any text, drawn from the same numbers as the words.

Shares are in hundredths of a percent (6714 = 67.14 %). Widths are percentages, so a chart fits every screen;
heights, colours and patterns stand in the style sheet. A table or sentence beside each chart says the same,
so that a chart is always hidden from screen readers.
"""

from collections.abc import Sequence

from markupsafe import Markup

from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE

Part = tuple[int, str]
"""A share, and the class of its fill: f1 solid, f2 stripes, f3 dots, ink, ghost (dashed), gapf (ochre)."""


def percent(share: float) -> str:
    """Return a share as an SVG length: 6714 is `67.1%`, finer than any screen."""
    return f"{share / 100:.1f}".rstrip("0").rstrip(".") + "%"


def bar(share: int, fill: str) -> Markup:
    """Draw one bar on a track that is the whole."""
    return _svg("bar", f'<rect class="{fill}" width="{percent(share)}"/>')


def row(parts: Sequence[Part]) -> Markup:
    """Draw parts of a whole side by side, with paper between neighbours; the rest is dotted ground."""
    return _svg("split whole", _side_by_side(parts))


def shares(parts: Sequence[Part]) -> Markup:
    """Draw the same in a table of shares, where the style sheet knows it by its place: a page stays small."""
    return Markup(f'<svg aria-hidden="true">{_side_by_side(parts)}</svg>')  # noqa: S704


def thick(parts: Sequence[Part]) -> Markup:
    """Draw parts side by side as high as a bar."""
    return _svg("bar", _side_by_side(parts))


def diverging(share: int, largest: int, fill: str, *, forward: bool) -> Markup:
    """Draw a lead from the middle towards the side of who leads; `largest` fills a whole side."""
    width = 50 * share / largest if largest else 0
    start = 50 if forward else 50 - width
    drawn = f'<rect class="{fill}" x="{start:.2f}%" width="{width:.2f}%"/>'
    return _svg("split", drawn + '<line class="ax" x1="50%" x2="50%" y2="14"/>')


def swatch(fill: str) -> Markup:
    """Draw the pattern of an option as a small sample."""
    return _svg("swatch", f'<rect class="{fill}" width="100%"/>')


def strip(points: Sequence[tuple[int, int]], fill: str) -> Markup:
    """Draw a circle a place on one line: where = its share, between the lowest and the highest; size = votes.

    points  (share, votes) of each place, at least two; large circles are drawn first
    """
    lowest, highest = min(share for share, _ in points), max(share for share, _ in points)
    most = max(votes for _, votes in points) or 1
    span = max(1, highest - lowest)
    circles = []
    for share, votes in sorted(points, key=lambda point: -point[1]):
        radius = max(3, round(26 * (votes / most) ** 0.5))
        circles.append(f'<circle cx="{6 + 88 * (share - lowest) / span:.1f}%" r="{radius}"/>')
    line = '<line class="ax" x1="6%" x2="94%" y1="30" y2="30"/>'
    return _svg("strip", f'{line}<g class="{fill}">{"".join(circles)}</g>')


def thin(share: int) -> Markup:
    """Draw a coverage: what can be checked is solid ink."""
    return _svg("thin bar", f'<rect class="ink" width="{percent(share)}"/>')


def hollow(share: int) -> Markup:
    """Draw what is declared and cannot be checked here: an outline, never solid."""
    return _svg("thin bar", f'<rect class="ghost" width="{percent(share)}"/>')


def best_case(first: int, second: int, outstanding: int, fills: tuple[str, str]) -> tuple[Markup, Markup]:
    """Draw the leader's votes, and the runner-up's with every outstanding voter added (dashed).

    Where even that falls short, the rest of the runner-up's bar is filled in the colour of attention.
    `fills` are the classes of the two.
    """
    whole = max(first, second + outstanding, 1)
    parts = [(second, fills[1]), (outstanding, "ghost")]
    if first > second + outstanding:
        parts.append((first - second - outstanding, "gapf"))
    return (
        thick([(_share(first, whole), fills[0])]),
        thick([(_share(votes, whole), kind) for votes, kind in parts]),
    )


def _share(votes: int, whole: int) -> int:
    return WHOLE * votes // whole


def _side_by_side(parts: Sequence[Part]) -> str:
    drawn, start = [], 0
    for share, fill in parts:
        if share > 0:
            place = f' x="{percent(start)}"' if start else ""
            drawn.append(f'<rect class="{fill}"{place} width="{percent(share)}"/>')
        start += share
    return "".join(drawn)


def _svg(kind: str, drawn: str) -> Markup:
    return Markup(f'<svg class="{kind}" aria-hidden="true">{drawn}</svg>')  # noqa: S704
