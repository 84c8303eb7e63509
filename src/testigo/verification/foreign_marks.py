"""Stage 11, marks of figures in pages of another software: each is exactly the one that its cell gives.

In   marks that our page does not have, and the snapshot.
Out  a Failure for each that is not its cell's, in value, text, sign, unit or language.
"""

import html
import re
from collections.abc import Iterable, Mapping

import polars as pl

from testigo.cells import Cells
from testigo.official.contradiction import ContradictionKind
from testigo.publication.format import MARK, STYLES, Unit, cell_keys, mark, shown, unit_of
from testigo.snapshot import Snapshot
from testigo.verification.foreign_pages import OF_RULES
from testigo.verification.remaking import Compared
from testigo.verification.report import Failure

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,9})")
Ratios = Mapping[str, set[tuple[str, ...]]]


def of_foreign_marks(marks: Iterable[tuple[str, str]], snapshot: Snapshot) -> Compared:
    """Hold the marks that ours does not have against the cells that they name."""
    cells, ratios = Cells(snapshot), ratio_rows(snapshot)
    wrong = {}
    for path, each in dict.fromkeys(marks):
        if failure := wrong_mark(path, each, cells, ratios):
            wrong[path, each] = failure
    return Compared(failures=list(wrong.values()))


def wrong_mark(path: str, each: str, cells: Cells, ratios: Ratios) -> Failure | None:
    """Return what is wrong with one mark, None where it is exactly the one that its cell gives."""
    found = MARK.fullmatch(each)
    if found is None:
        return Failure("page.forged_mark", path)
    address, text = html.unescape(found["cell"]), found["text"]
    keys = cell_keys(address)
    if keys[0] in OF_RULES:
        return None if is_well_written(found, own_languages(path)) else Failure("page.forged_mark", path)
    value = cells.value(keys) if len(keys) > 2 and keys in cells else None
    if value is None:
        return Failure("page.no_cell", path, address, text)
    unit = Unit.HUNDREDTHS if keys[1:-1] in ratios.get(keys[0], ()) else unit_of(keys[-1])
    languages = own_languages(path)
    signed = text.startswith("+")
    if each in {mark(value, unit, address, language, signed=signed) for language in languages}:
        return None
    return Failure(
        "page.figure", path, address, f"{text} (value {found['value']})", shown(value, unit, languages[0])
    )


def own_languages(path: str) -> list[str]:
    """Return the languages in whose writing a page may have its figures."""
    own = path.split("/", 1)[0]
    return [own] if own in STYLES else list(STYLES)


def is_well_written(found: re.Match[str], languages: list[str]) -> bool:
    """Say whether the text of a mark is its value, written as figures are; of a cell of another version."""
    if not WHOLE.fullmatch(found["value"]):
        return False
    value, text = int(found["value"]), found["text"]
    signed = text.startswith("+")
    return text in {shown(value, Unit.COUNT, language, signed=signed) for language in languages}


def ratio_rows(snapshot: Snapshot) -> Ratios:
    """Return the rows, by table, whose figures are ratios whatever their columns are called."""
    of_claims = snapshot.discrepancies.filter(pl.col("unit") == Unit.HUNDREDTHS.value)
    shares = snapshot.contradictions.filter(pl.col("kind") == ContradictionKind.SHARE_IS_NOT_ITS_VOTES.value)
    shares = shares.select("kind", "claim", "contest", "place", pl.col("figure").fill_null(""))
    keys = of_claims.select("claim", "contest", "place", "figure")
    return {"discrepancies": set(keys.rows()), "contradictions": set(shares.rows())}
