"""Where the pages of rules are, and how a rule's code leads to its page.

In   the code of a rule, such as S.201.
Out  paths below the language's folder, and the code as a link: words come first, the code is a reference.
"""

from functools import cache

from markupsafe import Markup

from testigo.publication.format import safe_name

FINDINGS_PAGE = "findings.html"


def rule_path(code: str, number: int = 1) -> str:
    """Return the path of a rule's page; `number` counts its parts."""
    part = "" if number == 1 else f"_p{number}"
    return f"rule-{safe_name(code)}{part}.html"


@cache
def rule_link(code: str, up: str) -> Markup:
    """Return the code of a rule as a link to its page; `up` leads to the language's folder, such as "../"."""
    link = Markup('<a href="{}{}"><bdi>{}</bdi></a>')
    return link.format(up, rule_path(code), code)
