"""What holds for every page of every publication."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from testigo.cells import Cells
from testigo.publication.format import DRILL_PREFIX, MANIFEST, MARK, Unit, cell_keys, mark, unit_of
from testigo.publication.page_frame import LOST_PAGE, MOST_BYTES
from testigo.snapshot import Snapshot
from tests.elements import DRILL_MARK, strange_elements, stray_numerals
from tests.publication.elections import html_pages

Publication = tuple[Snapshot, Mapping[str, bytes]]
HREF = re.compile(r'(?:href|src)="([^"]+)"')


def test_every_figure_is_the_mark_of_its_cell(publication: Publication) -> None:
    snapshot, files = publication
    cells, seen = Cells(snapshot), 0
    for path, page in html_pages(files).items():
        language = path[:2]
        assert len(MARK.findall(page)) == page.count("<data"), f"{path} has a mark that is none"
        for found in MARK.finditer(page):
            keys = cell_keys(found["cell"])
            value = cells.value(keys)
            assert value is not None, f"{path}: {found['cell']} is empty"
            units = {unit_of(keys[-1]), *unit_beside(snapshot, keys)}
            right = {
                mark(value, unit, found["cell"], language, signed=signed)
                for unit in units
                for signed in (False, True)
            }
            assert found[0] in right, f"{path}: {found[0]}"
            seen += 1
    assert seen > 100


def unit_beside(snapshot: Snapshot, keys: tuple[str, ...]) -> set[Unit]:
    """The unit that a row of DISCREPANCIES or CONTRADICTIONS says its figures have."""
    if keys[0] == "discrepancies":
        claim, contest, place, figure = keys[1:5]
        rows = snapshot.discrepancies.filter(claim=claim, contest=contest, place=place, figure=figure)
        return {Unit(unit) for unit in rows["unit"]}
    if keys[0] == "contradictions" and keys[1].startswith("a share"):
        return {Unit.HUNDREDTHS}
    return set()


def test_no_digit_stands_outside_marks_names_dates_and_hashes(publication: Publication) -> None:
    for path, page in html_pages(publication[1]).items():
        assert stray_numerals(page) == [], path


def test_every_page_is_below_30_000_bytes(publication: Publication) -> None:
    sizes = {path: len(page.encode()) for path, page in html_pages(publication[1]).items()}
    assert {path: size for path, size in sizes.items() if size >= MOST_BYTES} == {}


def test_every_link_leads_to_a_file_of_the_publication(publication: Publication) -> None:
    files = publication[1]
    for path, page in html_pages(files).items():
        anchors = set(re.findall(r' id="([^"]+)"', page))
        for href in HREF.findall(page):
            target, _, anchor = href.partition("#")
            if not target:
                assert anchor in anchors, f"{path}: {href}"
                continue
            reached = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
            assert reached in {*files, MANIFEST}, f"{path}: {href}"  # the list of them comes last


def test_every_page_can_be_reached_from_the_first(publication: Publication) -> None:
    files = publication[1]
    reached, todo = {"index.html"}, ["index.html"]
    while todo:
        path = todo.pop()
        for href in HREF.findall(files[path].decode()):
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), href.partition("#")[0] or ".")
            )
            if target.endswith(".html") and target not in reached:
                reached.add(target)
                todo.append(target)
    assert reached | {LOST_PAGE} == set(html_pages(files))


def test_the_page_of_a_mistaken_address_has_no_links_and_says_so_in_each_language(
    every_state: dict[str, str],
) -> None:
    page = every_state[LOST_PAGE]
    assert HREF.findall(page) == ["assets/testigo.css"]
    assert "Esta publicación no tiene esa página" in page
    assert "This publication has no such page" in page
    assert "No es un sitio oficial" in page


def test_ids_are_unique_in_a_page(publication: Publication) -> None:
    for path, page in html_pages(publication[1]).items():
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), path


def test_every_page_is_there_in_each_language(publication: Publication) -> None:
    paths = {path for path in html_pages(publication[1]) if "/" in path}
    for path in paths:
        other = ("en" if path.startswith("es/") else "es") + path[2:]
        assert other in paths
        assert f'hreflang="{other[:2]}"' in publication[1][path].decode()


def test_no_page_has_foreign_script_style_attribute_or_address(publication: Publication) -> None:
    for path, page in html_pages(publication[1]).items():
        assert strange_elements(page) == set(), path
        assert not re.search(r'\s(?:style|on\w+)="', page), path
        assert not re.search(r"https?:|//[a-z]", page), path
        assert "default-src 'none'" in page, path


def test_no_chart_holds_text(publication: Publication) -> None:
    for path, page in html_pages(publication[1]).items():
        assert not re.search(r"<text[ >]", page), path


def test_names_are_escaped(every_state: dict[str, str]) -> None:
    assert "Lista 7 &lt;b&gt;&amp;" in every_state["es/index.html"]
    assert not any("Lista 7 <b>" in page for page in every_state.values())


def test_only_a_drill_is_marked_on_every_page_and_in_every_data_file(publication: Publication) -> None:
    snapshot, files = publication
    for path, page in html_pages(files).items():
        assert (DRILL_MARK in page) is snapshot.election.drill, path
    for path in files:
        if path.startswith("data/") and not path.startswith("data/definition/"):
            named = path.rpartition("/")[2].startswith(DRILL_PREFIX)
            assert named is snapshot.election.drill, path


def test_every_page_says_which_publication_it_is_of_and_of_what_day(every_state: dict[str, str]) -> None:
    said = {
        "es": 'Publicación <bdi>3</bdi>, <time datetime="2030-01-07">7 de enero de 2030</time>',
        "en": 'Publication <bdi>3</bdi>, <time datetime="2030-01-07">7 January 2030</time>',
    }
    for path, page in every_state.items():
        assert path in ("index.html", LOST_PAGE) or said[path[:2]] in page, path
