"""How a template becomes text: one engine, strict, that never decides how a text is escaped.

In   the name of a template, and what it shows: texts, marks, lists, mapped values and page models, which are
     frozen dataclasses of these.
Out  HTML.

Whatever is no mark is escaped here, by MarkupSafe, before the engine sees it. The templates are written in
what minijinja and Jinja2 both understand, and both make the same bytes of them; the tests hold that.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from importlib import resources

from markupsafe import Markup, escape
from minijinja import Environment

from testigo.publication.words import Words

PUBLIC = "testigo.publication"
TEMPLATES = "templates"
AS_IT_IS = frozenset({Markup, Words, bool, int, type(None)})
"""What a template takes as it is: marks, the words of its language, and what it only counts or asks."""
OF_MARKS = frozenset({"station.html", "jurisdiction.html"})
"""Templates of nearly all pages: they are shown nothing that needs to be escaped, so nothing is looked
through. Of a text that did, the engine would make other bytes than MarkupSafe, and nothing unsafe."""


def rendered(file: str, shown: Mapping[str, object], package: str = PUBLIC) -> str:
    """Return the text of a template; a name that a page did not set is an error, never an empty place.

    package  whose folder of templates it is in
    """
    if file not in OF_MARKS:
        shown = {name: escaped(each) for name, each in shown.items()}
    text: str = _environment(package).render_template(file, **shown)
    return text


def escaped(shown: object) -> object:
    """Return a value with every text in it escaped; TypeError for what no template may look into."""
    kind = type(shown)
    if kind in AS_IT_IS:
        return shown
    if isinstance(shown, str):
        return escape(shown)
    if isinstance(shown, dict):
        return {name: escaped(each) for name, each in shown.items()}
    if isinstance(shown, list | tuple):
        return [escaped(each) for each in shown]
    if is_dataclass(shown):
        return {field.name: escaped(getattr(shown, field.name)) for field in fields(shown)}
    raise TypeError(f"a template is shown a {kind.__name__}")


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=partial(source, package=package),
        undefined_behavior="strict",
        auto_escape_callback=lambda _: True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        debug=False,
    )


def source(file: str, package: str = PUBLIC) -> str:
    """Return the source of a template."""
    return (resources.files(package) / TEMPLATES / file).read_text(encoding="utf-8")
