"""Stage 11, step 7, the cards to share: every figure that one lists and shows is that of its cell.

In   the sound files of the publication, the figures by address (`Book`), the names that a card may show.
Out  what does not hold, by file and cell.

The SVG is read as text: what has a digit there is a listed figure, a name, or one of the last two lines
(number, day and address of the publication, fingerprint). The address is the announced one. Both
pictures are made again besides (`shipped`).
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from testigo.publication.format import CARDS, CARDS_LIST, STYLES, shown
from testigo.snapshot import Snapshot
from testigo.verification.elements import ELEMENT
from testigo.verification.figures import Book
from testigo.verification.numerals import has_numeral
from testigo.verification.report import Failure
from testigo.verification.source import Source, UnreadableError

MOST_CARD_BYTES = 4 << 20
TEXT = re.compile(r"<text [^>]*>([^<]*)</text>")
DRAWN_WITH = {"svg", "rect", "path", "text"}
FOOT = 2
"""Lines at the end of a card that bear no figure of the count."""
LONGEST_LINE = 36
"""Letters of a headline's line: only a longer name is ever cut."""
CARD = re.compile(rf"{CARDS}/(?P<language>[a-z]{{2}})/[^/]+")


def card_failures(source: Source, sound: Iterable[str], book: Book, snapshot: Snapshot) -> Iterator[Failure]:
    """Yield what is wrong with the cards of a publication."""
    cards = {path for path in sound if path.startswith(f"{CARDS}/")} - {CARDS_LIST}
    listed = _listed(source, sound)
    if listed is None:
        if cards:
            yield Failure("card.list", CARDS_LIST)
        return
    known = {f"{card}.{form}" for card in listed for form in ("svg", "png")}
    yield from (Failure("card.list", path) for path in sorted(cards - known))
    names = names_in(snapshot)
    for card, figures in listed.items():
        yield from _failures(source, card, figures, book, names)


def names_in(snapshot: Snapshot) -> set[str]:
    """Return the names with a digit that a card may show: of options and jurisdictions, in any language."""
    election = snapshot.election
    texts = election.jurisdictions.select("^name.*$").to_dict(as_series=False).values()
    found = {name for column in texts for name in column if isinstance(name, str)}
    for contest in election.contests:
        for option in contest.options:
            found |= {option.called_in_short(language) for language in election.languages}
    return {shown for name in found for shown in (name, *_cut(name)) if has_numeral(shown)}


def _cut(name: str) -> list[str]:
    """Return a name as a card that is too small for it shows it: cut after a word."""
    words = name.split()
    return [" ".join(words[:count]) + "…" for count in range(1, len(words))]


def _listed(source: Source, sound: Iterable[str]) -> dict[str, list[tuple[str, str]]] | None:
    """Return card -> (cell, text) of its figures; None where the list is not there or has another shape."""
    if CARDS_LIST not in sound:
        return None
    try:
        cards: Any = json.loads(source.read(CARDS_LIST, MOST_CARD_BYTES))["cards"]
        return {
            str(card["card"]): [(str(figure["cell"]), str(figure["text"])) for figure in card["figures"]]
            for card in cards
        }
    except (UnreadableError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _failures(
    source: Source, card: str, figures: list[tuple[str, str]], book: Book, names: set[str]
) -> Iterator[Failure]:
    path = f"{card}.svg"
    language = CARD.fullmatch(card)
    if language is None or language["language"] not in STYLES:
        yield Failure("card.list", path)
        return
    for cell, text in figures:
        figure = book.figure(cell)
        expected = None if figure is None else shown(*figure, language["language"])
        if expected != text:
            yield Failure("page.figure", path, cell, text, expected or "")
    try:
        svg = source.read(path, MOST_CARD_BYTES).decode()
    except (UnreadableError, UnicodeDecodeError):
        yield Failure("card.list", path)
        return
    if strange := set(ELEMENT.findall(svg)) - DRAWN_WITH:
        yield Failure("page.element", path, published=sorted(strange)[0][:80])
    lines = [html.unescape(line) for line in TEXT.findall(svg)]
    told = [word for line in lines for word in line.split() if "://" in word]
    if told != ([book.address] if book.address else []):
        yield Failure("card.address", path, published=" ".join(told)[:120], expected=book.address or "-")
    # The longest first: a place may be called `1`, and a figure be part of a longer name.
    explained = sorted({*names, *(text for _, text in figures)}, key=len, reverse=True)
    rest = " ".join(lines[:-FOOT])  # one text again: a name may be broken between two lines
    for known in explained:
        rest = re.sub(rf"(?<![0-9])(?<![0-9][.,]){re.escape(known)}(?![.,]?[0-9])", "", rest)
    if has_numeral(rest):
        yield Failure("page.unmarked", path, published=rest.strip()[:80])
