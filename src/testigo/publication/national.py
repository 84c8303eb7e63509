"""The front page of a contest: who is ahead, can it still change, is that what the authority says?"""

import html
from typing import Any

import polars as pl
from markupsafe import Markup

from testigo.cells import claims_below
from testigo.columns import PlaceKind
from testigo.election.contests import Contest
from testigo.publication.answer import lead, panel
from testigo.publication.contest_list import all_contests_page, contest_path, has_many, links_of_front
from testigo.publication.coverage import coverage
from testigo.publication.dataset import DICTIONARY_FILE
from testigo.publication.files import Files
from testigo.publication.format import card_path, safe_name
from testigo.publication.map_links import map_links
from testigo.publication.named import FOLDER
from testigo.publication.official import Claimed, official
from testigo.publication.page_frame import MOST_FRONT_BYTES, Page, Pages, page, place_path
from testigo.publication.places import ROWS_A_PAGE, Below, heading, table
from testigo.publication.shard import Site
from testigo.publication.view import View
from testigo.publication.votes import finding, headline, votes
from testigo.publication.words import fingerprint, name
from testigo.snapshot import Snapshot


def national_pages(snapshot: Snapshot, site: Site, files: Files) -> Pages:
    """Yield the front page of every contest in every language, the first contest's as index.

    files  name of a data file below `data/` -> the file
    """
    for language in site.languages:
        if has_many(site.election.contests):
            yield all_contests_page(site, language)
        for contest in snapshot.election.contests:
            yield national_page(snapshot, site, language, contest, files)
            if _claimed(snapshot, contest).is_something:
                yield official_page(snapshot, site, language, contest)


def official_path(site: Site, contest: str) -> str:
    """Return the path of the page with every official claim of a contest."""
    return (
        "official.html"
        if contest_path(site, contest) == "index.html"
        else f"official-{safe_name(contest)}.html"
    )


def official_page(snapshot: Snapshot, site: Site, language: str, contest: Contest) -> Page:
    """Return the page with every official claim about the whole."""
    view, _ = views(snapshot, site, language, contest)
    return page(
        site,
        language,
        official_path(site, contest.contest),
        "official.html",
        view.say("official.title"),
        palettes=(site.palette(contest.contest),),
        palette=site.palette(contest.contest),
        claims=official(view, _claimed(snapshot, contest)),
        nothing_below=_nothing_below(snapshot, contest),
        contest=name(contest.called(language)) if len(site.election.contests) > 1 else None,
    )


def national_page(snapshot: Snapshot, site: Site, language: str, contest: Contest, files: Files) -> Page:
    """Return the front page of a contest.

    Where it would be too large it has no list of places, and then the figures of the first claim only.
    """
    for most_places, rows_of in ((ROWS_A_PAGE, None), (0, None), (0, 1)):
        made = _page(snapshot, site, language, contest, files, most_places=most_places, rows_of=rows_of)
        if len(made[1]) <= MOST_FRONT_BYTES:
            break
    return made


def title(view: View) -> str:
    """Return the title of a front page in plain text: who is ahead, if anybody is, and in which contest."""
    several = len(view.site.election.contests) > 1
    contest = view.contest.called(view.language)
    if finding(view) not in ("double", "ahead"):
        return contest if several else str(view.say("national.title"))
    leading = view.options[view.bounds.text("first") or ""].called_in_short(view.language)
    said = html.unescape(str(view.say("title.leads", first=leading)))
    return f"{contest}: {said}" if several else said


def _page(
    snapshot: Snapshot,
    site: Site,
    language: str,
    contest: Contest,
    files: Files,
    *,
    most_places: int,
    rows_of: int | None,
) -> Page:
    view, below = views(snapshot, site, language, contest)
    say, path = view.say, contest_path(site, contest.contest)
    found = finding(view)
    several = len(site.election.contests) > 1
    return page(
        site,
        language,
        path,
        "national.html",
        title(view),
        palettes=(site.palette(contest.contest),),
        palette=site.palette(contest.contest),
        folder=safe_name(site.root),
        contest=name(contest.called(language)) if several else None,
        headline=headline(view),
        lead=_lead(view, found),
        empty=found == "none",
        votes=votes(view),
        panel=panel(view),
        coverage=coverage(view),
        groups=_groups(snapshot, view),
        claims=official(view, _claimed(snapshot, contest), brief=True, rows_of=rows_of),
        nothing_below=_nothing_below(snapshot, contest),
        official_path=official_path(site, contest.contest),
        table=_table(view, below, path, most_places) if below.views else None,
        maps=map_links(view),
        card=card_path(language, site.root) if path == "index.html" else None,
        contests=links_of_front(site, contest.contest, language),
        not_proved=[say(f"not.{line}") for line in ("genuine", "missing", "winner", "free")],
        files=_files(view, files),
        fingerprint=fingerprint(site.imprint.fingerprint),
    )


