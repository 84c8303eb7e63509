"""Invented languages, made of the Spanish catalogue: a long and accented one, and one from right to left.

Both keep the tags and placeholders of every message: a page made with them shows at once what does not come
from a catalogue, what a longer language breaks, and what does not turn round.
"""

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from testigo import catalogue
from testigo.publication import words

KEPT = re.compile(r"(<[^>]*>|\{[^}]*\}|&[a-z]+;|#)")
ACCENTED = str.maketrans(
    "aeiouncsAEIOUNCS",
    "\u00e5\u00eb\u00ef\u00f8\u00fc\u00f1\u00e7\u0161\u00c5\u00cb\u00cf\u00d8\u00dc\u00d1\u00c7\u0160",
)
ARABIC = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz\u00e1\u00e9\u00ed\u00f3\u00fa\u00f1\u00fc",
        "\u0627\u0628\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u0639\u063a\u0641\u0642\u0643\u0644\u0645\u0646\u0647\u0648\u064a\u0629\u0649\u0621\u0623\u0625",
        strict=True,
    )
)
TRANSLATED = {"\u00ab": "\u00bb", "\u00bb": "\u00ab"}

Change = Callable[[str], str]


def accented(text: str) -> str:
    """Return a text a third longer, with accents on its letters."""
    return text.translate(ACCENTED) + "~" * (len(text) // 3 if len(text) < 12 else 0) + lengthened(text)


def lengthened(text: str) -> str:
    """Return the words by which a long text grows by a third."""
    return " " + " ".join(["m\u00e5s"] * (len(text) // 12)) if len(text) >= 12 else ""


def mirrored(text: str) -> str:
    """Return a text in Arabic letters: no word of any language, and written from right to left."""
    return "".join(ARABIC.get(letter.lower(), letter) for letter in text)


def changed(message: str, change: Change) -> str:
    """Return a message in an invented language, its tags and placeholders as they were."""
    parts = KEPT.split(message)
    return "".join(
        part if number % 2 or not part.strip() else change(part) for number, part in enumerate(parts)
    )


class Invented(gettext.NullTranslations):
    """A catalogue whose messages are those of another one, changed."""

    def __init__(self, real: gettext.NullTranslations, change: Change) -> None:
        super().__init__()
        self._real, self._change = real, change

    def gettext(self, message: str) -> str:
        found = self._real.gettext(message)
        return found if found == message else changed(found, self._change)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._real.ngettext(msgid1, msgid2, n)
        return found if found == msgid1 else changed(found, self._change)


@contextmanager
def spoken(change: Change, locale: str) -> Iterator[None]:
    """Let the Spanish pages speak an invented language, with the dates and direction of a locale."""
    begin = catalogue.Catalogue.__init__

    def begin_invented(self: Any, domain: str, language: str) -> None:
        begin(self, domain, language)
        if language == "es" and domain != "dictionary":
            self._messages = Invented(self._messages, change)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue.Catalogue, "__init__", begin_invented)
        patch.setitem(words.LOCALES, "es", locale)
        forget()
        yield
    forget()


def forget() -> None:
    """Forget what was said before."""
    for cached in (catalogue.catalogue, words.words, words._day):
        cached.cache_clear()
