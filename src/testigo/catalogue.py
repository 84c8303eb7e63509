"""Words for people, in each language, from gettext catalogues (`locale/<language>/<domain>.po`).

A message is found by a key such as `station.heading` and has named placeholders: whole sentences, no glued
fragments, plural forms by CLDR. A message that is not there is an error, never an empty place or a key on
a page: the catalogue gate in the tests holds both languages complete.
"""

import gettext
import io
from functools import cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("es", "en")


class Catalogue:
    """The messages of one domain ("pages", "checks", ...) in one language."""

    def __init__(self, domain: str, language: str) -> None:
        self.language = language
        self._domain = domain
        po = resources.files("testigo") / "locale" / language / f"{domain}.po"
        compiled = io.BytesIO()
        messages = read_po(io.BytesIO(po.read_bytes()), locale=language, domain=domain)
        self.keys = tuple(
            str(message.id) for message in messages if isinstance(message.id, str) and message.id
        )
        write_mo(compiled, messages)
        compiled.seek(0)
        self._messages = gettext.GNUTranslations(compiled)
        self._found: dict[str, str] = {}

    def __contains__(self, key: str) -> bool:
        return self._message(key) != key

    def _message(self, key: str) -> str:
        """Return a message as it stands, looked up once; the key where there is none."""
        if key not in self._found:
            self._found[key] = self._messages.gettext(key)
        return self._found[key]

    def text(self, key: str, /, **values: object) -> str:
        """Return a message with its placeholders filled; KeyError where the catalogue has none."""
        message = self._message(key)
        if message == key:
            raise KeyError(f"{self.language}/{self._domain}.po has no message {key!r}")
        return message.format_map(values)

    def counted(self, key: str, number: int, /, **values: object) -> str:
        """Return a message in the plural form of `number`; `msgid` and `msgid_plural` are both the key."""
        message = self._messages.ngettext(key, key, number)
        if message == key:
            raise KeyError(f"{self.language}/{self._domain}.po has no message {key!r}")
        return message.format_map(values)


@cache
def catalogue(domain: str, language: str) -> Catalogue:
    """Return the catalogue of a domain in a language, read once."""
    return Catalogue(domain, language)
