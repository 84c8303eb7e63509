"""How commands and problems say a number of things, in English: `1 row`, `2 rows`, `1,200 rows`.

Words of the public pages come from the catalogues, where each language has its own plural forms.
"""


def numbered(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: `many` where the plural is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
