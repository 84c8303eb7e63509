"""Stage 11, pages and cards of another software: nothing in them could show, hide or replace a figure.

In   a page as it is published and as it is made here.
Out  what proves that it is wrong, and the marks that ours does not have.
"""

import html
import re
from collections.abc import Iterable, Iterator

from testigo.catalogue import LANGUAGES, catalogue
from testigo.characters import named
from testigo.columns import Status
from testigo.file_name import safe_name
from testigo.preview import preview
from testigo.publication.format import MARK, cell_keys
from testigo.verification.outline import ATTRIBUTE, DOCTYPE, Outline, outline_of, outline_of_ours
from testigo.verification.report import Failure

PLAIN_NAMES = (
    "a article b bdi caption code dd div dl dt em figcaption figure h1 h2 h3 h4 hr br li main ol p rect "
    "section small span strong table tbody td tfoot th thead time tr ul wbr"
)
PLAIN = frozenset(PLAIN_NAMES.split())
"""Elements that only hold text, and bars: one of them may stand where ours has another."""
HOLDS_FIGURES = PLAIN | {"html", "body", "header", "footer"}
VALUES = {
    # attribute of a plain element: what may stand in it
    "id": r"[A-Za-z0-9_-]+",
    "scope": r"row|col|rowgroup|colgroup",
    "colspan": r"[0-9]{1,2}",
    "rowspan": r"[0-9]{1,4}",
    "lang": r"[a-z]{2}",
    "hreflang": r"[a-z]{2}",
    "x": r"-?[0-9.]+%?",
    "y": r"-?[0-9.]+%?",
    "width": r"[0-9.]+%?",
    "height": r"[0-9.]+%?",
    "rx": r"[0-9.]+",
    "aria-current": r"page",
}
BELOW = r"(?:\.\./)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*"
HTTPS = r"https://[a-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~/%&=?+,#-]*)?"
LINK = re.compile(rf"{BELOW}(?:#[A-Za-z0-9._-]+)?|#[A-Za-z0-9._-]+|{HTTPS}")
OF_RULES = frozenset({"doubts", "doubt_counts", "findings", "finding_counts"})
"""Cells that stand in no table and follow rules of one version: those of another may be others."""
TO_BE_INCORPORATED = "doubt_counts/to be incorporated/forms"
EARLIER_WORDS = frozenset({(TO_BE_INCORPORATED, "Somebody read"), (TO_BE_INCORPORATED, "Alguien leyó")})
"""Cells of OF_RULES, each with the words that a release had before it and that ours has no longer."""
DRILL_MARK = '<b class="drill">'
CSP = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"<>]*">')
HEAD_TAGS = ("<html", "<head", "<meta ", "<link ", "<title", "<script ")
FRAME_TAGS = ("<html", "<head>", "<body", "<main", "<title")
IN_HEAD = ("<meta", "<link", "<script", "<base", "<style", "<title")
FILLS = frozenset(f"{kind}{number}" for kind in "fo" for number in range(1, 5))
"""Classes that give a shape the colour of an option, and its strength: no release hides with them."""
FILLED = re.compile(r'<g class="f[1-4]">')
STATUS_ICON = re.compile(r'<svg class="i" role="img" aria-label="(?P<word>[^"<>]*)">')
STRIPES = re.compile(r'<path d="(?:M[0-9]+ (?:352|448)l34-34)*" stroke="#[0-9a-f]{6}" stroke-width="3"/?>')
"""Up to the first release the second bar of a card was striped; they lie on the two bars and nowhere else."""
PATTERN = re.compile(
    r'<pattern id="p2(?P<contest>k[0-9]+)" class="(?P=contest)" width="7" height="7" '
    r'patternUnits="userSpaceOnUse" patternTransform="rotate\(45\)">'
)
"""The stripes of a contest, in its own colour: earlier releases had those of contests without bars, too."""
CODE = re.compile(r'<bdi class="mono" dir="ltr">')
"""A code, as every release writes one; where it stands, hangs on the version."""
OF_STATION = re.compile(r"votes_.*|null_votes|total_votes")
OF_PLACE = re.compile(r"votes_.*|share_.*|(?:valid|null|blank)_votes|stations_(?:accepted|missing)")


