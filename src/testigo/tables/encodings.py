"""Stage 2, before a mapping: in which encoding a text probably is, and how sure that is.

In   bytes of a file that is not declared.
Out  `Likely`: an encoding, in words why, and the others in which the text reads as well.

Nothing is read by it: a person looks whether the letters are right. A text in one of the 8-bit encodings
reads rightly in its own one only: a word has the letters of one script, small ones after at most one capital.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from testigo.tables.written import Encoding

CANDIDATES: tuple[Encoding, ...] = (
    "windows-1252", "windows-1250", "windows-1254", "windows-1257", "windows-1255", "windows-1251",
    "windows-1253", "windows-1256", "iso-8859-11",
)  # fmt: skip
"""The most used first: where two read alike, the first is proposed and the other is named."""
MOST_BYTES = 1 << 20
MOST_WORDS = 2_000
WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]*[^\x00-\x7f][^\s\x00-\x40\x5b-\x60\x7b-\x7f]*")
"""Letters of which one at least is not ASCII's. It is sought at the begin of a run of letters only: from each
letter of a run of a million, it would be looked for a million times."""
ENOUGH = 0.9
"""Share of words that read rightly in an encoding that fits."""


@dataclass(frozen=True)
class Likely:
    """An encoding, and how sure it is.

    why     in words, for the person who looks
    others  encodings in which the text reads as well -> a word as it is then written
    """

    encoding: Encoding
    why: str
    others: tuple[tuple[Encoding, str], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether another encoding cannot be meant."""
        return self.encoding.startswith("utf")


def likely_encoding(content: bytes) -> Likely:
    """Return the encoding that the beginning of a text is probably in."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Likely("utf-16", "sure: its byte order mark says so")
    begun = content[:MOST_BYTES]
    halves: tuple[tuple[Encoding, bytes], ...] = (("utf-16-le", begun[1::2]), ("utf-16-be", begun[::2]))
    for encoding, half in halves:
        if half.count(0) * 2 > len(half):
            return Likely(encoding, "sure: every other byte is 0")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError as error:
        start = max(0, error.start - MOST_BYTES // 2)
        return _of_eight_bits(content[start : start + MOST_BYTES])
    why = "sure: plain ASCII, the same in all of them" if content.isascii() else "sure: its letters are UTF-8"
    return Likely("utf-8", why)


def _of_eight_bits(content: bytes) -> Likely:
    fitting = {encoding: _fitness(content, encoding) for encoding in CANDIDATES}
    best = max(CANDIDATES, key=lambda encoding: round(fitting[encoding], 2))  # the first of equal ones
    shown = content.decode(best, "replace")
    example = next(iter(WORD.findall(shown)), "")
    others = tuple(
        (other, next(iter(WORD.findall(content.decode(other, "replace"))), ""))
        for other in CANDIDATES
        if other != best and fitting[other] >= max(ENOUGH, fitting[best] - 0.05)
    )
    others = tuple((other, word) for other, word in others if word != example)
    why = f"{fitting[best]:.0%} of its words read rightly so, such as {example[:40]!r}"
    is_latin_1 = best == "windows-1252" and not re.search(rb"[\x80-\x9f]", content)
    return Likely("iso-8859-1" if is_latin_1 else best, why, others)


def _fitness(content: bytes, encoding: Encoding) -> float:
    """Return the share of words with other letters than ASCII's that read rightly."""
    found = dict.fromkeys(WORD.findall(content.decode(encoding, "replace")))
    words = [word for word in found if not word.isdecimal()][:MOST_WORDS]
    return sum(map(_reads_rightly, words)) / len(words) if words else 0.0


def _reads_rightly(word: str) -> bool:
    letters = [letter for letter in word if unicodedata.category(letter)[0] in "LM"]
    others = {unicodedata.category(letter) for letter in word if letter not in letters}
    if not letters or any(kind[0] != "P" and kind != "Nd" for kind in others):
        return False
    scripts = {unicodedata.name(letter, "?").partition(" ")[0] for letter in letters} - {"COMBINING"}
    if len(scripts) != 1:
        return False
    if scripts == {"HEBREW"} and any(unicodedata.category(letter) == "Mn" for letter in letters):
        return False  # tables have no vowel points; small letters of other scripts look so
    accented = sum(not letter.isascii() for letter in letters)
    if scripts == {"LATIN"} and len(letters) > 4 and accented * 2 > len(letters):
        return False  # a word of accents only is one of another script
    text = "".join(letters)
    return text in {text.lower(), text.upper()} or text[1:] == text[1:].lower()
