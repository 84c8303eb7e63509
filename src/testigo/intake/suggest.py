"""Stage 2, before a mapping: the draft of a mapping, for a person to finish.

In   the bytes of a CSV file, and the election where its definition is there already.
Out  TOML: what was seen as comments, what was guessed as lines to look at, and what could not be decided as
     empty values with a `?`. It is refused as a mapping until these are filled: nobody imports by a guess.
"""

import json
from collections.abc import Iterator

from testigo.election.definition import Election
from testigo.intake.roles import ENOUGH, Roles, StationCode, figure_of, guess
from testigo.intake.seen import Seen, look

MOST_LABELS = 60
ASK = '""'
"""The empty value that a person fills; the parser refuses it."""


def suggest(file: str, content: bytes, election: Election | None) -> str:
    """Return the draft of a mapping for a file; InputError where the file is no table of text.

    content   the file's bytes, or the first ones of a very large file
    election  the definition that the table is of, else None
    """
    seen = look(file, content)
    roles = guess(seen, election)
    lines = [
        *_what_was_seen(seen),
        *_questions(seen, roles, election),
        "",
        "[[reading]]",
        f"reader = {ASK}  # ? who read the forms; two releases by one publisher have one reader",
        "",
        "[[table]]",
        *how_it_is_written(seen),
        *_keys(seen, roles, election),
        *(_long(seen, roles, election) if roles.is_long else _wide(roles)),
        *(_drafts(seen, roles) if election is None else ()),
    ]
    return "\n".join(lines) + "\n"


def _what_was_seen(seen: Seen) -> Iterator[str]:
    rows = f"{'' if seen.is_whole else 'at least '}{seen.cells.height:,} rows, {len(seen.columns)} columns"
    packed = "gzip, " if seen.is_gzip else ""
    yield f"# Drafted by `testigo mapping suggest` from {_quoted(seen.file)}."
    yield "# Look at every line, and fill in what has a question mark."
    yield f"# Seen: {rows}, {packed}{seen.encoding}, cells separated by {json.dumps(seen.delimiter)},"
    yield f"#   {'names in the first row' if seen.has_header else 'no names in the first row'}."
    for name in seen.doubled:
        yield f"#   Two columns are called {_quoted(name)}: give each its own name in the file."


def _questions(seen: Seen, roles: Roles, election: Election | None) -> Iterator[str]:
    """Yield what the guesses rest on, and what could not be decided."""
    yield "#   A row is " + (
        "one figure of a station." if roles.is_long else "one station, a column a figure."
    )
    if roles.station is None:
        yield "# ? Which columns make the station's code was not found."
    elif roles.station.known is not None:
        yield f"#   {roles.station.known:.0%} of the rows looked at have a station of the definition."
    elif not roles.is_long:
        apart = _list(roles.station.columns)
        yield f"# ? {apart} tell all rows apart: they may make the station's code."
    is_found = roles.station is not None and roles.station.known is not None
    if election is not None and election.stations.height and not is_found:
        yield "# ? No column, and no two together, give the definition's codes."
    if roles.summed is not None:
        verdict = (
            "they are probably the options"
            if roles.summed >= ENOUGH
            else "some is no option, or one is missing"
        )
        yield f"#   The votes below add up to the valid ones in {roles.summed:.0%} of the rows: {verdict}."
    marks = {column.thousands for column in seen.columns if column.is_count and column.thousands}
    if len(marks) > 1:
        yield f"# ? Several marks group thousands: {_list(sorted(marks))}; only one can be declared."


def how_it_is_written(seen: Seen) -> Iterator[str]:
    """Yield the keys of `[[table]]` that say how the file is written; what is the default is left out."""
    counts = [column for column in seen.columns if column.is_count]
    yield f"file = {_quoted(seen.file)}"
    if seen.is_gzip != seen.file.endswith(".gz"):
        yield f'compression = "{"gzip" if seen.is_gzip else "none"}"'
    if seen.encoding != "utf-8":
        sure = "" if seen.encoding == "utf-16" else "  # ? look whether the letters are then right"
        yield f'encoding = "{seen.encoding}"{sure}'
    if seen.newline is not None:
        yield f'newline = "{seen.newline}"'
    if seen.delimiter != ",":
        yield f"delimiter = {json.dumps(seen.delimiter)}"
    if not seen.has_header:
        yield f"head = {_list(seen.cells.columns)}  # ? give the columns names"
    words = list(dict.fromkeys(word for column in counts for word in column.null_words))
    if words:
        yield f"null_values = {_list(words)}  # ? does it mean that nobody read the figure"
    thousands = next((column.thousands for column in counts if column.thousands), None)
    if thousands is not None:
        yield f"thousands = {json.dumps(thousands)}"
    if any(column.whole_decimals for column in counts):
        yield "whole_decimals = true"


