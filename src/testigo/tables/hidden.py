"""Stage 2, behind the wall: what the program of a workbook does not show of it.

In   the parts of the workbook: XML, of which only tags are looked at, piece by piece.
Out  which sheets are hidden, and which rows and columns of each; by the number of its part.

Hidden rows are last year's, a subtotal, or what somebody filtered out before the table was sent: only its
maker knows. An import reads them like all others, so a person is told of them.
"""

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath

MOST_BYTES = 16 << 20
"""Of the list of sheets; one of 10,000 has 2 MB."""
LONGEST_TAG = 1 << 16
SHEETS, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
TAG = r"""<(?:\w+:)?{name}((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>"""
SHEET, RELATION = (re.compile(TAG.format(name=name)) for name in ("sheet", "Relationship"))
OF_A_SHEET = re.compile(TAG.format(name="(row|col)").encode())
TRUE = {"1", "true", "on"}


def sheet_parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return sheet -> the part that holds it, and the names of the hidden sheets."""
    paths = {
        one.get("Id", ""): normpath(join("/xl", one.get("Target", "")))[1:]
        for one in _tags(RELATION, _text(archive, RELATIONS))
    }
    sheets = list(_tags(SHEET, _text(archive, SHEETS)))
    parts = {
        one.get("name", ""): paths.get(value, "")
        for one in sheets
        for key, value in one.items()
        if key.endswith(":id")
    }
    return parts, tuple(one.get("name", "") for one in sheets if one.get("state", "visible") != "visible")


def _text(archive: zipfile.ZipFile, name: str) -> str:
    if name not in archive.namelist():
        return ""
    with archive.open(name) as part:
        return part.read(MOST_BYTES).decode("utf-8", errors="replace")


def _tags(tag: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for found in tag.finditer(text):
        yield _attributes(found[1])


def _attributes(text: str) -> dict[str, str]:
    return {key: html.unescape(one or other) for key, one, other in ATTRIBUTE.findall(text)}


@dataclass
class HiddenOfSheet:
    """The rows and columns of one sheet that are hidden, or of no size, found as its XML goes by."""

    rows: set[int] = field(default_factory=set)
    columns: list[range] = field(default_factory=list)
    row: int = 0

    def watch(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces as they are, and look at the tags in them."""
        before = b""
        for piece in pieces:
            yield piece
            seen = before + piece
            end = max(0, seen.rfind(b"<"))
            self._look(seen[:end])
            before = seen[max(end, len(seen) - LONGEST_TAG) :]
        self._look(before)

    def _look(self, seen: bytes) -> None:
        for kind, attributes in OF_A_SHEET.findall(seen):
            if kind == b"row" and b"hidden" not in attributes and b"ht" not in attributes:
                number = ROW_NUMBER.search(attributes)
                self.row = int(number[1]) if number else self.row + 1
                continue
            told = _attributes(attributes.decode("utf-8", errors="replace"))
            if kind == b"row":
                self.row = _whole(told.get("r"), self.row + 1)
                if _is_hidden(told, "ht"):
                    self.rows.add(self.row)
            elif _is_hidden(told, "width"):
                first = _whole(told.get("min"), 1)
                self.columns.append(range(first, _whole(told.get("max"), first) + 1))


ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'](\d{1,7})["']""")


def _is_hidden(told: dict[str, str], size: str) -> bool:
    return told.get("hidden") in TRUE or bool(re.fullmatch(r"0+(\.0*)?", told.get(size, "")))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch("[0-9]{1,7}", text) else otherwise
