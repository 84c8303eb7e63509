"""How a page becomes bytes: the frame around every page, and the paths between pages (templates: `engine`).

In   a template's name, the page's path, the words of its language and what the page shows.
Out  (path, HTML in UTF-8). Paths in a page are relative, so that it works from a disk and from any server.
"""

from collections.abc import Iterator

from markupsafe import Markup, escape

from testigo.preview import with_preview
from testigo.publication.engine import rendered
from testigo.publication.format import safe_name
from testigo.publication.shard import Place, Site
from testigo.publication.words import Words, code, fingerprint, name, words

Page = tuple[str, bytes]
Pages = Iterator[Page]

LOST_PAGE = "404.html"
"""Servers show a file of this name where there is no page."""

MOST_BYTES = 30_000
"""A page's HTML stays below this, for a slow phone."""
MOST_FRONT_BYTES = 40_000
"""So do the front page of a contest, with its table of states, and the pages of statistics; with
all that it loads it is under 150 KB."""

MANY_CONTESTS = 6
"""With more contests than this a page of a place lists them, and each has a page of its own there."""


def page(site: Site, language: str, path: str, file: str, title: str, **shown: object) -> Page:
    """Return a page of one language.

    path   below the language's folder, such as "15/stations/150702005.02.html"
    title  plain text: names and codes, never a figure
    """
    say = words(language)
    root = link(root_of(f"{language}/{path}"))
    frame = {
        "language": language,
        "root": root,
        "home": link(f"{root}{language}/index.html"),
        "title": escape(title),
        "election_plain": escape(site.election.name[language]),
        "t": say,
        "election": name(site.election.name[language]),
        "day_of_vote": say.day(site.election.date),
        "drill": site.election.drill,
        "of_results": list_of_stations(site, say),
        "others": other_languages(site, language, path),
        "number": name(str(site.imprint.number)),
        "day": say.day(site.imprint.day),
        "address": code(site.imprint.address) if site.imprint.address else None,
        "operator": operator(site, language),
        "key": fingerprint(site.imprint.fingerprint),
        "here": path.removesuffix(".html"),
        "statistics": "estimate.html" if site.sampled else "forensics.html" if site.tested else None,
        "search_hint": say("search.hint" if site.names_polling_places else "search.hint.codes"),
        "kind": None,
        "palettes": (),
        "palette": "",
    }
    return finished(site, f"{language}/{path}", rendered(file, frame | shown))


def operator(site: Site, language: str) -> dict[str, Markup] | None:
    """Return who publishes and how to reach them; None where the definition does not say."""
    said = site.election.operator
    if said is None:
        return None
    return {"name": name(said.name[language]), "contact": code(said.contact), "href": link(said.link)}


def list_of_stations(site: Site, say: Words) -> Markup | None:
    """Return that lists of stations were made of the results: every page says it; None where none was."""
    if not site.made_of_results:
        return None
    return say("notice.of_results.some" if site.lists_stations else "notice.of_results")


def finished(site: Site, path: str, page: str) -> Page:
    """Return a page as it is published: where its address is told, with what messengers show of it."""
    if site.imprint.address is not None:
        page = with_preview(page, path, site.imprint.address, safe_name(site.root))
    return path, page.encode()


def link(path: str) -> Markup:
    """Return where a link leads, as a page holds it."""
    return escape(path)


def root_of(path: str) -> str:
    """Return the way from a page back to the publication's root, such as "../../"."""
    return "../" * path.count("/")


def other_languages(site: Site, language: str, path: str) -> list[dict[str, object]]:
    """Return the same page in the other languages of the site."""
    return [
        {
            "language": other,
            "href": link(f"{root_of(f'{language}/{path}')}{other}/{path}"),
            "label": words(other)("language.name"),
        }
        for other in site.languages
        if other != language
    ]


def place_path(place: Place, number: int = 1) -> str:
    """Return the path of a jurisdiction's page below the language's folder; `number` counts its parts.

    The root is the front page; a first jurisdiction is the index of its folder.
    """
    part = "" if number == 1 else f"_p{number}"
    folder = safe_name(place.first)
    if place.level == 1:
        return f"index{part}.html" if number == 1 else f"{folder}/index{part}.html"
    if place.jurisdiction == place.first:
        return f"{folder}/index{part}.html"
    own = safe_name(place.jurisdiction)
    return f"{folder}/{'_index' if own == 'index' else own}{part}.html"


def station_path(first: str, station: str) -> str:
    """Return the path of a polling station's page below the language's folder."""
    return f"{safe_name(first)}/stations/{safe_name(station)}.html"


def crumb(site: Site, path: str, jurisdiction: str, language: str) -> list[dict[str, object]]:
    """Return the way down to a jurisdiction, each place with its link from the page at `path`."""
    up = "../" * path.count("/")
    return [
        {"name": name(place.called(language)), "href": link(up + place_path(place))}
        for place in site.path_to(jurisdiction)
    ]