def _keys(seen: Seen, roles: Roles, election: Election | None) -> Iterator[str]:
    yield (
        f"station = {ASK}  # ? a column, or a value"
        if roles.station is None
        else f"station = {_value(roles.station)}"
    )
    if roles.contest is not None:
        yield f'contest = {{ column = {_quoted(roles.contest)}, table = "contests" }}'
    elif election is not None and len(election.contests) == 1:
        yield f"contest = {{ constant = {_quoted(election.contests[0].contest)} }}"
    else:
        yield f"contest = {{ constant = {ASK} }}  # ? the code that the contest has in contests.csv"
    if roles.left:
        yield f"unused = {_list(roles.left)}  # ? is really none of them needed"
    for name, figure in roles.doubts.items():
        yield f"# ? {_quoted(name)} may be the {figure}, too."
    few = [
        each.name
        for each in seen.columns
        if each.name in roles.left and 1 < each.distinct <= 8 and not each.is_count
    ]
    for name in few:
        yield f"# ? If {_quoted(name)} says what became of the form: document_class, with a code table."


def _value(code: StationCode) -> str:
    parts = [
        _quoted(name) if pad is None else f"{{ column = {_quoted(name)}, pad = {pad} }}"
        for name, pad in zip(code.columns, code.pads, strict=True)
    ]
    if len(parts) == 1:
        return parts[0]
    return f"{{ join = [{', '.join(parts)}], with = {_quoted(code.mark)} }}"


def _wide(roles: Roles) -> Iterator[str]:
    yield ""
    yield "[table.figures]  # figure of ours = column of theirs"
    if not roles.figures:
        yield f"# ? No column looks like votes. Write for example: votes_red = {_quoted('COLUMN')}"
    for column, figure in sorted(roles.figures.items(), key=lambda each: each[1].startswith("votes_")):
        yield f"{_key(figure)} = {_quoted(column)}"


def _long(seen: Seen, roles: Roles, election: Election | None) -> Iterator[str]:
    yield f'figure = {{ column = {_quoted(str(roles.label))}, table = "figures" }}'
    yield f"value = {_quoted(str(roles.value))}"
    yield f'absent = {ASK}  # ? what a missing row of an option means: "zero", or "unknown"'
    if roles.contest is not None:
        yield ""
        yield '[tables.contests]  # ? their name = our code; default = "skip" leaves the others out'
        for label in _labels(seen, roles.contest):
            yield f"{_quoted(label)} = {ASK}"
    yield ""
    yield '[tables.figures]  # ? their word = our figure (votes_..., line_..., a counter); "skip" for none'
    for label in _labels(seen, str(roles.label)):
        yield f"{_quoted(label)} = {_quoted(figure_of(label, election))}"


def _labels(seen: Seen, column: str) -> list[str]:
    by_frequency = seen.cells[column].drop_nulls().value_counts(sort=True)[column]
    return [str(label) for label in by_frequency.head(MOST_LABELS)]


def _drafts(seen: Seen, roles: Roles) -> Iterator[str]:
    """Yield the drafts of a definition that the file can give; its places are for a person to name."""
    yield ""
    yield "# For `testigo election draft`, as long as there is no definition; an import does not read it."
    yield "[[draft]]"
    yield 'what = "stations"'
    yield from how_it_is_written(seen)
    yield "[draft.columns]"
    yield f"station = {ASK}  # ?" if roles.station is None else f"station = {_value(roles.station)}"
    yield "# ? jurisdiction = the code of the lowest place; polling_place = the code of the building"
    roll = [column for column, figure in roles.figures.items() if figure == "registered_voters"]
    if roll:
        yield f"registered_voters = {{ count = {_quoted(roll[0])} }}"
    if not roles.is_long:
        for what in ("contests", "options"):
            yield "[[draft]]"
            yield f'what = "{what}"  # from [table.figures]'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # which TOML refuses bare


def _list(texts: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _quoted(name)