def of_text(
    address: str | None, root: str, path: str, published: bytes, made: bytes, key: str = ""
) -> tuple[list[Failure], list[str]]:
    """Return what is wrong with a page or card, and the marks of it that ours does not have.

    key  fingerprint of the key that signs: versions before this one put it into a command, without spaces
    """
    try:
        page = published.decode("utf-8")
    except UnicodeDecodeError:
        return [Failure("page.not_text", path)], []
    ours = outline_of_ours(stripped(made.decode(), path, address, root) or made.decode())
    plain = stripped(page, path, address, root)
    found = [] if plain is not None else [Failure("page.preview", path)]
    theirs = outline_of(page if plain is None else plain)
    found += [Failure(code, path, published=text) for code, text in theirs.strange]
    # A definition that was sealed before the rule for names may have such a character in ours too.
    unseen = sorted(theirs.unseen - ours.unseen)
    found += [Failure("page.unseen", path, published=named(letter)) for letter in unseen]
    found += [Failure("page.tag", path, published=tag[:80]) for tag in strange_tags(theirs, ours)]
    found += of_head(path, page if plain is None else plain, ours)
    for element, name in sorted(theirs.around - ours.around):
        if not may_enclose(element, name, ours):
            found.append(Failure("page.tag", path, published=f'<{element} class="{name}">'[:80]))
    strays = sorted({word for _, word in theirs.numerals - ours.numerals if word != key})
    found += [Failure("page.unmarked", path, published=word[:80]) for word in strays]
    hidden = sorted(theirs.hidden - ours.hidden)
    found += [Failure("page.tag", path, published=f'<span class="vh">{text}'[:80]) for text in hidden]
    found += [
        Failure("page.no_cell", path, cell, before[:80])
        for cell, before in misplaced_rule_cells(theirs, ours)
    ]
    lost = required(path, root, ours.marks) - cells_of(theirs.marks)
    found += [Failure("page.figure_missing", path, cell) for cell in sorted(lost)]
    if theirs.frame == ours.frame and theirs.marks != ours.marks:
        found += exchanged(path, theirs.marks, ours.marks)
    if (DRILL_MARK in page) != (ours.tags[DRILL_MARK] > 0):
        found.append(Failure("page.drill", path))
    return found, sorted(set(theirs.marks) - set(ours.marks))


def stripped(page: str, path: str, address: str | None, root: str) -> str | None:
    """Return a page without what messengers show of it; None where that is not what the page says."""
    if address is None or not path.endswith(".html"):
        return page
    expected = preview(page, path, address, root)
    return page.replace(expected, "") if page.count(expected) == 1 else None


def of_another_version(tag: str) -> bool:
    """Say whether another version has such a tag here: the status of a station, the fill of bars or maps."""
    if (icon := STATUS_ICON.fullmatch(tag)) is not None:
        keys = [f"status.{status.value}" for status in Status]
        known = {catalogue("pages", language).text(key) for language in LANGUAGES for key in keys}
        return html.unescape(icon["word"]) in known
    return any(pattern.fullmatch(tag) for pattern in (STRIPES, FILLED, PATTERN, CODE))


def strange_tags(theirs: Outline, ours: Outline) -> Iterator[str]:
    """Yield the tags of a page that are neither in ours nor plain, and parts of the frame that come twice."""
    yield from (
        tag
        for tag, count in theirs.tags.items()
        if tag.startswith(FRAME_TAGS) and count > max(1, ours.tags[tag])  # a shape of a map has a title too
    )
    of_card = any(tag.startswith("<svg xmlns") for tag in ours.tags)
    classes = {
        name
        for tag in ours.tags
        for key, text in ATTRIBUTE.findall(tag)
        if key == "class"
        for name in text.split()
    }
    if not classes.isdisjoint(FILLS):  # which ones a page needs depends on who is ahead
        classes |= FILLS
    yield from (
        tag
        for tag in theirs.tags
        if tag not in ours.tags
        and not is_plain(tag, classes, of_card=of_card)
        and not of_another_version(tag)
    )


