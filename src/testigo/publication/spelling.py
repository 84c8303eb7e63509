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
