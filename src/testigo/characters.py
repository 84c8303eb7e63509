"""What a text may be made of: one rule at every door, and what shows any text without obeying it.

In   a text that somebody wrote: a name, a reason, a source, a claim, a code; or one that is to be shown.
Out  what is wrong with it, as a sentence of which the door says the place and the remedy; or the text, safe.

A text of ours is one line of Unicode NFC, without what is not seen or steers the writing. A code is stricter:
it names files and addresses, is typed off paper, and stands first in the rows of tables. What was sealed
before this rule may break it; `printable` and `spreadsheet` show such a text, and whatever strangers wrote.

Source: Unicode Standard Annex 44 (general categories; Default_Ignorable_Code_Point), and Unicode Technical
Report 36 (what is done with them).
"""

import json
import re
import unicodedata

IGNORED = frozenset(
    chr(point)
    for first, last in (
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE0FFF),
    )
    for point in range(first, last + 1)
)
"""Default_Ignorable_Code_Point of Unicode 14: what a font shows as nothing."""
JOINERS = frozenset("\u200c\u200d")
"""Persian, Sinhala and the scripts of India spell with them, inside a word."""
VARIANTS = frozenset(letter for letter in IGNORED if "VARIATION SELECTOR" in unicodedata.name(letter, ""))
"""Which form of the sign before it is meant: names of Japan are told apart by them."""
BLANK = frozenset("\u2800")
"""Braille without dots: seen as a space, and none."""
HARMFUL_KINDS = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
NUMBER_SIGNS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Signs around numbers that Unicode counts as controls, and that are seen."""

NEVER_SEALED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""What every version refused in a definition: all that may be refused in one that is sealed already."""
OVERRIDES = re.compile("[\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}]")
"""What makes a whole file lie to whoever opens it, in whichever cell it stands."""

