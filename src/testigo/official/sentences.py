"""What comparisons with the authority say to people, in each language (`locale/<language>/official.po`).

In   a row of columns.CONTRADICTIONS or columns.DISCREPANCIES, and its contest.
Out  a sentence with its numbers. The arguments stand in `official.contradiction`; here are words only.
"""

from collections.abc import Callable, Mapping

from testigo.catalogue import catalogue
from testigo.columns import line_column
from testigo.election.contests import Contest
from testigo.official.claims import BALLOTS, VALID_VOTES, options_of, part_of
from testigo.official.contradiction import ContradictionKind

DOMAIN = "official"
NUMBERS = ("ours", "theirs", "votes", "stations")
SHARES = {ContradictionKind.SHARE_IS_NOT_ITS_VOTES}
COUNTED = {ContradictionKind.FEWER_THAN_ALL_BUT_THE_BEST}
"""Whose sentence has a singular and a plural, by its votes."""


def digits(name: str, value: int) -> str:
    """Show a number by its digits."""
    return str(value)


def unchanged(text: str) -> str:
    """Show a name as it is."""
    return text


def sentence(
    contradiction: Mapping[str, object],
    contest: Contest,
    language: str,
    show: Callable[[str, int], str] = digits,
    text: Callable[[str], str] = unchanged,
) -> str:
    """Say a contradiction in a sentence with its numbers.

    contradiction  a row of columns.CONTRADICTIONS by column name
    show           how a number is written, given its column; a page marks it with its cell
    text           how a name is written; a page escapes it
    """
    kind = ContradictionKind(str(contradiction["kind"]))
    numbers = {
        name: show(name, int(str(contradiction[name]))) for name in NUMBERS if contradiction[name] is not None
    }
    figure = str(contradiction["figure"] or "")
    named = {"claim": text(str(contradiction["claim"])), "figure": text(bare_name(figure, contest, language))}
    key, words = f"contradiction.{kind.name}", catalogue(DOMAIN, language)
    if kind is ContradictionKind.SHARE_IS_NOT_ITS_VOTES and part_of(figure, contest)[1] == BALLOTS:
        key += ".ballots"
    if kind in COUNTED:
        return words.counted(key, int(str(contradiction["votes"])), **named, **numbers)
    return words.text(key, **named, **numbers)


def name_of(figure: str, contest: Contest, language: str) -> str:
    """Return what a claimed figure is called; of a share, also what it is a share of."""
    bare, over = bare_name(figure, contest, language), part_of(figure, contest)[1]
    if over is None:
        return bare
    key = "figure.of_valid" if over == VALID_VOTES else "figure.of_ballots"
    return catalogue(DOMAIN, language).text(key, figure=bare)


def bare_name(figure: str, contest: Contest, language: str) -> str:
    """Return the name of an option, a line or a group, or a total's words."""
    words = catalogue(DOMAIN, language)
    columns = options_of(figure, contest)
    if columns is None:
        parts, _ = part_of(figure, contest)
        figure = parts[0] if parts else figure
        lines = {line_column(line.line): line.called(language) for line in contest.lines}
        key = f"figure.{figure}"
        return words.text(key) if key in words else lines.get(figure, figure)
    if len(columns) == 1:
        return next(o.called(language) for o in contest.options if f"votes_{o.option}" == columns[0])
    name = figure.partition(":")[0].rpartition("_")[2]
    return words.text("figure.others") if name == "others" else name
