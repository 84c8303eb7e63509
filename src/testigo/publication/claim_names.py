"""What pages call a claim of the authority: words first, and a code only as a reference.

In   the Site, the claim as the coordinator named it: `ONPE, 100 %` is words, `bulletin-2` is a code.
Out  its name in a language. A claim with a code is called by who made it and when.
"""

import re

from markupsafe import Markup

from testigo.publication.shard import Site
from testigo.publication.words import code, name, words

CODE = re.compile(r"(?=.*[0-9._-])[0-9A-Za-z._-]+")
"""A name without a space, of letters and something else: `first` is a word."""


def claim_name(site: Site, claim: str, language: str) -> Markup:
    """Return what a claim is called in a sentence; with its code only where another one was made by the
    same on the same day."""
    said = _words(site, claim, language)
    if said is None or not _is_alone(site, claim):
        return name(claim) if said is None else said + Markup(" · ") + code(claim)
    return said


def claim_heading(site: Site, claim: str, language: str) -> Markup:
    """Return a claim's name with its source, its day, and its code as a reference."""
    said = _words(site, claim, language)
    if said is not None:
        return said + Markup(" <small>{}</small>").format(code(claim))
    made = site.claims[claim]
    parts = [name(claim)] + ([name(made.source)] if made.source else [])
    return Markup(" · ").join(parts + ([words(language).day(made.day)] if made.day else []))


def _words(site: Site, claim: str, language: str) -> Markup | None:
    """Return who made a claim and when; None where its name is words, or nobody said who made it."""
    made = site.claims.get(claim)
    if made is None or not made.source or not CODE.fullmatch(claim):
        return None
    parts = [name(made.source)] + ([words(language).day(made.day)] if made.day else [])
    return Markup(", ").join(parts)


def _is_alone(site: Site, claim: str) -> bool:
    made = site.claims[claim]
    return sum((other.source, other.day) == (made.source, made.day) for other in site.claims.values()) == 1
