"""Cards to share: a picture of the whole and of every first jurisdiction, as SVG and PNG, 1200 x 630.

In   a Snapshot, the Site.
Out  `cards/LANGUAGE/CODE.svg` and `.png`, and `cards/cards.json`: every figure that a card shows with its
     cell, and the hash of each picture. Messengers show no SVG; the PNG is drawn of it with fonts that two
     packages ship, never those of the machine, so that the bytes are the same everywhere.

A verifier holds the figures of an SVG against their cells, and draws both again.
"""

import hashlib
import html
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import resvg_py
from markupsafe import Markup

from testigo.election.colour import Mode, from_palette, legible
from testigo.publication.dataset import canonical_json
from testigo.publication.format import CARDS_LIST, MARK, card_path
from testigo.publication.letters import fonts, option_on_card, place_on_card
from testigo.publication.national import first_views
from testigo.publication.page_frame import Pages
from testigo.publication.shard import Site
from testigo.publication.view import View
from testigo.publication.votes import headline
from testigo.snapshot import Snapshot

WIDTH, HEIGHT, EDGE = 1_200, 630, 60
PAPER, INK, SECOND, RULE = "#fffefa", "#17191c", "#4b4f56", "#d9d3c5"
FAMILY = "Noto Sans, Noto Sans Arabic"
LONGEST_LINE = 36
MOST_LINES = 3


@dataclass(frozen=True)
class Card:
    """One card: its SVG, and the marks of the figures that it shows."""

    svg: str
    figures: tuple[tuple[str, str], ...]  # (cell, text)


def card_files(snapshot: Snapshot, site: Site) -> Pages:
    """Yield every card, of the first contest voted in each place, then the list of their figures."""
    listed: list[dict[str, Any]] = []
    for language in site.languages:
        for view in first_views(snapshot, site, language):
            card = card_of(drawable(view))
            svg, png = card.svg.encode(), drawn(card.svg)
            path = card_path(language, view.place.jurisdiction)
            yield f"{path}.svg", svg
            yield f"{path}.png", png
            listed.append(
                {
                    "card": path,
                    "figures": [{"cell": cell, "text": text} for cell, text in card.figures],
                    "png": hashlib.sha256(png).hexdigest(),
                    "svg": hashlib.sha256(svg).hexdigest(),
                }
            )
    yield CARDS_LIST, canonical_json({"cards": listed})


def card_of(view: View) -> Card:
    """Return the card of a place: headline, the two in front, coverage, and what it is."""
    pieces = list(parts_of(view))
    figures = tuple(
        dict.fromkeys(
            (html.unescape(found["cell"]), html.unescape(found["text"]))
            for _, _, said in pieces
            for found in MARK.finditer(str(said))
        )
    )
    mirrored = view.say.direction == "rtl"
    lines = "".join(
        text(y, style, without_elements(said), mirrored=mirrored != (style == FIGURES))
        for y, style, said in pieces
    )
    return Card(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{FAMILY}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<rect width="{WIDTH}" height="12" fill="{INK}"/>{bars(view)}{lines}</svg>\n',
        figures,
    )


def drawable(view: View) -> View:
    """Return a view whose names the fonts can draw: a position or a code stands for one that they cannot."""
    options = tuple(
        replace(option, short_name=option_on_card(option, view.language), short_names=())
        for option in view.contest.options
    )
    place = place_on_card(view.place.called(view.language), view.place.jurisdiction)
    return replace(
        view,
        contest=replace(view.contest, options=options),
        place=replace(view.place, name=place, names=()),
    )


HEAD, NAME, FIGURES, NUMBER, SMALL, DRILL = "head", "name", "figures", "number", "small", "drill"
SIZES = {HEAD: (52, 700, INK), NAME: (30, 700, INK), NUMBER: (30, 400, INK), SMALL: (23, 400, SECOND)}
SIZES[FIGURES] = SIZES[NAME]
SIZES[DRILL] = (30, 700, "#8a4a00")
BARS_AT = (318, 414)