def views(snapshot: Snapshot, site: Site, language: str, contest: Contest) -> tuple[View, Below]:
    """Return the whole, and the places right below it in which the contest is voted."""
    root = site.root
    shown = [root, *site.parts[contest.contest]]
    wanted = pl.col("jurisdiction").is_in(shown)
    tallies, bounds = (
        {row["jurisdiction"]: row for row in frames[contest.contest].filter(wanted).iter_rows(named=True)}
        for frames in (snapshot.tallies, snapshot.bounds)
    )
    whole, *parts = (
        View(site, language, contest, site.places[code], tallies[code], bounds[code]) for code in shown
    )
    leads = snapshot.leads[contest.contest].filter(pl.col("jurisdiction") == root)
    return whole, Below(tuple(parts), leads.to_dicts())


def first_views(snapshot: Snapshot, site: Site, language: str) -> list[View]:
    """Return the whole and every place right below it, each in the first contest that is voted there."""
    places = (site.root, *site.children.get(site.root, ()))
    found: dict[str, View] = {}
    for contest in snapshot.election.contests:
        if len(found) < len(places):
            whole, below = views(snapshot, site, language, contest)
            found = {view.place.jurisdiction: view for view in (whole, *below.views)} | found
    return [found[place] for place in places]


def _lead(view: View, found: str) -> Markup:
    say, bounds, tally = view.say, view.bounds, view.tally
    if found == "none":
        return Markup()
    parts = []
    if found not in ("nobody", "alone"):
        first, second = view.short(bounds.text("first")), view.short(bounds.text("second"))
        votes_of = {"first_votes": bounds["first_votes"], "second_votes": bounds["second_votes"]}
        parts.append(say("lead.votes", first=first, second=second, **votes_of))
        if tally.value("stations") is not None:
            counts = {"accepted": tally["stations_accepted"], "stations": tally["stations"]}
            parts.append(say.counted("lead.coverage", tally.value("stations_accepted") or 0, **counts))
        answer = lead(view)
        if answer is not None:
            parts.append(answer)
    return Markup(" ").join(parts)


def _groups(snapshot: Snapshot, view: View) -> list[dict[str, Any]]:
    say, contest = view.say, view.contest.contest
    found = []
    for table_name, frames in (("basis", snapshot.by_basis), ("provenance", snapshot.by_provenance)):
        for record in frames[contest].iter_rows(named=True):
            group = record["group"]
            row = view.row(table_name, record, group)
            word = say.basis(group) if table_name == "basis" else say(f"provenance.{group}")
            label = say(f"{table_name}.group", group=word)
            found.append({"name": label, "stations": row["stations"], "valid_votes": row["valid_votes"]})
    return found


def _claimed(snapshot: Snapshot, contest: Contest) -> Claimed:
    of_root = (pl.col("place") == snapshot.election.root) & (
        pl.col("place_kind") == PlaceKind.JURISDICTION.value
    )
    here = of_root & (pl.col("contest") == contest.contest)
    below = claims_below(snapshot).filter(contest=contest.contest, jurisdiction=snapshot.election.root)
    return Claimed(
        snapshot.discrepancies.filter(here).to_dicts(),
        snapshot.contradictions.filter(here).to_dicts(),
        below.to_dicts(),
    )


def _nothing_below(snapshot: Snapshot, contest: Contest) -> bool:
    of_contest = snapshot.discrepancies.filter(pl.col("contest") == contest.contest)
    return not of_contest.is_empty() and (of_contest["place"] == snapshot.election.root).all()


def _table(view: View, below: Below, path: str, most: int) -> dict[str, Any]:
    """Return the places below; more than a page holds are on pages of their own (`jurisdiction`)."""
    fits = len(below.views) <= most
    shown = table(view, below.views if fits else below.views[:0], path, full=False)
    more = view.say("places.elsewhere", href=place_path(view.place, 2))
    return shown | {"heading": heading(view, below), "more": more}


def _files(view: View, files: Files) -> list[dict[str, Any]]:
    contest = safe_name(view.contest.contest)
    found = []
    of_one = f"dictionary-{contest}.csv"
    meant = of_one if of_one in files else DICTIONARY_FILE
    for file, key in (
        (f"{FOLDER}/stations-{contest}.xlsx", "take.workbook"),
        (f"results-{contest}.csv", "take.results"),
        (meant, "take.dictionary"),
    ):
        if file in files:
            size = view.say.size(files[file].length)
            found.append({"path": files[file].path, "name": view.say(key), "size": size})
    return found