FORMULA = re.compile(
    "[=+\\-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
"""How a cell begins that a spreadsheet works out."""
SURELY_RUN = re.compile(r"[=@]|[^\w\s]+\s*[0-9]|.*[(|!]")
"""Of those, what is no name: `+Europa` is a party, `+HYPERLINK(...)` and `-1+1` are orders."""


def is_harmful(letter: str) -> bool:
    """Say whether a character is not seen, steers the writing or the terminal, or stands for nothing."""
    if " " <= letter <= "~":
        return False
    if letter in IGNORED:
        return letter not in JOINERS and letter not in VARIANTS
    kind = unicodedata.category(letter)
    return kind in HARMFUL_KINDS or letter in BLANK or (kind == "Cf" and letter not in NUMBER_SIGNS)


def harmful_in(text: str) -> frozenset[str]:
    """Return the harmful characters of a text of any length, line ends among them."""
    if text.isascii() and text.isprintable():
        return frozenset()
    return frozenset(letter for letter in set(text) if is_harmful(letter))


def override_in(text: str) -> int | None:
    """Return where a text turns the reading direction by force; None where it does not.

    The one thing that is refused in a stranger's file as a whole: what else is not seen may stand in a column
    that nobody uses, and is refused in those that are used.
    """
    found = None if text.isascii() else OVERRIDES.search(text)
    return None if found is None else found.start()


def may_be_recorded(text: str) -> bool:
    """Say whether a person or contest of a statement that exists may be called so.

    What every version refused. Of a statement that is new `text_fault` is asked, too.
    """
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def named(letter: str) -> str:
    """Return how a message names a character that it cannot show: U+202E."""
    return f"U+{ord(letter):04X}"


def text_fault(text: str) -> str | None:
    """Return what is wrong with a text of one line, None where nothing is; it may be empty."""
    if text.isascii() and text.isprintable():
        return None
    harmful = harmful_in(text)
    if harmful:
        first = next(letter for letter in text if letter in harmful)
        return f"The character {named(first)} is not seen, or steers the writing"
    if not unicodedata.is_normalized("NFC", text):
        return "Letters and their accents are written apart (not Unicode NFC)"
    return _misplaced(text)


REMEDY = "Type it again, without what is named here."
"""What mends any of these faults."""


def _misplaced(text: str) -> str | None:
    """Return what is wrong with a sign that changes its neighbour: it needs a letter there."""
    before = " "
    for place, letter in enumerate(text):
        changes = letter in JOINERS or letter in VARIANTS or unicodedata.category(letter)[0] == "M"
        if changes and before not in JOINERS and unicodedata.category(before)[0] not in "LMS":
            return f"The accent or sign {named(letter)} has no letter before it"
        if letter in JOINERS and (place + 1 == len(text) or not _is_joined(before, text[place + 1])):
            return f"The joiner {named(letter)} does not stand between two letters that it joins"
        if letter in VARIANTS and (before in VARIANTS or before in JOINERS):
            return f"The sign {named(letter)} has no letter before it"
        before = letter
    return None


def _is_joined(before: str, after: str) -> bool:
    """Say whether a joiner may stand between: inside a word of a script that has any; no two of them."""
    return all(
        unicodedata.category(letter)[0] in "LMS" and not letter.isascii() for letter in (before, after)
    )


def code_fault(code: str) -> str | None:
    """Return what is wrong with a code, None where nothing is: stricter than a text in four ways."""
    fault = text_fault(code)
    if fault:
        return fault
    if code != code.strip():
        return "The code begins or ends with a space"
    if is_formula(code):
        return f"The code begins with {code[0]}, as a spreadsheet's formula does"
    for letter in () if code.isascii() else code:
        if is_unseen(letter) or (letter != " " and letter.isspace()):
            return f"The character {named(letter)} is not seen in a code"
    return None


def words_fault(text: str) -> str | None:
    """Return what is wrong with published words (a name, a reason, a source); None where nothing is."""
    fault = text_fault(text)
    if fault:
        return fault
    if text != text.strip():
        return "The text begins or ends with a space"
    return f"The text begins with {text[0]}, as a spreadsheet's formula does" if runs(text) else None


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet may take a cell for a formula."""
    return FORMULA.match(text) is not None


def runs(text: str) -> bool:
    """Say whether a name or reason is a formula and no words: `+Europa` is none."""
    return is_formula(text) and SURELY_RUN.match(text) is not None


def printable(text: str) -> str:
    """Return a text that steers no terminal and no reader; each harmful character as JSON spells it.

    Line ends stay. So JSON stays JSON, with the same values.
    """
    harmful = harmful_in(text) - {"\n"}
    if not harmful:
        return text
    return "".join(json.dumps(letter)[1:-1] if letter in harmful else letter for letter in text)


def printable_line(text: str) -> str:
    """Return what `printable` does, on one line."""
    return printable(text).replace("\n", "\\n")


CYRILLIC, LIKE_CYRILLIC = (
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0432\u043a\u043c\u043d\u0442",
    "aceopxyibkmht",
)
GREEK, LIKE_GREEK = "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bf\u03c1\u03c4\u03c5\u03c7", "abeikoptyx"
LOOKALIKES = str.maketrans(
    CYRILLIC + GREEK + (CYRILLIC + GREEK).upper(),
    LIKE_CYRILLIC + LIKE_GREEK + (LIKE_CYRILLIC + LIKE_GREEK).upper(),
)
"""Letters of other scripts to the Latin ones that they look like."""
LIKE_DIGITS = str.maketrans("OoIl", "0011")
"""Latin letters that pass for digits as they are printed."""
TYPED_LIKE_DIGITS = str.maketrans("oil", "011")
"""Those that do where nobody looked at capitals."""


def look(text: str) -> str:
    """Return what a text looks like in print: one spelling for all that an eye takes for it."""
    plain = text if text.isascii() and text.isprintable() else _plain(text)
    return "".join(plain.translate(LIKE_DIGITS).split())


def skeleton(text: str) -> str:
    """Return one spelling for all that look like a text whether or not capitals were kept."""
    plain = text if text.isascii() and text.isprintable() else _plain(text)
    return "".join(plain.casefold().translate(TYPED_LIKE_DIGITS).split())


def _plain(text: str) -> str:
    """Return a text in the Latin letters and digits that it resembles, without what is not seen."""
    seen = (letter for letter in unicodedata.normalize("NFKC", text) if not is_unseen(letter))
    digits = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in seen)
    return digits.translate(LOOKALIKES)


def is_unseen(letter: str) -> bool:
    """Say whether a character is not seen where it stands, or steers the writing."""
    return is_harmful(letter) or letter in JOINERS or letter in VARIANTS
