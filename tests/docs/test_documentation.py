"""Every rule, command, setting, error and dependency has its line in the documentation."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

from testigo.checks.copies import FEWEST_OPTIONS, FEWEST_VOTES
from testigo.checks.neighbours import FEWEST_EXPECTED, STANDARD_DEVIATIONS
from testigo.checks.registry import RULES
from testigo.checks.turnout import HIGH_TURNOUT
from testigo.cli.main import COMMANDS, testigo
from testigo.election.settings import Settings
from testigo.errors import TestigoError
from testigo.evidence.statements import Kind

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SECTIONS = (
    "## What it compares",
    "## Formula",
    "## Source",
    "## Severity",
    "## What it does not mean",
    "## Example",
)
ROOMS = [path for path in (ROOT / "src" / "testigo").iterdir() if not path.name.startswith("_")]
ADR_PARTS = ("**Question.**", "**Options.**", "**Choice.**", "**Consequence.**")
NAME = re.compile(r"[A-Za-z0-9._-]+")
OURS = sorted(
    path
    for path in [*DOCS.rglob("*.md"), *(ROOT / "spec").glob("*.md"), *ROOT.glob("*.md")]
    if "_build" not in path.parts and "specification" not in path.parts
)


def text(*parts: str) -> str:
    return DOCS.joinpath(*parts).read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """The cells of every table row of a page, without marks."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"].get("optional-dependencies", {}).values()
    listed = [
        *project["project"]["dependencies"],
        *(each for extra in extras for each in extra),
        *(each for group in project["dependency-groups"].values() for each in group),
    ]
    found = [NAME.match(each) for each in listed]
    return sorted({match[0] for match in found if match})


def names_of_settings(kind: object = Settings, prefix: str = "") -> Iterator[str]:
    assert is_dataclass(kind)
    for field in fields(kind):
        if is_dataclass(field.type):
            yield from names_of_settings(field.type, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}"


@pytest.mark.parametrize("room", sorted(path.name for path in ROOMS if path.is_dir()))
def test_every_room_of_the_house_is_on_its_plan(room: str) -> None:
    assert f"`{room}/`" in text("architecture", "index.md")


def test_the_files_that_answer_the_questions_of_a_stranger_are_there() -> None:
    questions = text("architecture", "index.md").partition("### Thirteen questions")[2].partition("\n## ")[0]
    named = re.findall(r"`([a-z_*]+/[A-Za-z_*/.]*)`", questions)
    assert len(rows(questions)) == 14  # with its head
    house = ROOT / "src" / "testigo"
    assert [name for name in named if not list(house.glob(name.replace("NAME", "*")))] == []


@pytest.mark.parametrize("dependency", dependencies())
def test_every_dependency_has_a_line_with_its_licence_and_release(dependency: str) -> None:
    lines = [row for row in rows(text("dependencies.md")) if row[0] == dependency]
    assert len(lines) == 1
    assert len(lines[0]) == 5
    assert lines[0][3]
    assert re.search(r"20[0-9]{2}", lines[0][4])


def test_no_line_names_a_dependency_that_is_gone() -> None:
    named = [row[0] for row in rows(text("dependencies.md")) if row[0] != "package"]
    assert sorted(named) == dependencies()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_line(command: str) -> None:
    assert [row for row in rows(text("operate", "commands.md")) if f"testigo {command}" in row[0]]


def options(command: click.Command) -> Iterator[click.Option]:
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from options(inner)
    yield from (each for each in command.params if isinstance(each, click.Option))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_its_words_and_a_line(name: str) -> None:
    command = testigo.get_command(click.Context(testigo), name)
    assert command is not None
    page = text("operate", "commands.md")
    found = list(options(command))
    assert [each.opts[0] for each in found if f"`{each.opts[0]}`" not in page] == []
    assert [each.opts[0] for each in found if not each.help] == []


@pytest.mark.parametrize("setting", sorted(names_of_settings()))
def test_every_setting_of_the_election_has_a_line(setting: str) -> None:
    assert [row for row in rows(text("operate", "election-toml.md")) if row[0] == setting]


@pytest.mark.parametrize("error", [each.__name__ for each in TestigoError.__subclasses__()])
def test_every_error_has_a_line(error: str) -> None:
    assert [row for row in rows(text("operate", "errors.md")) if row[0] == error]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_statement_is_in_the_specification(kind: Kind) -> None:
    assert kind.value in (ROOT / "spec" / "evidence.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_its_page_with_all_its_parts(code: str) -> None:
    page = text("rules", f"{code}.md")
    assert page.startswith(f"# {code} ")
    assert [line for line in page.splitlines() if line.startswith("## ")] == list(SECTIONS)
    assert f"**{RULES[code].severity.value.capitalize()}.**" in page


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_its_row_in_the_index_with_its_severity(code: str) -> None:
    row = next(row for row in rows(text("rules", "index.md")) if row[0].startswith(f"[{code}]"))
    assert row[1] == RULES[code].severity.value


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_in_the_specification(code: str) -> None:
    assert code in (ROOT / "spec" / "checks.md").read_text(encoding="utf-8")


def test_no_page_is_of_a_rule_that_is_gone() -> None:
    pages = {path.stem for path in (DOCS / "rules").glob("*.md")} - {"index"}
    assert pages == set(RULES)


def test_the_pages_say_the_borders_that_the_rules_have() -> None:
    copies, neighbours, turnout = (text("rules", f"{code}.md") for code in ("C.401", "N.501", "T.302"))
    assert f"at least **{FEWEST_OPTIONS}** options" in copies
    assert f"at least **{FEWEST_VOTES}** votes" in copies
    assert f"`z^2 > {STANDARD_DEVIATIONS**2}`" in neighbours
    assert f"at least **{FEWEST_EXPECTED}**" in neighbours
    assert f"`100 * ballots > {HIGH_TURNOUT} * registered voters`" in turnout


@pytest.mark.parametrize(
    "path", sorted((DOCS / "architecture").rglob("*adr*/*.md")), ids=lambda each: each.stem
)
def test_every_decision_is_dated_and_whole_and_under_a_page(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert re.search(r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}\. ", page, re.MULTILINE)
    assert [part for part in ADR_PARTS if part not in page] == []
    assert len(page.split()) < 450


def test_decisions_are_numbered_once_and_without_a_gap() -> None:
    pages = sorted((DOCS / "architecture" / "adr").glob("*.md"))
    titles = [page.read_text(encoding="utf-8").partition("\n")[0] for page in pages]
    assert [page.name[:5] for page in pages] == [f"{number:04}-" for number in range(1, len(pages) + 1)]
    assert [title.split(". ")[0] for title in titles] == [
        f"# {number}" for number in range(1, len(pages) + 1)
    ]


@pytest.mark.parametrize("path", OURS, ids=lambda each: str(each.relative_to(ROOT)))
def test_no_page_names_this_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(work|root|tmp)/", path.read_text(encoding="utf-8"))


def test_every_known_answer_of_statistics_names_a_test_that_there_is() -> None:
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs/statistics/oracles.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`", page)
    assert len(named) > 30
    missing = [
        name for file, name in named if f"def {name}(" not in (root / file).read_text(encoding="utf-8")
    ]
    assert missing == []
