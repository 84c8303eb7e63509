"""Stage 10 of the way of a form: the public site, as a stream of (path, bytes).

In   a Snapshot derived from disclosed evidence, the imprint, the data files that stand beside the pages.
Out  every page in every language, the style sheet, the scripts of the search and of "check this form", and
     what these look through. Pages are read without a script, and ask nobody for anything.

The pages of polling stations are by far the most: `station_and_place_pages` makes those of one shard, in any
process, from what `cutting.shards` cut; `front_pages` makes the rest. `pages` is all of them in turn.
"""

from importlib import resources

from testigo.publication.answers import answers_page
from testigo.publication.cards import card_files
from testigo.publication.check_data import check_files, words_file
from testigo.publication.colours import style_sheet
from testigo.publication.cutting import shards
from testigo.publication.downloads import data_pages
from testigo.publication.errata import errata_page
from testigo.publication.files import Files
from testigo.publication.format import ASSETS, MAPS_STYLE_SHEET, SCRIPTS, STATISTICS_STYLE_SHEET, STYLE_SHEET
from testigo.publication.guides import check_page, files_page, language_page, lost_page, verify_page
from testigo.publication.imprint import Imprint
from testigo.publication.jurisdiction import jurisdiction_pages
from testigo.publication.map_links import has_maps
from testigo.publication.maps import map_pages
from testigo.publication.method import method_page
from testigo.publication.national import national_pages
from testigo.publication.page_frame import Pages
from testigo.publication.rule_pages import rule_pages
from testigo.publication.search_data import search_files
from testigo.publication.shard import Shard, Site, site_of
from testigo.publication.station import station_pages
from testigo.publication.statistics import statistics_pages
from testigo.snapshot import Snapshot


def pages(snapshot: Snapshot, imprint: Imprint, files: Files) -> Pages:
    """Yield the whole site."""
    site = site_of(snapshot, imprint)
    yield from front_pages(snapshot, site, files)
    for shard in shards(snapshot):
        yield from station_and_place_pages(site, shard)


def station_and_place_pages(site: Site, shard: Shard) -> Pages:
    """Yield the pages of the stations and jurisdictions of a shard."""
    yield from jurisdiction_pages(site, shard)
    yield from station_pages(site, shard)


def front_pages(snapshot: Snapshot, site: Site, files: Files) -> Pages:
    """Yield the pages that speak of the whole, and the style sheet."""
    yield language_page(site)
    yield lost_page(site)
    yield from national_pages(snapshot, site, files)
    yield from card_files(snapshot, site)
    yield from map_pages(snapshot, site)
    for language in site.languages:
        yield check_page(site, language)
        yield files_page(site, language)
        yield words_file(language)
        yield verify_page(snapshot, site, language, files)
        yield method_page(snapshot, site, language)
        yield from rule_pages(snapshot, site, language)
        yield answers_page(snapshot, site, language)
        yield from statistics_pages(snapshot, site, language)
        yield from data_pages(snapshot, site, language, files)
        yield errata_page(snapshot, site, language, files)
    yield from search_files(snapshot, site)
    yield from check_files(snapshot, site)
    shipped = resources.files("testigo.publication") / ASSETS
    for script in SCRIPTS:
        yield f"{ASSETS}/{script}", (shipped / script).read_bytes()
    if site.sampled or site.tested:
        yield STATISTICS_STYLE_SHEET, (shipped / "statistics.css").read_bytes()
    if snapshot.election.geometry is not None and any(has_maps(site, contest) for contest in site.parts):
        yield MAPS_STYLE_SHEET, (shipped / "maps.css").read_bytes()
    yield STYLE_SHEET, style_sheet(site, (shipped / "testigo.css").read_bytes())
