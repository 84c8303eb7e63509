"""The page of all findings, and a page a rule: what it compares, its weight here, and what it found where."""

import re
from dataclasses import replace

import polars as pl
import pytest
from markupsafe import escape

from testigo.checks.registry import RULES
from testigo.checks.sentences import compares
from testigo.checks.sentences import name as rule_name
from testigo.findings import Severity
from testigo.publication import rule_pages
from testigo.publication.page_frame import MOST_BYTES
from testigo.publication.rule_links import rule_path
from testigo.snapshot import Snapshot
from tests import world
from tests.elements import DRILL_MARK
from tests.publication.conftest import made
from tests.publication.elections import MAYOR, html_pages, site_of_election, snapshot_of, two_persons
from tests.publication.more_elections import STATES, state
from tests.publication.said import says

STATION_LINK = re.compile(r'<th scope="row"><a href="[^"]*/stations/([^"]+)\.html">')


def pages_of(snapshot: Snapshot) -> dict[str, str]:
    return html_pages(site_of_election(snapshot))


def parts_of(pages: dict[str, str], rule: str) -> list[str]:
    """The pages of a rule in English, one behind the other."""
    paths = [f"en/{rule_path(rule, number)}" for number in range(1, 100)]
    return [pages[path] for path in paths if path in pages]


def high_turnout(*stations: str) -> Snapshot:
    rows = [row for station in stations for row in two_persons(station, red=480, blue=10, green=0)]
    return snapshot_of((MAYOR,), {"mayor": rows})


def test_every_rule_has_a_page_with_its_name_and_what_it_compares_in_each_language(
    every_state: dict[str, str],
) -> None:
    for rule in RULES:
        for language in ("es", "en"):
            page = every_state[f"{language}/{rule_path(rule)}"]
            assert f"<h1>{rule_name(rule, language)}</h1>" in page
            assert escape(compares(rule, language)) in page


def test_every_finding_stands_on_the_page_of_its_rule_with_its_station() -> None:
    snapshot = made("every state")[0]
    pages = html_pages(made("every state")[1])
    assert snapshot.findings.height > 0
    for rule, of_rule in snapshot.findings.group_by("code"):
        shown = {station for page in parts_of(pages, str(rule[0])) for station in STATION_LINK.findall(page)}
        assert shown == set(of_rule["station"]), rule


def test_a_rule_that_found_much_goes_on_and_each_page_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_pages, "MOST_BYTES_OF_ROWS", 900)
    pages = pages_of(high_turnout("A1-1.01", "A1-1.02", "A1-1.03", "B1-1.01"))
    parts = parts_of(pages, "T.302")
    assert len(parts) > 1
    shown = [station for page in parts for station in STATION_LINK.findall(page)]
    assert sorted(shown) == ["A1-1.01", "A1-1.02", "A1-1.03", "B1-1.01"]
    assert all(len(page.encode()) < MOST_BYTES for page in parts)
    assert 'aria-current="page"><bdi>2</bdi>' in parts[1]


def test_what_is_said_of_two_readings_alike_stands_once_and_the_page_says_so() -> None:
    pages = pages_of(high_turnout("A1-1.01"))
    (page,) = parts_of(pages, "T.302")
    assert len(STATION_LINK.findall(page)) == 1
    assert "stands once" in page
    assert "stands once" not in parts_of(pages, "T.301")[0]


def test_only_where_findings_are_left_out_does_the_page_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = high_turnout("A1-1.01", "A1-1.02")
    assert "All are in the table" not in parts_of(pages_of(snapshot), "T.302")[0]
    monkeypatch.setattr(rule_pages, "MOST_FINDINGS", 2)
    assert "All are in the table" in parts_of(pages_of(snapshot), "T.302")[0]


def test_the_page_of_all_findings_names_each_rule_once_as_found_or_silent() -> None:
    pages = pages_of(high_turnout("A1-1.01"))
    page = pages["en/findings.html"]
    found, _, silent = page.partition('id="w2"')
    assert rule_name("T.302", "en") in found
    assert rule_name("T.302", "en") not in silent
    assert rule_name("S.201", "en") in silent
    assert "Rules that found nothing" in page


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_said_to_be_found_where_nothing_was(name: str) -> None:
    snapshot, pages = state(name)
    assert says(pages["en/findings.html"], "findings.none") is snapshot.findings.is_empty()
    assert says(pages["en/findings.html"], "findings.heading") is not snapshot.findings.is_empty()
    with_findings = set(snapshot.findings["code"])
    for rule in RULES:
        assert says(pages[f"en/{rule_path(rule)}"], "rule.none") is (rule not in with_findings), rule


def test_a_weight_that_the_policy_changed_is_on_the_page_of_the_rule() -> None:
    snapshot = high_turnout("A1-1.01")
    policy = replace(snapshot.election.policy, severity={"T.302": Severity.BLOCKING})
    pages = pages_of(replace(snapshot, election=replace(snapshot.election, policy=policy)))
    assert "changed by the policy of this election" in parts_of(pages, "T.302")[0]
    assert "changed by the policy of this election" not in parts_of(pages, "T.301")[0]


def test_a_code_on_the_page_of_a_station_leads_to_its_rule(every_state: dict[str, str]) -> None:
    page = every_state["en/A/stations/A1-1.01.html"]
    assert f'<a href="../../{rule_path("S.201")}"><bdi>S.201</bdi></a>' in page


def test_with_several_contests_each_finding_names_its_own() -> None:
    other = replace(world.contest("council", ("red", "blue", "green")), form=MAYOR.form)
    rows = two_persons("A1-1.01", red=480, blue=10, green=0)
    snapshot = snapshot_of((MAYOR, other), {"mayor": rows})
    page = parts_of(pages_of(snapshot), "T.302")[0]
    assert MAYOR.called("en") in page
    assert DRILL_MARK not in page


def test_findings_are_listed_in_the_order_of_the_table() -> None:
    snapshot = high_turnout("B1-1.01", "A1-1.01")
    order = snapshot.findings.filter(pl.col("code") == "T.302")["station"].unique(maintain_order=True)
    assert STATION_LINK.findall(parts_of(pages_of(snapshot), "T.302")[0]) == order.to_list()
