"""Stage 11, publications that another software made, where their bytes are not those that are made here.

In   a file as it is published and as it is made here.
Out  what proves that it is wrong; and that it was not compared byte by byte.

An earlier or later Testigo says the same in other words, so a difference proves nothing by itself. What
decides then is what no version changes: the cells of derived tables, the marks of figures, which figures a
page must show; and that a page has nothing that could show, hide or replace a figure beside the marks. Each
tag of it stands in ours too or is plain text structure, each word with a numeral stands in ours, links lead
below the publication or to https, styles and scripts are those of a release. Words: spec/publication.md.
"""

import functools
import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from testigo.cells import Cells
from testigo.characters import named
from testigo.checks.registry import RULES
from testigo.errors import ProofError
from testigo.official.contradiction import Kind
from testigo.preview import preview
from testigo.publication.format import (
    ASSETS,
    CARDS_LIST,
    MARK,
    SCRIPTS,
    STYLE_SHEET,
    STYLES,
    Unit,
    cell_keys,
    mark,
    parse_script,
    safe_name,
    script_path,
    shown,
    unit_of,
)
from testigo.publication.imprint import Imprint
from testigo.snapshot import Snapshot
from testigo.verification.differences import explained, of_frames, read_csv, same_content, values
from testigo.verification.outline import ATTRIBUTE, DOCTYPE, Outline, outline_of, outline_of_ours
from testigo.verification.releases import ASSETS_OF_RELEASES
from testigo.verification.remaking import SAME, Compared, Judge, Judged, Published
from testigo.verification.report import Failure
from testigo.verification.source import UnreadableError

Ratios = Mapping[str, set[tuple[str, ...]]]
PLAIN_NAMES = (
    "a article b bdi caption code dd div dl dt em figcaption figure h1 h2 h3 h4 hr br li main ol p rect "
    "section small span strong table tbody td tfoot th thead time tr ul wbr"
)
PLAIN = frozenset(PLAIN_NAMES.split())
"""Elements that only hold text, and bars: one of them may stand where ours has another."""
HOLDS_FIGURES = PLAIN | {"html", "body", "header", "footer"}
VALUES = {
    # attribute of a plain element: what may stand in it
    "id": r"[A-Za-z0-9_-]+",
    "scope": r"row|col|rowgroup|colgroup",
    "colspan": r"[0-9]{1,2}",
    "rowspan": r"[0-9]{1,4}",
    "lang": r"[a-z]{2}",
    "hreflang": r"[a-z]{2}",
    "x": r"-?[0-9.]+%?",
    "y": r"-?[0-9.]+%?",
    "width": r"[0-9.]+%?",
    "height": r"[0-9.]+%?",
    "rx": r"[0-9.]+",
    "aria-current": r"page",
}
BELOW = r"(?:\.\./)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*"
HTTPS = r"https://[a-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~/%&=?+,#-]*)?"
LINK = re.compile(rf"{BELOW}(?:#[A-Za-z0-9._-]+)?|#[A-Za-z0-9._-]+|{HTTPS}")
FINDINGS = re.compile(r"data/(?:DRILL-)?findings\.csv")
OF_RULES = frozenset({"doubts", "doubt_counts", "findings", "finding_counts"})
"""Cells that stand in no table and follow rules of one version: those of another may be others."""
DRILL_MARK = '<b class="drill">'
CSP = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"<>]*">')
HEAD_TAGS = ("<html", "<head", "<meta ", "<link ", "<title", "<script ")
FRAME_TAGS = ("<html", "<head>", "<body", "<main", "<title")
IN_HEAD = ("<meta", "<link", "<script", "<base", "<style", "<title")
OF_STATION = re.compile(r"votes_.*|null_votes|total_votes")
OF_PLACE = re.compile(r"votes_.*|share_.*|(?:valid|null|blank)_votes|stations_(?:accepted|missing)")
MOST_STRANGE_BYTES = 32 << 20
NEEDED = re.compile(
    r"[a-z]{2}/(?:index|contest-[^/]+)\.html|[a-z]{2}/.*/(?!.*_(?:p[0-9]+|k-[^/]*)\.)[^/]+\.html"
    r"|data/(?:.*/)?(?:DRILL-)?(?:results|tally|bounds|readings|decisions)-[^/]+"
)
"""Files without which nobody sees what was counted; older publications may lack others."""
FIGURES_IN = re.compile(r"data/(?!(?:DRILL-)?(?:dictionary|publication|nist))[^/]+\.(?:csv|json|parquet)")
"""Derived tables, whose every cell decides."""


