"""Stage 11, step 7: nothing in a page can show, hide or replace a figure beside the marks.

In   a page as it lies in the publication; the codes that may stand alone.
Out  what has no place in it. The tags of marks are looked at where figures are.

A figure that stands in its mark is compared with its cell (`figures.py`). These rules close ways around the
mark: a number dressed up as a name, a comment around a mark, a style that hides one, a script in an
attribute, an address that shows something else. A tag is written in one strict way, and has only attributes
that are named here. In words: spec/publication.md, "Figures in pages".
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator

from testigo.verification.numerals import NUMERALS, has_numeral

DOCTYPE = "<!DOCTYPE html>"
TAG = re.compile(r"<(?!data )[^>]*>?")
STRICT = re.compile(
    r'</[a-zA-Z][a-zA-Z0-9]*>|<(?P<element>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<]*")?)*)\s*/?>'
)
ATTRIBUTE = re.compile(r'([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?')
ATTRIBUTE_NAMES = (
    "autocomplete class colspan cx cy d datetime defer dir fill for height hidden href hreflang "
    "id inputmode lang name open patternTransform patternUnits points r rel required role rows rowspan "
    "scope spellcheck src stroke stroke-dasharray stroke-width tabindex transform type value viewBox width "
    "x x1 x2 y y1 y2"
)
ATTRIBUTES = frozenset(ATTRIBUTE_NAMES.split())
FAMILIES = ("aria-", "data-")
META = re.compile(
    r'<meta (?:charset="utf-8"|http-equiv="Content-Security-Policy" content="[^"<]*"'
    r'|name="viewport" content="width=device-width, initial-scale=1"'
    r'|name="(?:referrer|color-scheme)" content="[a-z -]+")>'
)
"""All that a head holds beside the title and the preview (`previews`): nothing that anybody reads."""
READ_ALOUD = frozenset({"aria-label", "aria-description", "aria-valuetext", "aria-roledescription"})
"""What a screen reader says instead of the text: a figure in it would name no cell."""
ELSEWHERE = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\)")
LINK_OUT = re.compile(r"https?://[^\s\\]+")
NOT_SHOWN = re.compile(
    r"<(?P<element>[fF][oO][rR][mM]|[tT][iI][tT][lL][eE]|[sS][vV][gG]|[tT][eE][xX][tT][aA][rR][eE][aA]"
    r"|[bB][uU][tT][tT][oO][nN])\b.*?(?:</(?P=element)>|\Z)",
    re.DOTALL,
)
READ_ONLY_ALOUD = re.compile(r'class="(?:[^"]* )?vh[ "]')
ELEMENT = re.compile(r"<(?P<element>[a-zA-Z][a-zA-Z0-9]*)\b.*?(?:</(?P=element)>|\Z)", re.DOTALL)
"""A browser shows what stands in these not at all, not always, or to a screen reader only."""
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u2069\ufeff]")
AFTER_TAG = re.compile(r">([^\x00-\u02ff\u0370-\u0482])")
"""Turns the writing round, so that 12 is read as 21, or is not seen; or follows a tag, where an accent
without its letter would strike out the figure before it."""
LONE_NUMBER = re.compile(rf">([-+\N{{MINUS SIGN}}.,'%\s{NUMERALS}]+)<(?!/data>)")
SMALL = re.compile(r"[0-9]{1,2}")
"""The second part of a list, the third page: no figure of an election is told by it."""


def strange_tags(page: str, known: set[str]) -> Iterator[str]:
    """Yield what stands between `<` and `>` and has no place in a page; `known` collects what has one."""
    if page.count("<!") != page.startswith(DOCTYPE):
        yield "<!"
    for tag in sorted(set(TAG.findall(page)) - known):
        if tag == DOCTYPE or META.fullmatch(tag) or (tag[1:2] != "!" and is_plain(tag)):
            if ' href="' not in tag:  # nearly every one is another: they would fill the memory
                known.add(tag)
        elif tag[1:2] != "!":
            yield tag


def is_plain(tag: str) -> bool:
    """Say whether a tag is written in the strict way and has only attributes that may stand in it."""
    parsed = STRICT.fullmatch(tag)
    if parsed is None:
        return False
    attributes = ATTRIBUTE.findall(parsed["attributes"] or "")
    return all(may_stand(parsed["element"], name, html.unescape(value)) for name, value in attributes)


def may_stand(element: str, name: str, value: str) -> bool:
    """Say whether an attribute may stand in an element."""
    if name in READ_ALOUD:
        return not has_numeral(value)
    if name == "hidden":
        return element == "form"  # shown by its script; `hidden_figures` sees that it holds none
    if name == "value":
        return element == "data"
    if name in ("href", "src"):
        return not ELSEWHERE.match(value) or (element == "a" and LINK_OUT.fullmatch(value) is not None)
    return name in ATTRIBUTES or name.startswith(FAMILIES)


def hidden_figures(page: str) -> Iterator[str]:
    """Yield the beginning of each element that holds a figure and may not show it to everybody."""
    aloud = (page.rfind("<", 0, found.start()) for found in READ_ONLY_ALOUD.finditer(page))
    elements = (ELEMENT.match(page, start) for start in aloud if start >= 0)
    for found in (*NOT_SHOWN.finditer(page), *elements):
        if found is None:
            continue
        inside = found[0][1:].lower()
        again = f"<{found['element']}".lower()  # its end would be taken for the outer one's
        if "<data" in inside or again in inside:
            yield found[0].partition(">")[0] + ">"


def unseen(page: str) -> Iterator[str]:
    """Yield the name of each character that is not seen, or that changes what stands beside it."""
    for letter in sorted({*STEERS.findall(page), *AFTER_TAG.findall(page)}):
        if not is_visible(letter) or letter in "\u2028\u2029":
            yield f"U+{ord(letter):04X}"


def is_visible(letter: str) -> bool:
    """Say whether a character stands for itself: no accent, no sign that steers the writing."""
    return unicodedata.category(letter)[0] not in "MC"


def lone_numbers(page: str, codes: Collection[str]) -> Iterator[str]:
    """Yield each name, code, date or hash that is nothing but a number, and is not one of `codes`."""
    for text in LONE_NUMBER.findall(page):
        number = text.strip()
        if number not in codes and has_numeral(number) and not SMALL.fullmatch(number):
            yield number
