"""Stage 2, before a mapping: the draft of a mapping, for a person to finish.

In   the bytes of a table of any kind that an import reads, and the election where its definition is there.
Out  TOML: what was seen as comments, what was guessed as lines to look at, and what could not be decided as
     empty values with a `?`. It is refused as a mapping until these are filled: nobody imports by a guess.
"""

from collections.abc import Iterator

from testigo.election.definition import Election
from testigo.intake.language import as_toml
from testigo.suggest.column_roles import ENOUGH, Roles, contest_of, figure_of, guess
from testigo.suggest.draft_lines import ASK, drafts, value_of
from testigo.suggest.table_profile import TableProfile, look
from testigo.suggest.written_keys import (
    how_it_is_written,
    listed,
    what_to_look_at,
    what_was_seen,
)

MOST_LABELS = 60


def suggest(file: str, content: bytes, election: Election | None, sheet: str | None = None) -> str:
    """Return the draft of a mapping for a file; InputError where the file is no table.

    content   the file's bytes, or the first ones of a very large text
    election  the definition that the table is of, else None
    sheet     the sheet of a workbook that is looked at, else the largest one
    """
    profile = look(file, content, sheet)
    roles = guess(profile, election)
    lines = [
        *what_was_seen(profile),
        *_questions(profile, roles, election),
        *what_to_look_at(profile),
        "",
        "[[reading]]",
        f"reader = {ASK}  # ? who read the forms; two releases by one publisher have one reader",
        '# ? How you have the forms; without this line "not said" is published of them:',
        '# provenance = "our own table"  # or "third party", "paper seen by us", "photo only"',
        "",
        "[[table]]",
        *how_it_is_written(profile),
        *_keys(profile, roles, election),
        *(_long(profile, roles, election) if roles.is_long else _wide(roles)),
        *(drafts(profile, roles) if election is None else ()),
    ]
    return "\n".join(lines) + "\n"


def _questions(profile: TableProfile, roles: Roles, election: Election | None) -> Iterator[str]:
    """Yield what the guesses rest on, and what could not be decided."""
    yield "#   A row is " + (
        "one figure of a station." if roles.is_long else "one station, a column a figure."
    )
    if roles.station is None:
        yield "# ? Which columns make the station's code was not found."
    elif roles.station.known is not None:
        yield f"#   {roles.station.known:.0%} of the rows looked at have a station of the definition."
    elif not roles.is_long:
        apart = listed(roles.station.columns)
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


def _keys(profile: TableProfile, roles: Roles, election: Election | None) -> Iterator[str]:
    yield (
        f"station = {ASK}  # ? a column, or a value"
        if roles.station is None
        else f"station = {value_of(profile, roles.station)}"
    )
    if roles.contest is not None:
        yield f'contest = {{ column = {as_toml(roles.contest)}, table = "contests" }}'
    elif election is not None and len(election.contests) == 1:
        yield f"contest = {{ constant = {as_toml(election.contests[0].contest)} }}"
    else:
        yield f"contest = {{ constant = {ASK} }}  # ? the code that the contest has in contests.csv"
    if roles.left:
        yield f"unused = {listed(roles.left)}  # ? is really none of them needed"
    for name, figure in roles.doubts.items():
        yield f"# ? {as_toml(name)} may be the {figure}, too."
    few = [
        each.name
        for each in profile.columns
        if each.name in roles.left and 1 < each.distinct <= 8 and not each.is_count
    ]
    for name in few:
        yield f"# ? If {as_toml(name)} says what became of the form: document_class, with a code table."


def _wide(roles: Roles) -> Iterator[str]:
    yield ""
    yield "[table.figures]  # figure of ours = column of theirs"
    if not roles.figures:
        yield f"# ? No column looks like votes. Write for example: votes_red = {as_toml('COLUMN')}"
    for column, figure in sorted(roles.figures.items(), key=lambda each: each[1].startswith("votes_")):
        yield f"{_key(figure)} = {as_toml(column)}"


def _long(profile: TableProfile, roles: Roles, election: Election | None) -> Iterator[str]:
    yield f'figure = {{ column = {as_toml(str(roles.label))}, table = "figures" }}'
    yield f"value = {as_toml(str(roles.value))}"
    yield f'absent = {ASK}  # ? what a missing row of an option means: "zero", or "unknown"'
    if roles.contest is not None:
        yield ""
        yield '[tables.contests]  # ? their name = our code; default = "skip" leaves the others out'
        for label in _labels(profile, roles.contest):
            known = contest_of(label, election)
            yield f"{as_toml(label)} = {ASK if known is None else as_toml(known)}"
    yield ""
    yield '[tables.figures]  # ? their word = our figure (votes_..., line_..., a counter); "skip" for none'
    for label in _labels(profile, str(roles.label)):
        yield f"{as_toml(label)} = {as_toml(figure_of(label, election))}"


def _labels(profile: TableProfile, column: str) -> list[str]:
    by_frequency = profile.cells.get_column(column).drop_nulls().value_counts(sort=True).get_column(column)
    return [str(label) for label in by_frequency.head(MOST_LABELS)]


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else as_toml(name)
