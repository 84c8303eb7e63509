"""Stage 2, before a mapping: the words and keys that say how a file is written.

In   `TableProfile`.
Out  comments (what was seen, how sure it is, what to look at), and the keys of `[[table]]` that are needed.
"""

import json
from collections.abc import Iterable, Iterator

from testigo.intake.language import as_toml
from testigo.intake.mapping_tables import MARKS
from testigo.numbered import numbered
from testigo.suggest.table_profile import Column, TableProfile
from testigo.tables.hidden_words import hidden_questions
from testigo.tables.written import BY_ENDING, FORMAT_BY_ENDING

MOST_NAMED = 10
NAMES_OF_MARKS = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar", ":": "a colon"}


def listed(texts: Iterable[str]) -> str:
    """Write a list of texts as TOML has it."""
    return f"[{', '.join(as_toml(text) for text in texts)}]"


def what_was_seen(profile: TableProfile) -> Iterator[str]:
    """Yield as comments what the file is, and how sure each guess is."""
    opened = profile.opened
    least, columns = "" if profile.is_whole else "at least ", numbered(len(profile.columns), "column")
    rows = f"{least}{numbered(profile.cells.height, 'row')}, {columns}"
    packed = "" if opened.compression == "none" else f", packed with {opened.compression}"
    yield f"# Drafted by `testigo mapping suggest` from {as_toml(profile.file)}."
    yield "# Look at every line, and fill in what has a question mark."
    yield f"# Seen: {opened.kind}{packed}, {rows}, {_names(profile)}."
    if opened.members:
        yield f"#   The zip holds {_some(opened.members)}. Looked at: {as_toml(opened.members[0])}."
    if opened.sheet is not None:
        sheets = _some(tuple(opened.sheets))
        yield f"#   The workbook holds {sheets}. Looked at: {as_toml(opened.sheet)} (--sheet)."
        for question in hidden_questions(opened.sheets, opened.sheet):
            yield f"# ? {question}"
    if opened.encoding is not None:
        yield f"#   Encoding {opened.encoding.encoding}: {opened.encoding.why}."
        for other, word in opened.encoding.others:
            yield f"# ? It reads as well in {other}: there the word is {as_toml(word[:40])}."
        mark = NAMES_OF_MARKS.get(opened.delimiter, opened.delimiter)
        yield f"#   Cells are separated by {mark}: so {opened.agreeing:.0%} of the lines have as many cells."
    for name in profile.doubled:
        yield f"#   Two columns are called {as_toml(name)}: give each its own name, with `head`."


def _names(profile: TableProfile) -> str:
    return f"{'names' if profile.has_header else 'no names'} in the first row"


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return listed(names[:MOST_NAMED]) + more


def what_to_look_at(profile: TableProfile) -> Iterator[str]:
    """Yield as comments the rows and cells that are perhaps no results of their own."""
    for column in profile.columns:
        if column.totals:
            remedy = f"skip = [{{ {as_toml(column.name)} = {listed(column.totals[:MOST_NAMED])} }}]"
            yield f"# ? These rows are perhaps the sum of others: {remedy}"
        if column.gaps and profile.opened.kind == "excel":
            of = f"of {as_toml(column.name)}"
            cells = numbered(column.gaps, f"cell {of} is", f"cells {of} are")
            remedy = f"if they mean what stands above, fill_down = {listed([column.name])}"
            yield f"# ? {cells} empty below a filled one: {remedy}"
    marks = {column.thousands for column in profile.columns if column.is_count and column.thousands}
    if len(marks) > 1:
        yield f"# ? Several marks group thousands: {listed(sorted(marks))}; only one can be declared."


def how_it_is_written(profile: TableProfile) -> Iterator[str]:
    """Yield the keys of `[[table]]` that say how the file is written; what is the default is left out."""
    opened = profile.opened
    yield f"file = {as_toml(profile.file)}"
    ending = "." + profile.file.rpartition(".")[2]
    if FORMAT_BY_ENDING.get(ending, "csv") != opened.kind:
        yield f'format = "{opened.kind}"'
    if BY_ENDING.get(ending, "none") != opened.compression:
        yield f'compression = "{opened.compression}"'
    if opened.compression == "zip":
        member = (
            opened.members[0] if len(opened.members) == 1 else "*." + opened.members[0].rpartition(".")[2]
        )
        yield f"member = {as_toml(member)}  # ? a pattern of the files in the zip that are the table"
    if len(opened.sheets) > 1:
        yield f'sheet = {as_toml(str(opened.sheet))}  # ? "*" takes all sheets'
    if profile.skip_lines:
        yield f"skip_lines = {profile.skip_lines}  # ? what stands above the table is no part of it"
    if profile.skip_last_lines:
        yield f"skip_last_lines = {profile.skip_last_lines}  # ? nor is what stands below it"
    yield from _of_text(profile)
    if not profile.has_header:
        yield f"head = {listed(profile.cells.columns)}  # ? give the columns names"
    yield from _of_counts([column for column in profile.columns if column.is_count])


def _of_text(profile: TableProfile) -> Iterator[str]:
    opened = profile.opened
    if opened.encoding is not None and opened.encoding.encoding != "utf-8":
        sure = "" if opened.encoding.is_sure else "  # ? look whether the letters are then right"
        yield f'encoding = "{opened.encoding.encoding}"{sure}'
    if opened.newline is not None:
        yield f'newline = "{opened.newline}"'
    if opened.delimiter != ",":
        yield f"delimiter = {json.dumps(opened.delimiter)}"


def _of_counts(counts: list[Column]) -> Iterator[str]:
    words = list(dict.fromkeys(word for column in counts for word in column.null_words))
    if words:
        yield f"null_values = {listed(words)}  # ? does it mean that nobody read the figure"
    thousands = next((column.thousands for column in counts if column.thousands in MARKS), None)
    if thousands is not None:
        yield f"thousands = {json.dumps(thousands, ensure_ascii=not thousands.isprintable())}"
    if any(column.whole_decimals for column in counts):
        yield "whole_decimals = true"
    if any(column.latin_digits for column in counts):
        yield "latin_digits = true"
