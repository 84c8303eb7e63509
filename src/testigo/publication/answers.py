"""The page of what is said against the forms, and what the forms say: the exact answers, contest by contest.

In   a snapshot.
Out  a page a language. An accusation that the forms bear out stands there like one that they do not; what
     the data cannot tell is not there. Nor is the simulated answer: making it again takes long.
"""

from typing import Any

import polars as pl
from markupsafe import Markup

from testigo.election.contests import Contest
from testigo.election.geography import names_in
from testigo.publication.figures import Row
from testigo.publication.page_frame import MANY_CONTESTS, Page, link, page, place_path, station_path
from testigo.publication.shard import Site
from testigo.publication.words import code, name, words, words_of_answers
from testigo.snapshot import Snapshot
from testigo.statistics.answers import Answer, answers

MOST_STATIONS = 12
"""Stations to look at on the page, a contest and accusation; every finding is in data/findings.csv."""


def answers_page(snapshot: Snapshot, site: Site, language: str) -> Page:
    """Return the page in one language."""
    say, said = words(language), words_of_answers(language)
    contests = snapshot.election.contests
    return page(
        site,
        language,
        "answers.html",
        "answers.html",
        say("answers.title"),
        condition=said("condition"),
        contests=[
            {
                "name": name(contest.called(language)),
                "answers": [
                    _answer(snapshot, site, language, contest, each)
                    for each in answers(snapshot, contest.contest, exact=True)
                ],
            }
            for contest in contests[:MANY_CONTESTS]
        ],
        nothing=said("nothing"),
        more=len(contests) > MANY_CONTESTS,
    )


def _answer(
    snapshot: Snapshot, site: Site, language: str, contest: Contest, answer: Answer
) -> dict[str, Any]:
    """Return one answer: what is said, what the forms say, what that does not refute, where to look."""
    said, key = words_of_answers(language), answer.accusation
    outcome = "borne_out" if answer.borne_out else "not_borne_out"
    return {
        "said": said(f"{key}.said"),
        "borne_out": answer.borne_out,
        "verdict": said(f"verdict.{outcome}"),
        "answer": said(f"{key}.{outcome}", **_named(snapshot, language, contest, answer)),
        "not_refuted": said(f"{key}.not_refuted"),
        "stations": [
            {"code": code(station), "href": _href(snapshot, site, station)}
            for station in answer.stations[:MOST_STATIONS]
        ],
    }


def _named(snapshot: Snapshot, language: str, contest: Contest, answer: Answer) -> dict[str, Markup]:
    """Return the figures as marks of their cells, and names in the place of codes."""
    row = Row(
        answer.figures, language, words(language)("unknown"), "answers", contest.contest, answer.accusation
    )
    options = {option.option: option.called(language) for option in contest.options}
    places = names_in(snapshot.election, language)
    return {
        figure: row[figure]
        if isinstance(value, int)
        else name(options[value] if figure == "option" else places[value])
        for figure, value in answer.figures.items()
    }


def _href(snapshot: Snapshot, site: Site, station: str) -> Markup:
    """Return the way to a station's page, or to that of its place where stations have none."""
    place = site.places[
        snapshot.election.stations.filter(pl.col("station") == station)["jurisdiction"].item()
    ]
    has_pages = site.election.has_station_pages(place.first)
    return link(station_path(place.first, station) if has_pages else place_path(place))
