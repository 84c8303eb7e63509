"""Stage 11, step 7: the page of a jurisdiction is there, and shows the sums of that jurisdiction.

In   the definition, the figures of TALLY.
Out  which page is whose, and which cells it must show.

A figure that was taken out of a page, or hidden behind a blank, contradicts nothing that is left. So the page
of every place must show what each option has there, the share where the page has room for it, what was not
valid, and how many stations are counted and missing: as far as it is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.election.definition import Election
from testigo.election.geography import first_jurisdictions
from testigo.publication.format import cell_address, safe_name

MOST_SHARES = 20
"""With more options than this a page has no room for the share of each."""
OF_ALL = ("valid_votes", "null_votes", "blank_votes", "stations_accepted", "stations_missing")


@dataclass(frozen=True)
class PlacePage:
    """Whose page it is, and of which contests: a front page has one."""

    jurisdiction: str
    contests: tuple[str, ...]


def place_pages(election: Election) -> dict[str, PlacePage]:
    """Return the first page of every jurisdiction, by its path below the folder of a language."""
    contests = tuple(contest.contest for contest in election.contests)
    pages = {"index.html": PlacePage(election.root, contests[:1])}
    pages |= {f"contest-{safe_name(one)}.html": PlacePage(election.root, (one,)) for one in contests[1:]}
    for jurisdiction, first in first_jurisdictions(election).items():
        own = safe_name(jurisdiction)
        file = "index" if jurisdiction == first else f"_{own}" if own == "index" else own
        if jurisdiction != election.root:
            pages[f"{safe_name(first)}/{file}.html"] = PlacePage(jurisdiction, contests)
    return pages


def sums_of(
    page: PlacePage,
    contests: Mapping[str, Sequence[str]],
    columns: Mapping[str, int],
    rows: Mapping[tuple[str, ...], Sequence[int | None]],
) -> Iterator[str]:
    """Yield the cells that the page of a jurisdiction must show.

    contests       contest -> its options
    columns, rows  of TALLY: column -> its place, (contest, jurisdiction) -> figures
    """
    for contest in page.contests:
        options = contests[contest]
        shares = [f"share_{option}" for option in options] if len(options) <= MOST_SHARES else []
        row = rows.get((contest, page.jurisdiction))
        for column in (*(f"votes_{option}" for option in options), *shares, *OF_ALL):
            if row is not None and column in columns and row[columns[column]] is not None:
                yield cell_address("tally", contest, page.jurisdiction, column)
