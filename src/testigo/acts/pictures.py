"""The pictures of the forensic tables of a contest, in one language.

In   a snapshot, what was tested, the language.
Out  file name -> text of an SVG.
"""

from collections.abc import Mapping

from testigo.catalogue import catalogue
from testigo.file_name import safe_name
from testigo.snapshot import Snapshot
from testigo.statistics.accepted import table_of
from testigo.statistics.forensics import ContestForensics
from testigo.statistics.pictures import Words, bars, fingerprint

DOMAIN = "answers"
DIGITS = "last digit"


def pictures(snapshot: Snapshot, found: ContestForensics, language: str) -> Mapping[str, str]:
    """Return the fingerprint of the first, and the last digits of both that are first."""
    contest = snapshot.election.contest(found.contest)
    names = {option.option: option.called(language) for option in contest.options}
    table = table_of(snapshot, found.contest)
    drawn = {
        f"fingerprint-{safe_name(found.contest)}.svg": fingerprint(
            table.cast,
            table.roll,
            table.votes[found.first],
            table.valid,
            words("fingerprint", language, names[found.first]),
        )
    }
    for option in (found.first, found.second):
        digits = (table.votes[option] % 10).tolist()
        counts = [digits.count(digit) for digit in range(10)]
        drawn[f"digits-{safe_name(found.contest)}-{safe_name(option)}.svg"] = bars(
            counts, [len(digits) / 10] * 10, words("digits", language, names[option])
        )
    return drawn


def words(picture: str, language: str, option: str) -> Words:
    """Return the words of a picture."""
    say = catalogue(DOMAIN, language)
    return Words(
        say.text(f"picture.{picture}.title", option=option),
        say.text(f"picture.{picture}.meaning"),
        say.text(f"picture.{picture}.across"),
        say.text(f"picture.{picture}.up", option=option),
    )
