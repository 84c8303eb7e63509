"""What an adversary changes is found, and the file is named. Seeds are fixed: the same places every time."""

import json
import random
import re
from pathlib import Path

import polars as pl
import pytest

from testigo.publication.format import MANIFEST, NOTE, shown, unit_of
from tests.amounts import amount
from tests.verification import made
from tests.verification.made import OUR_KEY, blamed, codes, report

FLIPS = amount(20, 200)
CELLS = amount(15, 50)
FIGURES = amount(15, 50)
FILES = amount(9, 30)


def name(folder: Path, path: Path) -> str:
    """The path as a report names it."""
    return path.relative_to(folder).as_posix()


def test_each_flipped_byte_is_found_and_its_file_named(copy: Path) -> None:
    lot = random.Random(28)
    files = [*made.listed(copy), MANIFEST, NOTE]
    missed = []
    for number in range(FLIPS):
        path = copy / files[number % len(files)]
        before = path.read_bytes()
        place = lot.randrange(len(before))
        path.write_bytes(
            before[:place] + bytes([before[place] ^ (1 << lot.randrange(8))]) + before[place + 1 :]
        )
        found = report(copy, OUR_KEY)
        if found.exit_code != 1 or name(copy, path) not in blamed(found):
            missed.append((path.name, place))
        path.write_bytes(before)
    assert missed == []
    assert report(copy, OUR_KEY).exit_code == 0


def test_each_changed_cell_is_found_with_the_list_made_again_but_not_signed(copy: Path) -> None:
    lot = random.Random(29)
    tables = sorted(path for path in (copy / "data").glob("*-mayor.*"))
    missed = []
    for number in range(CELLS):
        path = tables[number % len(tables)]
        before = path.read_bytes()
        cell = change_a_cell(path, lot)
        made.relist(copy)
        found = report(copy)  # who names the key is told of the list alone
        named = {
            failure.cell for failure in found.failures if failure.file == path.relative_to(copy).as_posix()
        }
        if not {"list.not_signed", "table.cell"} <= codes(found) or cell not in named:
            missed.append((path.name, cell))
        path.write_bytes(before)
    assert missed == []


def change_a_cell(path: Path, lot: random.Random) -> str:
    """Add one to a figure of a published table, in its own format; return the cell as a report names it."""
    readers = {
        ".csv": lambda: pl.read_csv(path, infer_schema_length=None),
        ".json": lambda: pl.DataFrame(json.loads(path.read_bytes()), infer_schema_length=None),
        ".parquet": lambda: pl.read_parquet(path),
    }
    frame = readers[path.suffix]()
    key = frame.columns[0]
    cells = [
        (row, column)
        for column, kind in frame.schema.items()
        if kind == pl.Int64
        for row in range(frame.height)
        if frame[column][row] is not None
    ]
    row, column = lot.choice(cells)
    here = pl.int_range(pl.len()) == row
    changed = frame.with_columns(
        pl.when(here).then(pl.col(column) + 1).otherwise(pl.col(column)).alias(column)
    )
    if path.suffix == ".csv":
        changed.write_csv(path)
    elif path.suffix == ".json":
        changed.write_json(path)
    else:
        changed.write_parquet(path)
    return f"{frame[key][row]}/{column}"


MARK = re.compile(r'<data value="(\d+)" data-cell="([^"]*)">([^<]*)</data>')


def test_each_changed_figure_is_found_with_a_strangers_list_and_signature(
    copy: Path,
) -> None:
    lot = random.Random(30)
    pages = sorted(path for path in copy.rglob("*.html") if MARK.search(path.read_text()))
    missed = []
    for number in range(FIGURES):
        page = pages[number % len(pages)]
        before = page.read_text()
        found_mark = lot.choice(list(MARK.finditer(before)))
        page.write_text(
            before.replace(found_mark[0], with_another_figure(found_mark, page.relative_to(copy), number))
        )
        made.forge(copy)
        found = report(copy)
        here = [failure for failure in found.failures if failure.file == name(copy, page)]
        named = {failure.cell for failure in here if failure.code == "page.figure"}
        if found.exit_code != 1 or found_mark[2] not in named or "key.not_sealed" not in codes(found):
            missed.append((page.name, found_mark[0]))
        page.write_text(before)
    assert missed == []


def with_another_figure(mark: re.Match[str], page: Path, number: int) -> str:
    """The mark with its text, its value, or both changed: whatever a forger may think of."""
    value = int(mark[1]) + 1
    column = mark[2].rsplit("/", 1)[1]
    text = shown(value, unit_of(column), page.parts[0])
    new_value = mark[1] if number % 3 == 0 else str(value)
    new_text = mark[3] if number % 3 == 1 else text
    return f'<data value="{new_value}" data-cell="{mark[2]}">{new_text}</data>'


def test_each_swapped_added_or_removed_file_is_found_and_named(copy: Path) -> None:
    lot = random.Random(31)
    missed = []
    for number in range(FILES):
        first, second = (copy / name for name in lot.sample(made.listed(copy), 2))
        before = {path: path.read_bytes() for path in (first, second)}
        added = copy / "es" / f"added-{number}.html"
        if number % 3 == 0:
            first.write_bytes(before[second])
            second.write_bytes(before[first])
            expected = {first, second} if before[first] != before[second] else set()
        elif number % 3 == 1:
            added.write_bytes(before[first])
            expected = {added}
        else:
            first.unlink()
            expected = {first}
        found = report(copy, OUR_KEY)
        if found.exit_code != 1 or not {name(copy, path) for path in expected} <= blamed(found):
            missed.append((number, first.name))
        added.unlink(missing_ok=True)
        for path, content in before.items():
            path.write_bytes(content)
    assert missed == []


@pytest.mark.parametrize("place", ["evil.html", "data/evidence/evil.parquet", "assets/.hidden", "es/A/x/y/z"])
def test_an_added_file_is_found_wherever_it_lies(copy: Path, place: str) -> None:
    (copy / place).parent.mkdir(parents=True, exist_ok=True)
    (copy / place).write_bytes(b"")
    found = report(copy, OUR_KEY)
    assert [(failure.code, failure.file) for failure in found.failures] == [("file.added", place)]


def test_an_older_copy_holds_and_its_number_and_day_are_said(whole: Path) -> None:
    """Who shows yesterday's publication is not caught by any signature: people must compare the day."""
    found = report(whole, OUR_KEY)
    assert found.announcement is not None
    assert (found.announcement.number, found.announcement.day) == (1, made.DAY)
