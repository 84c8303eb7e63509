"""A link as a page shows it."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A name, and where it leads from the page that shows it; None where that is the page itself."""

    name: Markup
    href: str | None
