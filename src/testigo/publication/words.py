"""Words of the pages in one language: messages of the catalogue, filled with marks, names and dates.

A message is ours and may hold simple HTML; what is put into it is escaped, unless it is a mark or another
piece made here. Names, codes, dates, sizes and hashes stand in elements of their own, so that every digit of
a page outside them is a marked figure.
"""

import datetime
from functools import cache, cached_property, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from markupsafe import Markup, escape

from testigo.catalogue import catalogue
from testigo.election.policy import Combination, parse_combination
from testigo.publication.format import STYLES

LOCALES = {"es": "es", "en": "en_GB"}
"""CLDR locale of each language's dates: 28 de julio de 2024, 28 July 2024."""


class Words:
    """The words of one language."""

    def __init__(self, language: str, domain: str = "pages") -> None:
        self.language = language
        self._messages = catalogue(domain, language)
        self._plain: dict[str, Markup] = {}
        self._bases: dict[str | None, Markup] = {}  # of the policy, a few

    @cached_property
    def direction(self) -> str:
        """How the language is written: `ltr`, or `rtl` as Arabic is."""
        direction: str = Locale.parse(LOCALES[self.language]).text_direction
        return direction

    def __contains__(self, key: str) -> bool:
        return key in self._messages

    def __call__(self, key: str, /, **values: object) -> Markup:
        """Return a message; KeyError where the catalogue has none."""
        if values:
            return Markup(self._messages.text(key, **_escaped(values)))  # noqa: S704
        if key not in self._plain:
            self._plain[key] = Markup(self._messages.text(key))  # noqa: S704
        return self._plain[key]

    def counted(self, key: str, number: int, /, **values: object) -> Markup:
        """Return a message in the plural form of `number`."""
        return Markup(self._messages.counted(key, number, **_escaped(values)))  # noqa: S704

    def day(self, day: datetime.date) -> Markup:
        """Return a date in words."""
        return _day(day, self.language)

    def size(self, length: int) -> Markup:
        """Return the size of a file, such as 2.5 MB (a million bytes)."""
        for unit, each in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
            if length >= each:
                tenths = (length * 10 + each // 2) // each
                mark = STYLES[self.language].decimal
                return Markup("<bdi>{}{}{}\N{NO-BREAK SPACE}{}</bdi>").format(
                    tenths // 10, mark, tenths % 10, unit
                )
        return Markup("<bdi>{}\N{NO-BREAK SPACE}B</bdi>").format(length)

    def listed(self, parts: list[Markup]) -> Markup:
        """Return "a, b and c"."""
        if len(parts) == 1:
            return parts[0]
        return Markup(format_list(parts, locale=LOCALES[self.language]))  # noqa: S704

    def level(self, level: str) -> Markup:
        """Return what the places of a level are called together, such as "States"."""
        key = f"level.{level}"
        return self(key if key in self else "level.other")

    def basis(self, basis: str | None) -> Markup:
        """Return the basis of a result in words: a combination of the policy, or a decision of people."""
        if basis not in self._bases:
            combination = parse_combination(basis or "")
            self._bases[basis] = (
                self("basis.people") if combination is None else self.combination(combination)
            )
        return self._bases[basis]

    def combination(self, combination: Combination) -> Markup:
        """Return a sufficient combination of readings in words."""
        parts = [
            self(f"basis.{what}.{number}")
            for what, number in (
                ("persons", combination.persons),
                ("machine_codes", combination.machine_codes),
                ("machine_readings", combination.machine_readings),
                ("published_tables", combination.published_tables),
            )
            if number
        ]
        ways = [(combination.sums_must_hold, "basis.sums"), (combination.same_form, "basis.same_cells")]
        return self.listed(parts) + Markup("").join(self(key) for holds, key in ways if holds)


@cache
def words(language: str) -> Words:
    """Return the words of a language, made once."""
    return Words(language)


@cache
def words_of_answers(language: str) -> Words:
    """Return what is said against the forms, and what they say, in a language."""
    return Words(language, "answers")


@cache
def words_of_statistics(language: str) -> Words:
    """Return the words of samples and tests in a language."""
    return Words(language, "statistics")


@lru_cache(maxsize=50_000)
def name(text: str) -> Markup:
    """Return a name or code as it is, isolated from the direction and the figures around it."""
    return Markup("<bdi>{}</bdi>").format(text)


@lru_cache(maxsize=50_000)
def code(text: str) -> Markup:
    """Return a code as one writes it on paper, always left to right."""
    return Markup('<bdi class="mono" dir="ltr">{}</bdi>').format(text)


@lru_cache(maxsize=1_000)
def fingerprint(hexadecimal: str) -> Markup:
    """Return a hash in groups of four, to be read aloud and compared."""
    groups = " ".join(hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4))
    return Markup('<span class="hash" dir="ltr">{}</span>').format(groups)


@cache
def _day(day: datetime.date, language: str) -> Markup:
    text = format_date(day, format="long", locale=LOCALES[language])
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)


def _escaped(values: dict[str, object]) -> dict[str, object]:
    return {key: value if type(value) is Markup else escape(value) for key, value in values.items()}
