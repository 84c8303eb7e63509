"""The pages of a sample and of forensic tests: which there are.

In   a snapshot whose evidence discloses a sample, or what was simulated.
Out  pages, a contest each: the quick count, the audit, the forensic tests; none of what is not disclosed.
"""

from collections.abc import Callable

from testigo.publication.audit_page import audit_page
from testigo.publication.estimate_page import estimate_page
from testigo.publication.forensics_page import forensics_page
from testigo.publication.page_frame import Page, Pages
from testigo.publication.shard import Site
from testigo.publication.told import AUDIT, ESTIMATE, FORENSICS, Told, told_of
from testigo.snapshot import Snapshot

MADE: dict[str, Callable[[Told], Page]] = {
    ESTIMATE: estimate_page,
    AUDIT: audit_page,
    FORENSICS: forensics_page,
}


def statistics_pages(snapshot: Snapshot, site: Site, language: str) -> Pages:
    """Yield the pages of every contest that has any."""
    if site.sampled or site.tested:
        for told in told_of(snapshot, site, language):
            for kind in told.kinds:
                yield MADE[kind](told)
