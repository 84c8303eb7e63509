"""Stage 11, step 7: what messengers show of a page is what the page says.

In   a page, its path, the address that the publication announces.
Out  the page without its preview, for all other rules; or what is wrong with it.

The preview is made again from the page (testigo.preview) and compared whole. Where it differs it stays in the
page, whose other rules know neither its elements nor an address elsewhere.
"""

from testigo.preview import preview
from testigo.verification.report import Failure


def without_preview(page: str, path: str, address: str | None, root: str) -> tuple[str, Failure | None]:
    """Return a page without its preview; unchanged, with a Failure, where that is not the one it must have.

    address  None: the publication announces none, and its pages have no preview
    """
    if address is None:
        return page, None
    expected = preview(page, path, address, root)
    if page.count(expected) == 1:
        return page.replace(expected, ""), None
    return page, Failure("page.preview", path, expected=expected[:200])