def foreign_judge(imprint: Imprint, snapshot: Snapshot) -> Judge:
    """Return what judges the files of a publication by another software."""
    return functools.partial(judged, imprint.address, safe_name(snapshot.election.root))


def judged(address: str | None, root: str, path: str, published: bytes, made: bytes) -> Judged:
    """Judge a file that differs from what is made here.

    address  under which the publication says that it can be reached; None where it does not say
    root     file name of the whole
    """
    if same_content(path, published, made):
        return SAME
    unchecked = (Failure("foreign.differs", path),)
    if path.endswith((".html", ".svg")):
        found, marks = of_text(address, root, path, published, made)
        return Judged(tuple(found), unchecked, tuple((path, each) for each in marks))
    if path.endswith((".css", ".js")):
        return Judged(tuple(of_asset(path, published, made)), unchecked)
    if FINDINGS.fullmatch(path):
        return Judged(tuple(of_findings(path, published, made)), unchecked)
    if FIGURES_IN.fullmatch(path):
        cells = (one for one in explained(path, published, made, earlier=True) if one.code not in SPELLING)
        return Judged(tuple(cells), unchecked)
    if path == CARDS_LIST:
        return Judged(tuple(of_cards(path, published, made)), unchecked)
    if path.endswith(".json"):
        return Judged(tuple(of_numbers(path, published, made)), unchecked)
    return Judged((), unchecked)


SPELLING = ("rebuild.differs", "nist.spelling")


