"""What messengers show of a page before anybody opens it: title, description and picture, in its head.

In   a page, its path, the address under which the publication can be reached.
Out  the elements of its head that say so. The publication writes them, a verifier makes them again and
     compares: a preview says nothing but what its page says, so no figure in it needs a cell of its own.

The title is the page's heading (in a drill with its badge), the description its lead and the notice of who
speaks. The picture is the card of the place. In words: spec/publication.md, "Previews".
"""

import html
import re

LOCALES = {"es": "es_ES", "en": "en_GB"}
"""Language -> what messengers call it."""
HEADING = re.compile(r"<h1(?: [^>]*)?>(.*?)</h1>", re.DOTALL)
BADGE = re.compile(r'<b class="drill">(.*?)</b>', re.DOTALL)
LEAD = re.compile(r'<p class="lead">(.*?)</p>', re.DOTALL)
NOTICE = re.compile(r'<p class="(?:gap )?notice">(.*?)</p>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
LANGUAGE = re.compile(r'<html lang="([a-z]+)"')
BEFORE = '<link rel="stylesheet"'
"""Where the preview stands: right before this."""


def with_preview(page: str, path: str, address: str, root: str) -> str:
    """Return a page with its preview; `root` is the file name of the whole, for the card."""
    return page.replace(BEFORE, preview(page, path, address, root) + BEFORE, 1)


def preview(page: str, path: str, address: str, root: str) -> str:
    """Return the elements that say what messengers show of a page, and under which address it lies.

    page     with or without its preview
    path     below the root of the publication, such as "es/15/index.html"
    address  of the publication, which ends with a slash
    """
    language = LANGUAGE.search(page)
    spoken = language[1] if language else ""
    title = " · ".join(text_of(found[1]) for found in (BADGE.search(page), HEADING.search(page)) if found)
    notice = NOTICE.search(page)
    said = " ".join(text_of(part) for part in (*LEAD.findall(page), notice[1] if notice else ""))
    properties = {
        "og:type": "website",
        "og:title": title,
        "og:description": said,
        "og:image": f"{address}{card_of(path, spoken, root)}",
        "og:url": f"{address}{path}",
        "og:locale": LOCALES.get(spoken, spoken),
    }
    lines = [
        f'<link rel="canonical" href="{address}{path}">',
        '<meta name="twitter:card" content="summary_large_image">',
    ]
    lines += [
        f'<meta property="{name}" content="{html.escape(value)}">' for name, value in properties.items()
    ]
    return "".join(f"{line}\n" for line in lines)


def card_of(path: str, language: str, root: str) -> str:
    """Return the picture of the place that a page is about: of its first jurisdiction, else of the whole."""
    parts = path.split("/")
    return f"cards/{language}/{parts[1] if len(parts) > 2 else root}.png"


def text_of(fragment: str) -> str:
    """Return what a reader sees of a piece of a page."""
    return " ".join(html.unescape(TAG.sub("", fragment)).split())
