"""An oracle for tests: what a page of ours is made of, and where numerals may stand beside marked figures.

In   a page as it lies in the publication.
Out  elements, entities and numerals that have no place in it: there must be none.
"""

import html
import re

from tests.numerals import NUMERALS, has_numeral

DRILL_MARK = '<b class="drill">'
"""The badge on every page of a drill; no page of an election has it."""

NO_FIGURE = re.compile(
    r"<(?P<tag>title|data|bdi|time|code)\b[^>]*>.*?</(?P=tag)>"
    r'|<(?P<element>[a-z][a-z0-9]*) [^>]*class="(?:[^"]* )?hash(?: [^"]*)?"[^>]*>.*?</(?P=element)>',
    re.DOTALL,
)
"""What may hold digits beside marked figures: the title, names and codes, dates, hashes."""
TEXT = re.compile(r">([^<]+)")
NUMERAL = re.compile(f"[{NUMERALS}]")
NO_TAG = re.compile(r"<(?![a-zA-Z/!])")
"""A `<` that begins no tag: browsers show it, and the text behind it."""

ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#34|#39|#x27);)[^\s;<]{0,20};?")
"""An entity that our escaping never writes: `&half;` shows a numeral, and is none to a program."""

ELEMENT_NAMES = (
    "a abbr article aside b bdi body br button caption circle code col colgroup data dd defs details div "
    "dl dt em figcaption figure footer form g h1 h2 h3 h4 head header hr html i input label li line link "
    "main meta nav ol p path pattern polygon polyline rect s script section small span strong summary svg "
    "symbol table tbody td textarea tfoot th thead time title tr ul use wbr"
)
"""All that a page is made of. A frame or a picture could show a figure that names no cell: none is here
without a rule for what it may show. A script is one of `SCRIPT_ELEMENT`, a field of a form is empty."""
ELEMENTS = frozenset(ELEMENT_NAMES.split())
ELEMENT = re.compile(r"<([a-zA-Z][^\s/>]*)")

SCRIPT_ELEMENT = re.compile(r'<script defer src="(?:\.\./)*assets/[a-z-]+\.js"></script>')
"""The one way in which a page names a script of ours: a file of the publication, and nothing inside."""
FIELD = re.compile(r"<(?:input|textarea|button|form|label)\b[^>]*>")
FIELD_AS_IT_MUST_BE = re.compile(
    r"<(?:input|textarea|button|form|label)"
    r'(?: (?:hidden|required|aria-(?:describedby|labelledby|controls)="[^"]*"|aria-label="[^"0-9]*"'
    r'|(?:id|class|type|name|role|rows|for|dir|lang|autocomplete|spellcheck|inputmode|data-[a-z]+)="[^"]*"))*>'
)
"""A field names no value and no example, so that it shows nothing but what a reader types."""


def strange_elements(page: str) -> set[str]:
    """Return the elements of a page that are not of ELEMENTS, and scripts and fields that are not as they
    must be: there must be none."""
    strange = set(ELEMENT.findall(page)) - ELEMENTS
    if page.lower().count("<script") != len(SCRIPT_ELEMENT.findall(page)):
        strange.add("script")
    fields = [field for field in FIELD.findall(page) if not FIELD_AS_IT_MUST_BE.fullmatch(field)]
    return strange.union(*(ELEMENT.findall(field) for field in fields))


def stray_numerals(page: str) -> list[str]:
    """Return every visible text of a page that has a numeral and is neither a marked figure nor a name or
    code (<bdi>, <code>), a date (<time>) or a hash (class "hash"): there must be none.
    """
    rest = ">" + NO_TAG.sub(">", NO_FIGURE.sub("", page))
    texts = [html.unescape(text).strip() for text in TEXT.findall(rest) if NUMERAL.search(text)]
    return [text for text in texts if has_numeral(text)]


def strange_entities(page: str) -> set[str]:
    """Return what begins like a character written as an entity and is none that our escaping writes."""
    return set(ENTITY.findall(page))