def of_findings(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield a failure where rules of the same version found something else: of another, they may."""
    try:
        theirs, ours = (read_csv(content) for content in (published, made))
        versions = {code: str(rule.version) for code, rule in RULES.items()}
        said = theirs.select("code", "version").unique().rows()
        changed = [code for code, version in said if versions.get(code) != version]
        one, other = (frame.filter(~pl.col("code").is_in(changed)) for frame in (theirs, ours))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        yield Failure("table.unreadable", path, published=type(error).__name__)
        return
    yield from of_frames(path, one, other, earlier=True)


def of_numbers(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield the numbers that a JSON text, such as a report, says otherwise than ours."""
    for failure in explained(path, published, made):
        said = (failure.published or "", failure.expected or "")
        if failure.code == "file.not_json" or (failure.code == "table.cell" and all(map(is_number, said))):
            yield failure


def is_number(value: str) -> bool:
    """Say whether a JSON value is a whole number, alone or as text."""
    return value.strip('"').removeprefix("-").isdigit()


def of_cards(path: str, published: bytes, made: bytes) -> Iterator[Failure]:
    """Yield the figures of cards that the list of cards says otherwise than ours."""
    try:
        theirs, ours = (
            {
                (card["card"], figure["cell"]): figure["text"]
                for card in json.loads(content)["cards"]
                for figure in card["figures"]
            }
            for content in (published, made)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        yield Failure("file.not_json", path)
        return
    for (card, cell), text in theirs.items():
        if text != ours.get((card, cell), text):
            yield Failure("page.figure", f"{card}.svg", cell, str(text)[:80], ours[card, cell])


def of_asset(path: str, published: bytes, made: bytes | None) -> Iterator[Failure]:
    """Yield what is wrong with a style sheet or a script: none but those of a release, and data without code.

    made  ours; None where none is made here
    """
    name = path.removeprefix(f"{ASSETS}/")
    code = published
    if path == STYLE_SHEET and made is not None:
        colours = made[made.rfind(b"@media screen{") :] if b"@media screen{" in made else b""
        code = published.removesuffix(colours)
    if name in SCRIPTS or path.endswith(".css"):
        if hashlib.sha256(code).hexdigest() not in ASSETS_OF_RELEASES:
            yield Failure("page.script", path)
        return
    try:
        called, value = parse_script(published)
    except ProofError:
        called, value = "", None
    if script_path(called) != path:
        yield Failure("page.script", path)
    elif made is not None:
        yield from of_script_figures(path, value, parse_script(made)[1])


def of_script_figures(path: str, theirs: object, ours: object) -> Iterator[Failure]:
    """Yield the figures of a file of data that are not those of ours."""
    for place, one, other in values(theirs, ours):
        if isinstance(one, int) and isinstance(other, int):
            yield Failure("page.script_figure", path, place, str(one)[:80], str(other))


def of_text(
    address: str | None, root: str, path: str, published: bytes, made: bytes
) -> tuple[list[Failure], list[str]]:
    """Return what is wrong with a page or card, and the marks of it that ours does not have."""
    try:
        page = published.decode("utf-8")
    except UnicodeDecodeError:
        return [Failure("page.not_text", path)], []
    ours = outline_of_ours(stripped(made.decode(), path, address, root) or made.decode())
    plain = stripped(page, path, address, root)
    found = [] if plain is not None else [Failure("page.preview", path)]
    theirs = outline_of(page if plain is None else plain)
    found += [Failure(code, path, published=text) for code, text in theirs.strange]
    # A definition that was sealed before the rule for names may have such a character in ours too.
    unseen = sorted(theirs.unseen - ours.unseen)
    found += [Failure("page.unseen", path, published=named(letter)) for letter in unseen]
    found += [Failure("page.tag", path, published=tag[:80]) for tag in strange_tags(theirs, ours)]
    found += of_head(path, page if plain is None else plain, ours)
    for element, name in sorted(theirs.around - ours.around):
        if not may_enclose(element, name, ours):
            found.append(Failure("page.tag", path, published=f'<{element} class="{name}">'[:80]))
    strays = sorted({word for _, word in theirs.numerals - ours.numerals})
    found += [Failure("page.unmarked", path, published=word[:80]) for word in strays]
    lost = required(path, root, ours.marks) - cells_of(theirs.marks)
    found += [Failure("page.figure_missing", path, cell) for cell in sorted(lost)]
    if theirs.frame == ours.frame and theirs.marks != ours.marks:
        found += exchanged(path, theirs.marks, ours.marks)
    if (DRILL_MARK in page) != (ours.tags[DRILL_MARK] > 0):
        found.append(Failure("page.drill", path))
    return found, sorted(set(theirs.marks) - set(ours.marks))


def stripped(page: str, path: str, address: str | None, root: str) -> str | None:
    """Return a page without what messengers show of it; None where that is not what the page says."""
    if address is None or not path.endswith(".html"):
        return page
    expected = preview(page, path, address, root)
    return page.replace(expected, "") if page.count(expected) == 1 else None


def strange_tags(theirs: Outline, ours: Outline) -> Iterator[str]:
    """Yield the tags of a page that are neither in ours nor plain, and parts of the frame that come twice."""
    yield from (tag for tag, count in theirs.tags.items() if tag.startswith(FRAME_TAGS) and count > 1)
    of_card = any(tag.startswith("<svg xmlns") for tag in ours.tags)
    classes = {
        name
        for tag in ours.tags
        for key, text in ATTRIBUTE.findall(tag)
        if key == "class"
        for name in text.split()
    }
    yield from (
        tag for tag in theirs.tags if tag not in ours.tags and not is_plain(tag, classes, of_card=of_card)
    )


def is_plain(tag: str, classes: set[str], *, of_card: bool) -> bool:
    """Say whether a tag only gives text its place: a class that ours has, a link below or to https."""
    element, _, rest = tag.strip("<>/").partition(" ")
    if element not in PLAIN and not (element == "text" and of_card):
        return False
    for name, value in ATTRIBUTE.findall(rest):
        if name == "class":
            if not set(value.split()) <= classes - {"vh", "hash"}:
                return False
        elif name == "href":
            if element != "a" or not LINK.fullmatch(html.unescape(value)):
                return False
        elif name not in VALUES or not re.fullmatch(VALUES[name], value):
            return False
    return True


def may_enclose(element: str, name: str, ours: Outline) -> bool:
    """Say whether an element may stand around a figure, where in ours it stands around none."""
    known = {each for _, classes in ours.around for each in classes.split()}
    return element in HOLDS_FIGURES and set(name.split()) <= known


def of_head(path: str, page: str, ours: Outline) -> Iterator[Failure]:
    """Yield what a head must have once and has not: the policy that forbids all else, our style sheet."""
    if not path.endswith(".html"):
        return
    head, end, body = page.partition("</head>")
    needed = [tag for tag in ours.tags if tag.startswith(("<meta", "<link"))]
    written = outline_of(f"{head}{end}</html>")
    if not page.startswith(DOCTYPE):
        yield Failure("page.head", path, published=page[:20], expected=DOCTYPE)
    for tag in written.tags:
        if not tag.startswith(HEAD_TAGS):
            yield Failure("page.head", path, published=tag[:80])
    for tag in needed:
        if written.tags[tag] != 1:
            yield Failure("page.head", path, published=str(written.tags[tag]), expected=tag[:200])
    policy = CSP.search(head)
    if policy is None or any(each in head[: policy.start()] for each in ("<link", "<script", "<title")):
        yield Failure("page.head", path, published="-", expected="Content-Security-Policy")
    if any(each in body for each in IN_HEAD[:-1]):
        yield Failure("page.head", path, published=next(each for each in IN_HEAD if each in body))


def cells_of(marks: Iterable[str]) -> set[str]:
    """Return the addresses of marks."""
    return {html.unescape(found["cell"]) for each in marks if (found := MARK.fullmatch(each))}


def required(path: str, root: str, marks: list[str]) -> set[str]:
    """Return the cells that a page must show, of those that ours shows: of its station or place."""
    parts = path.removesuffix(".html").split("/")
    if not path.endswith(".html") or len(parts) < 2:
        return set()
    if parts[-2] == "stations":
        own, table, columns = parts[-1], "results", OF_STATION
    else:
        own = root if len(parts) == 2 else parts[-2] if parts[-1] == "index" else parts[-1]
        table, columns = "tally", OF_PLACE
    found = set()
    for cell in cells_of(marks):
        keys = cell_keys(cell)
        if keys[0] == table and safe_name(keys[2]) == own and columns.fullmatch(keys[-1]):
            found.add(cell)
    return found


def exchanged(path: str, theirs: list[str], ours: list[str]) -> Iterator[Failure]:
    """Yield the figures that changed places in a page that is built as ours is."""
    for one, other in zip(theirs, ours, strict=True):
        if one != other and not cells_of([one]) & cells_of([other]):
            there, right = MARK.fullmatch(one), MARK.fullmatch(other)
            if there and right:
                yield Failure("page.figure", path, html.unescape(right["cell"]), there["text"], right["text"])


def of_foreign_marks(marks: Iterable[tuple[str, str]], snapshot: Snapshot) -> Compared:
    """Hold the marks that ours does not have against the cells that they name."""
    cells, ratios = Cells(snapshot), ratio_rows(snapshot)
    wrong = {}
    for path, each in dict.fromkeys(marks):
        if failure := wrong_mark(path, each, cells, ratios):
            wrong[path, each] = failure
    return Compared(failures=list(wrong.values()))


def wrong_mark(path: str, each: str, cells: Cells, ratios: Ratios) -> Failure | None:
    """Return what is wrong with one mark, None where it is exactly the one that its cell gives."""
    found = MARK.fullmatch(each)
    if found is None:
        return Failure("page.forged_mark", path)
    address, text = html.unescape(found["cell"]), found["text"]
    keys = cell_keys(address)
    if keys[0] in OF_RULES:
        return None
    value = cells.value(keys) if len(keys) > 2 and keys in cells else None
    if value is None:
        return Failure("page.no_cell", path, address, text)
    unit = Unit.HUNDREDTHS if keys[1:-1] in ratios.get(keys[0], ()) else unit_of(keys[-1])
    own = path.split("/", 1)[0]
    languages = [own] if own in STYLES else list(STYLES)
    signed = text.startswith("+")
    if each in {mark(value, unit, address, language, signed=signed) for language in languages}:
        return None
    return Failure(
        "page.figure", path, address, f"{text} (value {found['value']})", shown(value, unit, languages[0])
    )


def ratio_rows(snapshot: Snapshot) -> Ratios:
    """Return the rows, by table, whose figures are ratios whatever their columns are called."""
    of_claims = snapshot.discrepancies.filter(pl.col("unit") == Unit.HUNDREDTHS.value)
    shares = snapshot.contradictions.filter(pl.col("kind") == Kind.SHARE_IS_NOT_ITS_VOTES.value)
    shares = shares.select("kind", "claim", "contest", "place", pl.col("figure").fill_null(""))
    keys = of_claims.select("claim", "contest", "place", "figure")
    return {"discrepancies": set(keys.rows()), "contradictions": set(shares.rows())}


def of_foreign_files(published: Published, missing: Iterable[str], strange: Iterable[str]) -> Compared:
    """Judge files that ours has and theirs not, and those that nobody makes here."""
    found = Compared()
    for path in missing:
        if NEEDED.fullmatch(path):
            found.failures.append(Failure("page.missing", path))
        else:
            found.unchecked.append(Failure("foreign.missing", path))
    for path in strange:
        found.unchecked.append(Failure("foreign.not_made", path))
        if path not in published.unsound:
            found.failures += of_strange(published, path)
    return found


def of_strange(published: Published, path: str) -> Iterator[Failure]:
    """Yield what is wrong with a file that nobody makes here: nothing in it may be more than plain."""
    if "/stations/" in path:
        yield Failure("page.no_station", path)
        return
    text = path.endswith((".html", ".svg"))
    try:
        content = published.source.read(path, MOST_STRANGE_BYTES)
        front = published.source.read(f"{path[:2]}/index.html", MOST_STRANGE_BYTES) if text else b""
    except UnreadableError as error:
        yield Failure("file.unreadable", path, published=str(error))
        return
    if text:
        yield from of_text(None, "", path, content, front)[0]
    elif path.endswith((".css", ".js")):
        yield from of_asset(path, content, None)
