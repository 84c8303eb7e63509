"""Stage 10, for NIST SP 1500-100: contests with their selections and counts.

In   a contest, what was counted in the units of one report, which options are told by their party lines.
Out  the standard's kind of contest for what its options are: candidates, lists, answers, answers on a person.

Where one candidate is on several party lines the standard lists her once a line, each with its party and its
votes. We do so where the lines say every vote of an option; else she is listed once, with all her parties.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.columns import line_column, votes_column
from testigo.election.contests import ANSWERS, CANDIDATES, LISTS, ON_A_PERSON, Contest, Line, Option
from testigo.election.definition import Election
from testigo.nist.terms import Json, Row, code_of, in_words
from testigo.nist.units import identifier

VARIATIONS = {"plurality": "plurality", "majority": "majority", "first n": "n-of-m", "seats": "proportional"}
CLASSES = {
    CANDIDATES: "CandidateContest",
    LISTS: "PartyContest",
    ANSWERS: "BallotMeasureContest",
    ON_A_PERSON: "RetentionContest",
}


@dataclass(frozen=True)
class Counted:
    """A contest and what was counted in the units of one report.

    rows     unit -> its row of COUNTED; the widest unit comes first
    by_line  the options whose every vote the party lines say
    """

    contest: Contest
    rows: Mapping[str, Row]
    by_line: frozenset[str]


def contest_of(election: Election, one: Counted, district: str) -> Json:
    """Return one contest; `district` is the unit of the smallest jurisdiction that has all its stations."""
    of = one.contest
    found: Json = {
        "@id": identifier("contest", of.contest),
        "@type": f"ElectionResults.{CLASSES[of.options_are]}",
        "Name": of.called(election.languages[0]),
        "ExternalIdentifier": code_of("contest", of.contest),
        "ElectionDistrictId": district,
        "ContestSelection": in_order(list(selections(election, one))),
        "OtherCounts": list(_other_counts(one)),
        "VoteVariation": VARIATIONS.get(of.decides.rule, "other"),
        **coverage(next(iter(one.rows.values()))),
    }
    if found["VoteVariation"] == "other":
        found["OtherVoteVariation"] = of.decides.rule
    if of.options_are == CANDIDATES:
        found["VotesAllowed"] = votes_allowed(of)
        if of.decides.winners is not None:
            found["NumberElected"] = of.decides.winners
    if of.options_are == ON_A_PERSON:
        found["CandidateId"] = identifier("candidate", of.contest)
    return found


def coverage(row: Row) -> Json:
    """Return the accepted stations of a row of COUNTED, and of how many where that is known."""
    of_all = {} if row["stations"] is None else {"TotalSubUnits": row["stations"]}
    return {"SubUnitsReported": row["accepted"], **of_all}


def votes_allowed(of: Contest) -> int:
    """Return how many votes a ballot may have: as many as win, where the first n candidates win, else one."""
    return of.decides.winners or 1 if of.options_are == CANDIDATES else 1


# --- selections -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Selection:
    """What can be marked on the ballot: its place there, and its JSON."""

    position: int | None
    is_line: bool
    written: Json


def in_order(found: Sequence[Selection]) -> list[Json]:
    """Return the selections with their place on the ballot; without where lines and options mix: each counts
    its own places."""
    if len({one.is_line for one in found}) > 1:
        return [one.written for one in found]
    return [
        one.written if one.position is None else {**one.written, "SequenceOrder": one.position}
        for one in found
    ]


def selections(election: Election, one: Counted) -> Iterator[Selection]:
    """Yield the selections of a contest, each with its counts."""
    of = one.contest
    for option in of.options:
        identified = {"@id": identifier("selection", of.contest, option.option)}
        counts = _vote_counts(one, votes_column(option.option))
        lines = lines_of(of, option)
        if of.options_are in (ANSWERS, ON_A_PERSON):
            yield Selection(option.position, False, identified | _answer(election, option) | counts)
        elif option.option in one.by_line:
            for line in lines:
                identified = {"@id": identifier("line", of.contest, line.line)}
                counts = _vote_counts(one, line_column(line.line))
                yield Selection(line.position, True, identified | _marked(of, option, [line]) | counts)
        else:
            yield Selection(option.position, False, identified | _marked(of, option, lines) | counts)


def lines_of(of: Contest, option: Option) -> list[Line]:
    """Return the party lines of an option."""
    return [line for line in of.lines if line.option == option.option]


def _answer(election: Election, option: Option) -> Json:
    return {
        "@type": "ElectionResults.BallotMeasureSelection",
        "Selection": in_words({language: option.called(language) for language in election.languages}),
    }


def _marked(of: Contest, option: Option, lines: Sequence[Line]) -> Json:
    """Return who or what is voted for: a candidate with the parties of some lines, write-ins, or a list."""
    parties = [identifier("party", of.contest, line.line) for line in lines]
    if of.options_are == LISTS:
        whole = [identifier("list", of.contest, option.option)]
        return {
            "@type": "ElectionResults.PartySelection",
            "PartyIds": parties if len(parties) == 1 else whole,
        }
    found: Json = {"@type": "ElectionResults.CandidateSelection"}
    if option.write_ins:
        found["IsWriteIn"] = True
    else:
        found["CandidateIds"] = [identifier("candidate", of.contest, option.option)]
    if parties:
        found["EndorsementPartyIds"] = parties
    return found


def _vote_counts(one: Counted, column: str) -> Json:
    return {
        "VoteCounts": [
            {
                "@type": "ElectionResults.VoteCounts",
                "Count": row[column],
                "GpUnitId": unit,
                "Type": "total",
            }
            for unit, row in one.rows.items()
            if row[column] is not None
        ]
    }


def _other_counts(one: Counted) -> Iterator[Json]:
    """Yield blank and null votes. A blank ballot lacks one vote where a ballot has one: only there it is a
    number of undervotes."""
    names = {"null_votes": "Overvotes"}
    if votes_allowed(one.contest) == 1:
        names["blank_votes"] = "Undervotes"
    for unit, row in one.rows.items():
        counts = {name: row[column] for column, name in names.items() if row[column] is not None}
        if counts:
            yield {"@type": "ElectionResults.OtherCounts", "GpUnitId": unit, **counts}


# --- who stands -------------------------------------------------------------------------------------------


def candidates(election: Election, of: Contest) -> Iterator[Json]:
    """Yield who stands: candidates, or the person on whom voters answer, whose name is the contest's."""
    if of.options_are == ON_A_PERSON:
        yield {
            "@id": identifier("candidate", of.contest),
            "@type": "ElectionResults.Candidate",
            "BallotName": in_words({language: of.called(language) for language in election.languages}),
        }
    if of.options_are != CANDIDATES:
        return
    for option in of.options:
        if not option.write_ins:
            yield {
                "@id": identifier("candidate", of.contest, option.option),
                "@type": "ElectionResults.Candidate",
                "BallotName": in_words(
                    {language: option.called(language) for language in election.languages}
                ),
                "ExternalIdentifier": code_of("option", option.option),
            }


