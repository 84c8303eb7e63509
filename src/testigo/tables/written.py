"""Stage 2, before any mapping is looked at: how a file is written, as somebody declared it.

In   the settings of one file: its kind, encoding, marks, sheet, and which lines are no rows.
Out  frozen `Written`, which every reader of a table is given.
"""

from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from testigo.tables.names import is_named

CLOSED = ConfigDict(extra="forbid")
Text = Annotated[str, Field(min_length=1)]

Encoding = Literal[
    "utf-8", "utf-16", "utf-16-le", "utf-16-be",
    "iso-8859-1", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
    "iso-8859-8", "iso-8859-9", "iso-8859-10", "iso-8859-11", "iso-8859-13", "iso-8859-14", "iso-8859-15",
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258",
]  # fmt: skip
Compression = Literal["gzip", "bzip2", "xz", "zstandard", "zip", "none"]
Format = Literal["csv", "parquet", "excel"]

BY_ENDING: Pairs[str, Compression] = {
    ".gz": "gzip",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zst": "zstandard",
    ".zip": "zip",
}
FORMAT_BY_ENDING: Pairs[str, Format] = {".parquet": "parquet", ".xlsx": "excel", ".xlsm": "excel"}

Lines = Annotated[int, Field(strict=True, ge=0, le=1000)]


@dataclass(frozen=True, kw_only=True)
class Written:
    """How a file is written; what is not declared has a strict default.

    file         its name, or a pattern of names
    sheet        of a workbook: its name, or a pattern whose sheets are parts of one table; may be left out
                 where it has one
    member       the same for the files of a zip
    part_column  name in the mapping for a column that the file has not: the name of the sheet, of the file in
                 the zip, or of the file that a row is of
    skip_lines, skip_last_lines   lines (of a sheet: rows) before the header and at the end that are no rows
                 of the table; of those at the end blank ones do not count
    head         names of the first columns of a headerless file; the rest is unused
    fill_down    columns in which an empty cell means what stands above it
    """

    __pydantic_config__ = CLOSED

    file: Text
    format: Format | None = None
    sheet: Text | None = None
    member: Text | None = None
    part_column: Text | None = None
    skip_lines: Lines = 0
    skip_last_lines: Lines = 0
    encoding: Encoding = "utf-8"
    delimiter: Annotated[str, Field(pattern=r"^[\t ,;|:^~]$")] = ","
    compression: Compression | None = None
    newline: Literal["lf", "crlf", "cr"] | None = None
    head: tuple[Text, ...] = ()
    null_values: tuple[Text, ...] = ()
    fill_down: tuple[Text, ...] = ()

    def is_of(self, file: str) -> bool:
        """Whether it describes the file of that name."""
        return is_named(file, self.file)

    @property
    def packed(self) -> Compression:
        """How the file is compressed: as declared, else as its name says."""
        endings = [kind for ending, kind in BY_ENDING.items() if self.file.endswith(ending)]
        return self.compression or (endings[0] if endings else "none")

    @property
    def kind(self) -> Format:
        """What kind of file it is: as declared, else as its name says."""
        endings = [kind for ending, kind in FORMAT_BY_ENDING.items() if self.file.endswith(ending)]
        return self.format or (endings[0] if endings else "csv")
