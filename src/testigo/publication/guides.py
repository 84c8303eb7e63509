"""The pages beside the results: choose a language, no such page, check a form, verify.

(Method: `method`; downloads: `downloads`.)
"""

from markupsafe import Markup, escape

from testigo.publication.engine import rendered
from testigo.publication.files import Files
from testigo.publication.format import safe_name
from testigo.publication.mirror import HASH_END, archive_name
from testigo.publication.national import views
from testigo.publication.page_frame import LOST_PAGE, Page, finished, link, page
from testigo.publication.shard import Site
from testigo.publication.votes import total
from testigo.publication.words import code, fingerprint, name, words
from testigo.snapshot import Snapshot


def language_page(site: Site) -> Page:
    """Return the page at the root, which only asks for the language."""
    return _page_of_all_languages(site, "index.html", "language.html")


def lost_page(site: Site) -> Page:
    """Return the page that servers show where there is none (`LOST_PAGE`).

    Without it some show the first page instead, as if it were the page of a station. It is shown at any
    depth, so it has no links below: they would lead elsewhere from each. One leads to the told address.
    """
    return _page_of_all_languages(site, LOST_PAGE, "lost.html")


def _page_of_all_languages(site: Site, path: str, file: str) -> Page:
    told = site.imprint.address
    address = Markup('<a href="{}">{}</a>').format(told, code(told)) if told else None
    choices = [
        {
            "language": language,
            "direction": words(language).direction,
            "election": name(site.election.name[language]),
            "notice": words(language)("notice.text"),
            "label": words(language)("language.read"),
            "heading": words(language)("lost.heading"),
            "text": words(language)("lost.text"),
            "address": words(language)("lost.address", address=address) if address else None,
            "drill": words(language)("drill.badge") if site.election.drill else None,
        }
        for language in site.languages
    ]
    language = site.languages[0]
    drill = words(language)("drill.badge") if site.election.drill else None
    shown = rendered(
        file,
        {"language": language, "direction": words(language).direction, "choices": choices, "drill": drill},
    )
    return finished(site, path, shown)


def verify_page(snapshot: Snapshot, site: Site, language: str, files: Files) -> Page:
    """Return the page that says how to check everything, in the time that one has."""
    say, contest = words(language), site.election.contests[0]
    whole, _ = views(snapshot, site, language, contest)
    tally = whole.tally
    sums = [(say("sums.stations"), tally["stations_accepted"])]
    sums += [
        (name(option.called(language)), total(whole, f"votes_{option.option}"))
        for option in contest.options[:12]
    ]
    sums += [
        (say(f"figure.{column}"), total(whole, column)) for column in ("valid_votes", "registered_voters")
    ]
    table = files.get(f"results-{safe_name(contest.contest)}.csv")
    return page(
        site,
        language,
        "verify.html",
        "verify.html",
        say("nav.verify"),
        fingerprint=fingerprint(site.imprint.fingerprint),
        archive=_archive(site),
        powershell=escape(EVERY_FILE),
        sums=sums,
        table=None if table is None else {"path": table.path, "hash": fingerprint(table.sha256)},
        proves=[say(f"proves.{line}") for line in ("unchanged", "same", "sums", "pages")],
        not_proved=[say(f"proves.not.{line}") for line in ("genuine", "images", "free")],
    )


EVERY_FILE = (
    "Get-Content manifest.txt | % { $h, $p = $_ -split ' +'; if ((Get-FileHash $p).Hash -ne $h) { $p } }"
)
"""What `sha256sum -c` does, for PowerShell: it prints the files that are not as listed."""


def _archive(site: Site) -> dict[str, object] | None:
    """Return where the whole site lies as one ZIP, and its hash beside it; None where nobody said so.

    The hash cannot stand here: this page is in the ZIP.
    """
    operator = site.election.operator
    if operator is None or operator.archives is None:
        return None
    file = archive_name(site.imprint.number)
    hashed = f"{file}{HASH_END}"
    return {
        "href": link(f"{operator.archives}{file}"),
        "name": code(file),
        "hash_href": link(f"{operator.archives}{hashed}"),
        "hash_name": code(hashed),
    }


def files_page(site: Site, language: str) -> Page:
    """Return the page on which a browser holds files, a folder or a ZIP against the list."""
    return page(site, language, "files.html", "files.html", words(language)("files.title"))


def check_page(site: Site, language: str) -> Page:
    """Return the page on which a reader compares a form that they have with the published one."""
    return page(site, language, "check.html", "check.html", words(language)("nav.check"))
