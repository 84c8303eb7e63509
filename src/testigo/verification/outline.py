"""Stage 11, a page that another software made: what it is built of, read in one strict way.

In   the text of a page or of a card.
Out  an Outline: its tags, what encloses its figures, which texts hold numerals; or where it is not written
     in the strict way, which fails whole.

A browser repairs what is written badly, each in its own way; so nothing that needs repair is read on.
"""

import functools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from testigo.characters import JOINERS, harmful_in
from testigo.publication.format import MARK

FINGERPRINT = re.compile(r"[0-9a-f]{4}(?: [0-9a-f]{4}){15}")
"""As pages show it: no figure has 64 digits."""
SIZE = re.compile("[0-9]{1,4}(?:[.,][0-9])?\N{NO-BREAK SPACE}[kMG]?B")
"""Of a file that another version wrote."""
RULE = re.compile(r"[A-Z]\.[0-9]{3}")
"""The code of a rule, which another version may show where ours does not."""
DOCTYPE = "<!DOCTYPE html>"
NAME = r"[a-zA-Z][a-zA-Z0-9]*"
TOKEN = re.compile(
    rf"<(?P<end>/)(?P<ended>{NAME})>"
    rf'|<(?P<element>{NAME})(?P<attributes>(?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*(?P<closed>/?)>'
    r"|(?P<text>[^<>]+)"
)
ATTRIBUTE = re.compile(r'([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?')
DIGIT = re.compile(r"[0-9]")
VOID = frozenset({"meta", "link", "br", "hr", "input", "wbr", "col"})
UP = re.compile(r'( (?:href|src)=")(?:\.\./)+')
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#34|#39|#x27);)")
"""An entity that our escaping never writes: `&half;` shows a numeral, and is none to a program."""


@dataclass
class Outline:
    """What a page is built of.

    tags      as they are written, without the way up (`../`) of their addresses
    around    (element, class) of what encloses a figure
    numerals  (innermost element, word) of each word with a numeral outside marks, and of each address
    marks     whole marks of figures, in order
    placed    (cell, the text before it) of each mark
    last      text that was read
    hidden    texts that only screen readers say
    frame     the page without its words
    unseen    characters that are not seen or turn the writing round, so that 12 is read as 21
    strange   where it is not written in the strict way
    """

    tags: Counter[str] = field(default_factory=Counter)
    around: set[tuple[str, str]] = field(default_factory=set)
    numerals: set[tuple[str, str]] = field(default_factory=set)
    marks: list[str] = field(default_factory=list)
    placed: Counter[tuple[str, str]] = field(default_factory=Counter)
    last: str = ""
    hidden: set[str] = field(default_factory=set)
    frame: list[str] = field(default_factory=list)
    unseen: Counter[str] = field(default_factory=Counter)
    strange: list[tuple[str, str]] = field(default_factory=list)


@functools.lru_cache(2)
def outline_of_ours(page: str) -> Outline:
    """Read a page that is made here; two of them are kept, for who judges many forgeries of one."""
    return outline_of(page)


def outline_of(page: str) -> Outline:
    """Read a page."""
    found = Outline()
    body = page.removeprefix(DOCTYPE)
    found.unseen.update({each: page.count(each) for each in harmful_in(page) - {"\n"}})
    found.strange += [("page.tag", page[at.start() : at.start() + 12]) for at in ENTITY.finditer(page)][:5]
    inside: list[tuple[str, str]] = []
    at = 0
    while at < len(body):
        mark = MARK.match(body, at)
        token = mark or TOKEN.match(body, at)
        if token is None:
            code = "page.forged_mark" if body[at : at + 5].lower() == "<data" else "page.tag"
            found.strange.append((code, body[at : at + 80]))
            return found
        at = token.end()
        if mark is not None:
            read_mark(mark, inside, found)
        elif token["text"]:
            read_text(token["text"], inside, found)
        elif not read_tag(token, inside, found):
            found.strange.append(("page.tag", token[0][:80]))
            return found
    if inside:
        found.strange.append(("page.tag", f"<{inside[-1][0]}>"))
    return found


def read_mark(mark: re.Match[str], inside: list[tuple[str, str]], found: Outline) -> None:
    """Note the mark of a figure, and what encloses it."""
    found.around.update(inside)
    found.marks.append(mark[0])
    found.placed[mark["cell"], found.last] += 1
    found.frame.append("<data>")


def read_tag(token: re.Match[str], inside: list[tuple[str, str]], found: Outline) -> bool:
    """Note a tag; False where it does not fit in its place."""
    if token["end"]:
        if not inside or inside.pop()[0] != token["ended"]:
            return False
    else:
        element = token["element"]
        if element.lower() == "data":
            found.strange.append(("page.forged_mark", token[0][:80]))
        of_class = class_of(token["attributes"])
        if of_class is None:
            return False
        found.tags[flat(token[0])] += 1
        if element not in VOID and not token["closed"]:
            inside.append((element, of_class))
    found.frame.append(flat(token[0]))
    return True


@functools.lru_cache(10_000)
def class_of(attributes: str) -> str | None:
    """Return the class among the attributes of a tag; None where one of them comes twice."""
    found = ATTRIBUTE.findall(attributes)
    if len({name.lower() for name, _ in found}) != len(found):
        return None
    return next((str(value) for name, value in found if name == "class"), "")


def flat(tag: str) -> str:
    """Return a tag without the way up of its address."""
    return UP.sub(r"\1", tag) if "../" in tag else tag


def read_text(text: str, inside: list[tuple[str, str]], found: Outline) -> None:
    """Note the words of a text that hold a numeral, and an accent that would strike what stands before it."""
    element, of_class = inside[-1] if inside else ("", "")
    if told := " ".join(text.split()):
        found.last = told
        if "vh" in of_class.split():
            found.hidden.add(told)
    if unicodedata.category(text[0])[0] == "M" or text[0] in JOINERS:
        found.unseen[text[0]] += 1
    if "hash" in of_class.split() and FINGERPRINT.fullmatch(text.strip()):
        return
    if element in ("bdi", "code") and RULE.fullmatch(text):
        return
    if element == "bdi" and SIZE.fullmatch(text):
        return
    where = f"{element}.hash" if "hash" in of_class.split() else element
    found.numerals.update((where, word) for word in text.split() if has_numeral(word) or "://" in word)


def has_numeral(text: str) -> bool:
    """Say whether a text holds a numeral of any script: 9, ², ½, ٩, ⑨, Ⅸ."""
    if text.isascii():
        return DIGIT.search(text) is not None
    return any(unicodedata.category(letter).startswith("N") for letter in text)
