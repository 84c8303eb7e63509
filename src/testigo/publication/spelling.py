"""How words are spelt for the search: the same at build (here) and at query (`assets/testigo.js`).

In   a name, a code, or what a reader types.
Out  small letters and digits in words with one space between; accents, Arabic letter forms and the digits of
     other scripts are forgiven. The vectors in `vectors/search-form` hold both spellings together.
"""

import unicodedata

SAME_LETTER = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "ς": "σ",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ہ": "ه",
        "ھ": "ه",
        "ے": "ي",
        "ـ": "",
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
    }
)
"""Letters that Unicode does not take apart and people write for one another."""

ZEROS = (
    *(0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66),
    *(0xE50, 0xED0, 0xF20, 0x1040, 0x17E0),
)
"""The zero of Arabic, Persian, nine Indian scripts' (Devanagari to Malayalam), Thai, Lao, Tibetan, Burmese
and Khmer digits; the other nine follow it."""
DIGITS = {zero + digit: str(digit) for zero in ZEROS for digit in range(10)}


def search_form(text: str) -> str:
    """Return a text as the search compares it: `Peñón, N.º 3` is `penon n o 3`."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    plain = apart.translate(SAME_LETTER).translate(DIGITS)
    letters = (_kept(letter) for letter in plain)
    return " ".join("".join(letters).split())


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Mn":
        return ""
    return letter if category[0] in "LN" or category == "Mc" else " "


AFTER = {
    "ґ": ("г", 1), "ғ": ("г", 2), "ђ": ("д", 1), "ѓ": ("г", 3), "є": ("е", 1), "җ": ("ж", 1), "ѕ": ("з", 1),
    "й": ("и", 3), "і": ("и", 1), "ї": ("и", 2), "ј": ("и", 4), "қ": ("к", 1), "ќ": ("к", 2), "љ": ("л", 1),
    "ң": ("н", 1), "њ": ("н", 2), "ө": ("о", 1), "ў": ("у", 1), "ү": ("у", 2), "ұ": ("у", 3), "һ": ("х", 1),
    "ћ": ("т", 1), "џ": ("ч", 1), "ә": ("а", 1), "ñ": ("n", 1),
}  # fmt: skip
"""Letters of their own that stand in the alphabets right after another one: Cyrillic in the order of CLDR's
root collation, and the Spanish ñ. Unicode puts them elsewhere, or takes them for an accent."""


def alphabetical(name: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """Return by what a name is sorted: its letters without accents, as their alphabet has them.

    A letter is a pair: the one that it stands at, and how far after it (0 = it is that one). Names that
    differ in accents or capitals only follow one another.
    """
    letters = unicodedata.normalize("NFC", name).lower()
    return tuple(place for letter in letters for place in _places(letter)), name


def _places(letter: str) -> tuple[tuple[str, int], ...]:
    if letter in AFTER:
        return (AFTER[letter],)
    plain = unicodedata.normalize("NFKD", letter).translate(SAME_LETTER).translate(DIGITS)
    return tuple((each, 0) for each in plain if unicodedata.category(each) != "Mn")
