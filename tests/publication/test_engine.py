"""The templates are written in what two engines understand, and both make the same bytes of them."""

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from minijinja import TemplateError

from testigo.publication import engine, guides, page_frame
from testigo.publication.engine import OF_MARKS, TEMPLATES, escaped, rendered
from testigo.publication.links import Link
from tests.publication.conftest import made
from tests.publication.elections import ELECTIONS, site_of_election
from tests.publication.test_statistics_pages import country, sample_of, telling

ALL = {file.name for file in (resources.files("testigo.publication") / TEMPLATES).iterdir()}
PARTS = {"base.html", "marks.html", "ways.html"}
ALIKE = re.compile(r"[0-9A-Za-z._ #%-]*")
"""Text in which no engine escapes anything."""

Shown = tuple[str, Mapping[str, Any]]


@pytest.fixture
def everything_shown(monkeypatch: pytest.MonkeyPatch) -> list[Shown]:
    """Every template with what it is shown on every page of every small election."""
    kept: list[Shown] = []

    def keep(file: str, shown: Mapping[str, object]) -> str:
        kept.append((file, shown))
        return rendered(file, shown)

    monkeypatch.setattr(page_frame, "rendered", keep)
    monkeypatch.setattr(guides, "rendered", keep)
    for name in ELECTIONS:
        site_of_election(made(name)[0])
    of_sample = country(11)
    site_of_election(telling(of_sample, sample_of(of_sample), 19))
    return kept


def printed(value: object) -> object:
    """What a template prints, if every engine escapes it alike."""
    assert isinstance(value, Markup) or ALIKE.fullmatch(str(value)), f"{value!r} is escaped by an engine"
    return value


def test_another_engine_makes_the_same_bytes_of_every_template(everything_shown: list[Shown]) -> None:
    other = Environment(
        loader=PackageLoader("testigo.publication"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=printed,
    )
    for file, shown in everything_shown:
        texts = shown if file in OF_MARKS else {name: escaped(each) for name, each in shown.items()}
        assert rendered(file, shown) == other.get_template(file).render(texts), file
    assert {file for file, _ in everything_shown} == ALL - PARTS


def test_a_name_that_a_page_did_not_set_is_an_error() -> None:
    with pytest.raises(TemplateError, match="undefined"):
        rendered("contests.html", {})


@pytest.mark.parametrize("file", sorted(OF_MARKS))
def test_the_engine_itself_escapes_what_should_have_been(file: str, everything_shown: list[Shown]) -> None:
    shown = next(shown for of, shown in everything_shown if of == file)
    page = rendered(file, {**shown, "headline": "<script>alert(1)</script>"})
    assert "<script>alert" not in page


def test_every_text_below_what_is_shown_is_escaped() -> None:
    shown = {"rows": [{"name": "<b>", "mark": Markup("<i>")}, ("'",)], "count": 3, "none": None}
    assert escaped(shown) == {
        "rows": [{"name": "&lt;b&gt;", "mark": "<i>"}, ["&#39;"]],
        "count": 3,
        "none": None,
    }


def test_every_text_of_a_page_model_is_escaped() -> None:
    links = [Link(name=Markup("<i>"), href="<b>")]
    assert escaped({"links": links}) == {"links": [{"name": "<i>", "href": "&lt;b&gt;"}]}


def test_a_template_looks_into_nothing_but_texts_lists_mapped_values_and_page_models() -> None:
    with pytest.raises(TypeError, match="Environment"):
        escaped({"engine": engine._environment(engine.PUBLIC)})