def is_plain(tag: str, classes: set[str], *, of_card: bool) -> bool:
    """Say whether a tag only gives text its place: a class that ours has, a link below or to https."""
    element, _, rest = tag.strip("<>/").partition(" ")
    if element not in PLAIN and not (element == "text" and of_card):
        return False
    for name, value in ATTRIBUTE.findall(rest):
        if name == "class":
            if not set(value.split()) <= classes - {"vh", "hash"}:
                return False
        elif name == "href":
            if element != "a" or not LINK.fullmatch(html.unescape(value)):
                return False
        elif name not in VALUES or not re.fullmatch(VALUES[name], value):
            return False
    return True


def may_enclose(element: str, name: str, ours: Outline) -> bool:
    """Say whether an element may stand around a figure, where in ours it stands around none."""
    known = {each for _, classes in ours.around for each in classes.split()}
    return element in HOLDS_FIGURES and set(name.split()) <= known


def of_head(path: str, page: str, ours: Outline) -> Iterator[Failure]:
    """Yield what a head must have once and has not: the policy that forbids all else, our style sheet."""
    if not path.endswith(".html"):
        return
    head, end, body = page.partition("</head>")
    needed = [tag for tag in ours.tags if tag.startswith(("<meta", "<link"))]
    written = outline_of(f"{head}{end}</html>")
    if not page.startswith(DOCTYPE):
        yield Failure("page.head", path, published=page[:20], expected=DOCTYPE)
    for tag in written.tags:
        if not tag.startswith(HEAD_TAGS):
            yield Failure("page.head", path, published=tag[:80])
    for tag in needed:
        if written.tags[tag] != 1:
            yield Failure("page.head", path, published=str(written.tags[tag]), expected=tag[:200])
    policy = CSP.search(head)
    if policy is None or any(each in head[: policy.start()] for each in ("<link", "<script", "<title")):
        yield Failure("page.head", path, published="-", expected="Content-Security-Policy")
    if any(each in body for each in IN_HEAD[:-1]):
        yield Failure("page.head", path, published=next(each for each in IN_HEAD if each in body))


def misplaced_rule_cells(theirs: Outline, ours: Outline) -> Iterator[tuple[str, str]]:
    """Yield cells that follow rules of one version, and the words before, where ours has other words there.

    What such a figure is, only its own version knows; so it stands where ours does, and not beside a name.
    """
    for cell, before in theirs.placed - ours.placed:
        known = (html.unescape(cell), before) in EARLIER_WORDS
        if cell_keys(html.unescape(cell))[0] in OF_RULES and not known:
            yield html.unescape(cell), before


def cells_of(marks: Iterable[str]) -> set[str]:
    """Return the addresses of marks."""
    return {html.unescape(found["cell"]) for each in marks if (found := MARK.fullmatch(each))}


def required(path: str, root: str, marks: list[str]) -> set[str]:
    """Return the cells that a page must show, of those that ours shows: of its station or place."""
    parts = path.removesuffix(".html").split("/")
    if not path.endswith(".html") or len(parts) < 2:
        return set()
    if parts[-2] == "stations":
        own, table, columns = parts[-1], "results", OF_STATION
    else:
        own = root if len(parts) == 2 else parts[-2] if parts[-1] == "index" else parts[-1]
        table, columns = "tally", OF_PLACE
    found = set()
    for cell in cells_of(marks):
        keys = cell_keys(cell)
        of_own = keys[0] == table and columns.fullmatch(keys[-1])
        of_lead = keys[0] == "bounds" and keys[-1] == "lead"
        if (of_own or of_lead) and safe_name(keys[2]) == own:
            found.add(cell)
    return found


def exchanged(path: str, theirs: list[str], ours: list[str]) -> Iterator[Failure]:
    """Yield the figures that changed places in a page that is built as ours is."""
    for one, other in zip(theirs, ours, strict=True):
        if one != other and not cells_of([one]) & cells_of([other]):
            there, right = MARK.fullmatch(one), MARK.fullmatch(other)
            if there and right:
                yield Failure("page.figure", path, html.unescape(right["cell"]), there["text"], right["text"])
