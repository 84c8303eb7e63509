"""The pages of downloads: every data file with its size and hash, and what the columns mean.

In   the snapshot, the data files.
Out  one page; where contests are many it has what is of no single contest, and each contest has its page.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from testigo.election.contests import Contest
from testigo.publication.contest_list import has_many
from testigo.publication.dictionary import Described, dictionary
from testigo.publication.files import Files, PublishedFile
from testigo.publication.format import AMENDMENTS, DEFINITION, VERIFIER_KEY, safe_name
from testigo.publication.page_frame import Page, Pages, page
from testigo.publication.shard import Site
from testigo.publication.words import code, fingerprint, name, words
from testigo.snapshot import Snapshot

GROUPS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("named", ("named/stations-", "named/places-", "named/columns-")),
    ("results", ("results-", "tally-", "bounds-")),
    ("nist", ("nist-",)),  # those of each place are many: the text names their folder
    ("official", ("discrepancies", "contradictions", "findings", "errata")),
    ("evidence", ("evidence/",)),
    (DEFINITION, (f"{DEFINITION}/", f"{AMENDMENTS}/")),
    ("about", ("dictionary", "publication", VERIFIER_KEY)),
)
"""The groups of the downloads, each with how the names of its files begin."""
OF_CONTEST = (
    "named/stations",
    "named/places",
    "named/columns",
    "results",
    "tally",
    "bounds",
    "dictionary",
    "evidence/readings",
    "evidence/decisions",
)
"""The tables that each contest has, by the beginning of their names."""


def data_pages(snapshot: Snapshot, site: Site, language: str, files: Files) -> Pages:
    """Yield the pages of downloads in one language."""
    contests = snapshot.election.contests
    if not has_many(contests):
        meant = pl.concat(results_of(snapshot, contest) for contest in contests)
        yield _data_page(site, language, list(files.values()), meant)
        return
    owned = dict(_of_contests(site, files))
    common = [file for name_, file in files.items() if name_ not in owned]
    yield _data_page(site, language, common, None)
    for contest in contests:
        own = [files[name_] for name_, owner in owned.items() if owner == contest.contest]
        yield _data_page(site, language, own, results_of(snapshot, contest), contest)


def results_of(snapshot: Snapshot, contest: Contest) -> pl.DataFrame:
    """Return what the columns of a contest's results mean; the file has all of them."""
    file = f"results-{safe_name(contest.contest)}.csv"
    return dictionary([Described(file, snapshot.results[contest.contest].schema, contest)])


def data_path_of(contest: Contest) -> str:
    """Return the path of the downloads of a contest below the language's folder, where contests are many."""
    return f"data-{safe_name(contest.contest)}.html"


def _of_contests(site: Site, files: Files) -> Iterator[tuple[str, str]]:
    """Yield each file that is of one contest, with that contest: its tables, and a form of no other."""
    contests = site.election.contests
    forms = [of.form for of in contests]
    of_table = {f"{table}-{safe_name(of.contest)}": of.contest for of in contests for table in OF_CONTEST}
    of_form = {f"{DEFINITION}/forms/{of.form}": of.contest for of in contests if forms.count(of.form) == 1}
    for name_ in files:
        owner = of_table.get(name_.rpartition(".")[0]) or of_form.get(name_.rpartition("/")[0])
        if owner is not None:
            yield name_, owner


def _data_page(
    site: Site,
    language: str,
    files: Sequence[PublishedFile],
    meant: pl.DataFrame | None,
    contest: Contest | None = None,
) -> Page:
    """Return a page of some downloads: of one contest, or all that are of none."""
    say = words(language)
    groups = [
        {
            "heading": say(f"data.{group}"),
            "text": say(f"data.{group}.text"),
            "files": listed,
        }
        for group, beginnings in GROUPS
        if (listed := [_download(file, language) for file in files if is_listed(file.name, beginnings)])
        or contest is None
    ]
    many = contest is None and has_many(site.election.contests)
    return page(
        site,
        language,
        "data.html" if contest is None else data_path_of(contest),
        "data.html",
        say("nav.data") if contest is None else f"{say('nav.data')}: {contest.called(language)}",
        groups=groups,
        contest=None if contest is None else name(contest.called(language)),
        contests=[
            {"name": name(of.called(language)), "href": data_path_of(of)}
            for of in (site.election.contests if many else ())
        ],
        dictionary=[] if meant is None else _columns(meant, language),
    )


def is_listed(file: str, beginnings: tuple[str, ...]) -> bool:
    """Say whether a file is listed in a group: those of single places are too many."""
    return file.startswith(beginnings) and not (file.startswith("named/") and file.count("/") > 1)


def _download(file: PublishedFile, language: str) -> dict[str, Any]:
    return {
        "path": file.path,
        "name": code(file.path.removeprefix("data/")),
        "size": words(language).size(file.length),
        "hash": fingerprint(file.sha256),
    }


def _columns(meant: pl.DataFrame, language: str) -> list[dict[str, Any]]:
    """Return the columns of the results, the table that most people open, each meaning once."""
    said = dict.fromkeys(meant.select("column", f"meaning_{language}").iter_rows())
    return [{"column": code(column), "meaning": name(meaning)} for column, meaning in said]