def parts_of(view: View) -> Iterator[tuple[int, str, Markup]]:
    """Yield each line of a card: where it stands, how it is written, what it says."""
    say, tally, bounds = view.say, view.tally, view.bounds
    if view.site.election.drill:
        yield 46, DRILL, say("drill.badge")
    for number, line in enumerate(wrapped(headline(view))):
        yield 104 + 64 * number, HEAD, line
    for at, which in zip(BARS_AT, ("first", "second"), strict=True):
        option = bounds.text(which)
        if view.has_votes and option is not None:
            called, votes, share = view.short(option), bounds[f"{which}_votes"], tally[f"share_{option}"]
            if is_mixed(without_elements(called), say.direction):
                yield at - 12, NAME, called
                yield at - 12, FIGURES, Markup("{} · {}").format(votes, share)
            else:
                yield at - 12, NAME, Markup("{} · {} · {}").format(called, votes, share)
    yield 500, NUMBER, say("card.coverage", stations=tally["stations_accepted"])
    yield 545, SMALL, say("notice.text")
    imprint = view.site.imprint
    published = say("foot.publication", number=imprint.number, day=say.day(imprint.day))
    address = Markup(" {}").format(imprint.address) if imprint.address else Markup()
    yield 575, SMALL, published + address
    groups = " ".join(imprint.fingerprint[at : at + 4] for at in range(0, 64, 4))
    yield 605, SMALL, Markup('<span class="hash">{}</span>').format(groups)


def is_mixed(name: str, direction: str) -> bool:
    """Say whether a name is written the other way than the figures beside it, which it would scatter."""
    turned = {"R", "AL"} if direction == "ltr" else {"L"}
    return any(unicodedata.bidirectional(letter) in turned for letter in name)


def bars(view: View) -> str:
    """Draw the shares of the two in front, in their colours."""
    drawn_bars = []
    options = {option.option: option for option in view.contest.options}
    for at, which in zip(BARS_AT, ("first", "second"), strict=True):
        code = view.bounds.text(which)
        if not view.has_votes or code is None:
            continue
        number = (
            list(view.site.fills[view.contest.contest]).index(code)
            if code in view.site.fills[view.contest.contest]
            else 2
        )
        colour = legible(options[code].colour or from_palette(number), Mode.LIGHT)
        length = round((WIDTH - 2 * EDGE) * (view.tally.value(f"share_{code}") or 0) / 10_000)
        start = WIDTH - EDGE - length if view.say.direction == "rtl" else EDGE
        drawn_bars.append(f'<rect x="{start}" y="{at}" width="{length}" height="34" fill="{colour}"/>')
        drawn_bars.append(f'<path d="M{EDGE} {at + 36}H{WIDTH - EDGE}" stroke="{RULE}" stroke-width="3"/>')
    return "".join(drawn_bars)


def wrapped(said: Markup) -> list[Markup]:
    """Return a sentence in at most three lines, its figures whole."""
    lines = textwrap.wrap(
        without_elements(said), LONGEST_LINE, break_long_words=False, break_on_hyphens=False
    )
    if len(lines) > MOST_LINES:
        lines = [
            *lines[: MOST_LINES - 1],
            textwrap.shorten(" ".join(lines[MOST_LINES - 1 :]), LONGEST_LINE, placeholder="…"),
        ]
    marks = {html.unescape(found["text"]): found[0] for found in MARK.finditer(str(said))}
    return [Markup(_marked(line, marks)) for line in lines]  # noqa: S704


def _marked(line: str, marks: dict[str, str]) -> str:
    """Put back the marks of the figures of a line, the longest first."""
    if not marks:
        return html.escape(line)
    found = re.compile("|".join(re.escape(text) for text in sorted(marks, key=len, reverse=True)))
    pieces, start = [], 0
    for figure in found.finditer(line):
        pieces += [html.escape(line[start : figure.start()]), marks[figure[0]]]
        start = figure.end()
    return "".join([*pieces, html.escape(line[start:])])


def without_elements(said: Markup) -> str:
    """Return a message without its elements."""
    return html.unescape(re.sub(r"<[^>]*>", "", str(said)))


def text(y: int, style: str, said: str, *, mirrored: bool) -> str:
    """Write one line of text from the edge where reading begins; one that is too long is drawn narrower."""
    size, weight, colour = SIZES[style]
    room = WIDTH - 2 * EDGE
    fits = f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if len(said) * size * 0.54 > room else ""
    begins = f'x="{WIDTH - EDGE}" text-anchor="end"' if mirrored else f'x="{EDGE}"'
    return (
        f'<text {begins} y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}"{fits}>'
        f"{html.escape(said)}</text>"
    )


def drawn(svg: str) -> bytes:
    """Return the PNG of an SVG, with the fonts that we bring."""
    picture = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts())
    return bytes(picture)