def parties(election: Election, of: Contest) -> Iterator[Json]:
    """Yield the parties of the lines, in the colour of their option; and the lists, which are coalitions of
    the parties on whose lines they are."""
    if of.options_are in (ANSWERS, ON_A_PERSON):
        return
    for option in of.options:
        colour = {"Color": option.colour.removeprefix("#")} if option.colour else {}
        lines = lines_of(of, option)
        for line in lines:
            yield {
                "@id": identifier("party", of.contest, line.line),
                "@type": "ElectionResults.Party",
                "Name": in_words({language: line.called(language) for language in election.languages}),
                "ExternalIdentifier": code_of("party line", line.line),
                **colour,
            }
        if of.options_are == LISTS:
            yield {**_list(election, of, option, lines), **colour}


def _list(election: Election, of: Contest, option: Option, lines: Sequence[Line]) -> Json:
    languages = election.languages
    found: Json = {
        "@id": identifier("list", of.contest, option.option),
        "@type": "ElectionResults.Party",
        "Name": in_words({language: option.called(language) for language in languages}),
        "Abbreviation": in_words({language: option.called_in_short(language) for language in languages}),
        "ExternalIdentifier": code_of("option", option.option),
    }
    if lines:
        found["@type"] = "ElectionResults.Coalition"
        found["PartyIds"] = [identifier("party", of.contest, line.line) for line in lines]
        found["ContestIds"] = [identifier("contest", of.contest)]
    return found
