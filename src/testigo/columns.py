"""Every table's columns and units: the frames that pass between the rooms.

Counts are Int64 everywhere (a 32-bit sum wraps in silence) and null where nobody read them: never 0,
never NaN. Ratios are Int64 too, in hundredths of a percent (6714 = 67.14 %), rounded half up by whole
numbers, so that every machine gets the same. Text is Unicode NFC. Wide frames have a column an option:
`votes_<option>`, `line_<line>`, `other_<field>`.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import polars as pl

Schema = dict[str, pl.DataType]

COUNT = pl.Int64()
TEXT = pl.String()

HUNDREDTHS_OF_A_PERCENT = 10_000
"""The ratio 1, in the unit of every ratio column."""


class Status(StrEnum):
    """What a polling station's result is: exactly one of five (spec/settlement.md)."""

    MISSING = "missing"
    PENDING = "pending"
    DISPUTED = "disputed"
    QUARANTINED = "quarantined"
    ACCEPTED = "accepted"


class Method(StrEnum):
    """How a reading was made."""

    MACHINE_CODE = "machine code"
    MACHINE_READING = "machine reading"
    PERSON = "person"
    PUBLISHED_TABLE = "published table"


class Provenance(StrEnum):
    """How we have the form that was read."""

    PAPER = "paper seen by us"
    PHOTO = "photo only"
    OWN_TABLE = "our own table"
    THIRD_PARTY = "third party"
    NOT_SAID = "not said"  # by the mapping of a table: then nothing is asserted of it


class DocumentClass(StrEnum):
    """What the paper is, where somebody declared it; a declared class beats any guess from figures."""

    RESULT = "result"
    ZERO_REPORT = "zero report"
    ANNULLED = "annulled"
    NOT_INSTALLED = "not installed"
    DUPLICATE = "duplicate"
    OTHER_CONTEST = "other contest"
    UNREADABLE = "unreadable"
    NOT_A_FORM = "not a form"


class Made(StrEnum):
    """How whoever claims a share made it from its exact value; nobody need have said."""

    ROUNDED = "rounded"
    CUT_OFF = "cut off"


class Compared(StrEnum):
    """How one claimed figure stands beside ours (official.compare)."""

    AGREES = "agrees"
    DIFFERS = "differs"
    INCOMPLETE = "incomplete"  # what one side lacks could be the difference
    UNKNOWN = "unknown"  # we have no such figure


NO_RESULT = (
    DocumentClass.ZERO_REPORT,
    DocumentClass.DUPLICATE,
    DocumentClass.OTHER_CONTEST,
    DocumentClass.UNREADABLE,
    DocumentClass.NOT_A_FORM,
)
"""Papers that say nothing of the result: they neither suffice nor dispute."""


class PlaceKind(StrEnum):
    """What the place of a claim is; a station and a jurisdiction may have the same code."""

    JURISDICTION = "jurisdiction"
    STATION = "station"


POLLING_PLACE = "polling place"
"""What the place of an erratum may be beside a PlaceKind: no figure is of a polling place."""


class ErratumKind(StrEnum):
    """Why something that was published may move, beside new readings."""

    WITHDRAWAL = "withdrawal"
    RESTORATION = "restoration"
    DECISION = "decision"
    CORRECTION = "correction"
    AMENDMENT = "amendment"
    WITHDRAWN_CLAIM = "withdrawn claim"  # moves no figure of ours, and explains none
    RESTORED_CLAIM = "restored claim"


class FrameKind(StrEnum):
    """What is known of how many polling stations a jurisdiction has (jurisdictions.csv, `frame`)."""

    LISTED = "listed"
    DECLARED = "declared"
    SUM_OF_PARTS = "sum of parts"
    FROM_RESULTS = "from results"  # the list of stations was made of the results: what they lack nobody knows
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """Whether what is missing can change who is first, or who has more than half; the first that holds."""

    ANOTHER_RULE = "another rule"  # the contest is not won by the largest sum, nor by half
    NO_VOTES = "no votes"
    ALONE = "one option"
    TIED = "tied"  # nobody is outstanding and the two in front are level: the sum decides nobody
    COMPLETE = "complete"  # nothing is missing
    VOTES_UNREAD = "votes unread"  # of an option, at accepted stations: they could change it
    VALID_VOTES_UNKNOWN = "valid votes unknown"  # of a majority: half of what?
    ROLLS_DO_NOT_BOUND = "rolls do not bound it"  # an accepted station shows more ballots than its roll
    FRAME_UNKNOWN = "frame unknown"
    ROLL_UNKNOWN = "roll unknown"
    NO = "no"
    YES = "yes"


class Decision(StrEnum):
    """What people decided of a station's form."""

    ACCEPT = "accept"
    EXCLUDE = "exclude"
    CORRECT = "correct"


BASIS_OF_PEOPLE = "decision of people"
"""The basis of a result that a standing decision made."""

JURISDICTIONS: Schema = {
    "jurisdiction": TEXT,
    "parent": TEXT,  # null for the root
    "level": COUNT,  # 1 = country
    "name": TEXT,
    "frame": TEXT,  # FrameKind
    "stations": COUNT,  # as declared, else null
    "registered_voters": COUNT,  # as declared, else null
    "source": TEXT,
}
POLLING_PLACES: Schema = {"polling_place": TEXT, "name": TEXT}
STATIONS: Schema = {
    "station": TEXT,
    "polling_place": TEXT,  # null where unknown
    "jurisdiction": TEXT,  # the lowest known one; the root where the place is unknown
    "stratum": TEXT,
    "registered_voters": COUNT,
}  # and level_1 ... level_n: the jurisdiction at each level, null below the one it hangs on
BALLOTS: Schema = {"contest": TEXT, "place": TEXT, "stratum": TEXT}

FINDING_FIGURE = pl.Struct({"name": pl.String, "value": pl.Int64})
FINDINGS: Schema = {
    "code": TEXT,
    "version": COUNT,
    "severity": TEXT,  # Severity, as the policy has it
    "station": TEXT,
    "contest": TEXT,
    "reading": TEXT,  # null where the finding is of the station
    "figures": pl.List(FINDING_FIGURE),  # the numbers involved, in the order the rule names them
    "related": TEXT,  # another station that the finding names, else null
}
IMPORTED: Schema = {
    "part": COUNT,  # which [[reading]] of the mapping, 0 = first
    "station": TEXT,
    "contest": TEXT,
    "document_class": TEXT,
    "figure": TEXT,  # a figure column of READINGS
    "value": COUNT,  # null = an empty cell: the reader did not say
}  # one long Parquet exhibit an import; (part, station, contest, figure) is unique
LEADS: Schema = {
    "jurisdiction": TEXT,
    "level": COUNT,  # of the jurisdictions counted: below `jurisdiction`
    "option": TEXT,
    "jurisdictions": COUNT,  # how many of that level the option leads; a tie counts for nobody
}
GROUPS: Schema = {
    "group": TEXT,  # a basis, or a provenance class
    "stations": COUNT,
    "valid_votes": COUNT,  # null where a station of the group lacks them
}
CONTRADICTIONS: Schema = {
    "kind": TEXT,  # official.contradiction.Kind
    "claim": TEXT,
    "contest": TEXT,
    "place_kind": TEXT,  # PlaceKind
    "place": TEXT,
    "figure": TEXT,
    "ours": COUNT,
    "theirs": COUNT,
    "votes": COUNT,  # by how many votes it is impossible
    "stations": COUNT,  # stations that the argument needs (outside the claim, or false), else null
}
CLAIMS: Schema = {
    "claim": TEXT,
    "source": TEXT,
    "date": TEXT,  # ISO
    "place": TEXT,  # jurisdiction, or station
    "contest": TEXT,
    "figure": TEXT,  # a column of READINGS or TALLY, share_<option>, votes_<name>:A+B+C, ...
    "value": TEXT,  # as printed
    "thousands": TEXT,  # the thousands mark of `value`, else null
    "place_kind": TEXT,  # PlaceKind; null = jurisdiction
    "shares": TEXT,  # Made, of a printed share; null = nobody says
    "order": COUNT,  # where the claim stands among all; null = behind those that say, by day
}
CLAIMS_BEFORE: Schema = {name: kind for name, kind in CLAIMS.items() if name not in ("shares", "order")}
"""CLAIMS as publications had it before shares said how they were made; then rounding was meant."""
DECLARED: Schema = {
    "place": TEXT,  # jurisdiction
    "held": COUNT,  # forms that the source says to hold; null where it does not say
    "scanned": COUNT,
    "source": TEXT,
}
ERRATUM_FIGURE: Schema = {
    "figure": TEXT,  # a figure of RESULTS, or `stations`, `registered_voters` of a jurisdiction; null if none
    "before": COUNT,
    "after": COUNT,
}
ERRATA: Schema = {
    "day": TEXT,  # ISO; nothing is finer than a day
    "kind": TEXT,  # ErratumKind
    "contest": TEXT,  # null for an amendment
    "place_kind": TEXT,  # PlaceKind, or POLLING_PLACE
    "place": TEXT,
    "reading": TEXT,  # the one that fell or came back, of claims the claim's name; else null
    "reason": TEXT,  # null where it could tell which forms one person had in hand
    **ERRATUM_FIGURE,
}  # a row a figure that moved, or one where none did
CHANGES: Schema = {
    "contest": TEXT,
    "place_kind": TEXT,  # PlaceKind
    "place": TEXT,
    "figure": TEXT,
    "before": COUNT,  # null where there was none
    "after": COUNT,
    "difference": COUNT,  # votes, voters or stations; what is not there counts 0
    "because": TEXT,  # ErratumKind or "new reading", several joined by ", "; null where nothing says why
    "reason": TEXT,  # of the errata, several joined by " / "; null where there is none
    "fell_unexplained": pl.Boolean(),  # a figure that falls, and nothing says why: an error
}  # between two publications, a row a figure that moved
DISCREPANCIES: Schema = {
    "claim": TEXT,
    "place_kind": TEXT,  # PlaceKind
    "place": TEXT,
    "contest": TEXT,
    "figure": TEXT,
    "ours": COUNT,  # null where we have none
    "theirs_lowest": COUNT,  # a printed share is an interval: its two ends; equal for a count
    "theirs_highest": COUNT,
    "difference": COUNT,  # theirs - ours; to the nearest end, away from 0, and 0 only inside the interval
    "unit": TEXT,  # "count" or "hundredths of a percent"
    "ours_stations": COUNT,  # accepted stations that have our figure; null where it is of no form
    "at_least": pl.Boolean(),  # whether an accepted form lacks the figure: then ours is at least this
    "case": TEXT,  # Compared
    "claimed": pl.Boolean(),  # false: nobody printed it, it is the sum of the votes of all options
}
BOUNDS: Schema = {
    "jurisdiction": TEXT,
    "first": TEXT,  # option with most votes (the last that wins, for `first n`); null where nobody has a vote
    "second": TEXT,  # the next one; on equal votes ballot order speaks, and `lead` is 0
    "first_votes": COUNT,
    "second_votes": COUNT,
    "rest_votes": COUNT,  # all other options together
    "rest_options": COUNT,  # how many they are
    "share_first": COUNT,  # of valid votes, hundredths of a percent
    "share_second": COUNT,
    "share_rest": COUNT,
    "share_lead": COUNT,  # lead over valid votes
    "lead": COUNT,  # votes
    "answer": TEXT,  # tally.answer.Answer: whether what is missing can change who is first, or who has half
    "more_than_half": pl.Boolean(),  # of a majority: whether the first has it now; else null
    "outstanding_registered_voters": COUNT,  # M: what all that is not accepted could give; null = unknown
    "ballots_claimed_beyond": COUNT,  # what readings there claim beyond M, and nobody confirmed
    "stations_over_roll": COUNT,  # accepted ones with more ballots than voters on their roll
    "outstanding_at_most": pl.Boolean(),  # M is an upper bound (a roll is missing, its ballots stand in)
    "decided": pl.Boolean(),  # null where the contest has no such answer or M is unknown
    "margin_if_all_outstanding": COUNT,  # lead - M (votes)
    "forms_to_undo": COUNT,  # wholly false forms that it would take at least; null unless decided
    "unsettled_forms": COUNT,  # stations pending, disputed or quarantined
    "unsettled_registered_voters": COUNT,  # what they could give: their rolls, or confirmed ballots if more
    "unsettled_could_change": pl.Boolean(),  # whether they alone could change who is in front
}  # and share_lowest_<option>, share_highest_<option> (hundredths of a percent)


READING_KEYS: Schema = {
    "reading": TEXT,
    "station": TEXT,
    "exhibit": TEXT,
    "form": TEXT,  # the paper's name; null for a row of a table
    "reader": TEXT,  # person or publisher
    "method": TEXT,  # Method
    "provenance_class": TEXT,  # Provenance
    "document_class": TEXT,  # DocumentClass; null where nobody declared it
    "confidence": pl.Float64(),  # 0 to 1; null where none is given
}
COUNTERS = ("registered_voters", "valid_votes", "blank_votes", "null_votes", "total_votes")
"""Figures of every form; `total_votes` is ballots cast."""


def votes_column(option: str) -> str:
    """Return the column of an option's votes."""
    return f"votes_{option}"


def line_column(line: str) -> str:
    """Return the column of a party line's votes."""
    return f"line_{line}"


def figure_columns(votes: Sequence[str], lines: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return the figure columns of a contest in their fixed order; arguments are column names."""
    first, *rest = COUNTERS
    *middle, last = rest
    return (first, *votes, *lines, *middle, *others, last)


def readings_schema(figures: Iterable[str]) -> Schema:
    """READINGS of a contest: a row a reading that stands."""
    return {**READING_KEYS, **dict.fromkeys(figures, COUNT)}


def decisions_schema(figures: Iterable[str]) -> Schema:
    """DECISIONS of a contest: a row a decision of people that stands."""
    return {
        "station": TEXT,
        "decision": TEXT,  # Decision
        "reason": TEXT,
        "knew": pl.List(pl.String),  # the readings that stood when it was taken, sorted
        "persons": COUNT,
        "organisations": COUNT,
        "document_class": TEXT,
        **dict.fromkeys(figures, COUNT),  # as decided; null for `exclude`
    }


def results_schema(figures: Iterable[str]) -> Schema:
    """RESULTS of a contest: a row for every station that votes in it; figures null unless accepted."""
    return {
        "station": TEXT,
        "status": TEXT,  # Status
        "basis": TEXT,  # name of the policy's combination, or BASIS_OF_PEOPLE; null unless accepted
        "document_class": TEXT,
        "provenance_class": TEXT,  # the best among the readings that count
        "readings": COUNT,  # that stand
        **dict.fromkeys(figures, COUNT),
    }


def tally_schema(figures: Sequence[str], votes: Sequence[str]) -> Schema:
    """TALLY of a contest: a row a jurisdiction."""
    statuses = [status.value for status in Status]
    return {
        "jurisdiction": TEXT,
        "level": COUNT,
        "frame": TEXT,
        "stations": COUNT,  # expected; null where the frame is unknown
        "stations_listed": COUNT,
        **{f"stations_{status}": COUNT for status in statuses},  # missing: null where the frame is unknown
        **{f"stations_won_{column.removeprefix('votes_')}": COUNT for column in votes},
        "stations_tied": COUNT,  # accepted stations where no option is alone in front
        "stations_not_installed": COUNT,
        "stations_annulled": COUNT,  # accepted: their ballots are cast, none of them counts
        "stations_without_roll": COUNT,  # listed ones
        "registered_voters_of_frame": COUNT,  # null where unknown
        **{f"registered_voters_{status}": COUNT for status in statuses},  # of known rolls; null where none is
        **{f"stations_{status}_without_roll": COUNT for status in statuses},  # listed ones
        **dict.fromkeys(figures, COUNT),  # accepted; null where no accepted station has it
        **{f"{figure}_stations": COUNT for figure in figures},  # accepted stations that have it
        "turnout_ballots": COUNT,
        "turnout_registered_voters": COUNT,
        "turnout_stations": COUNT,  # accepted ones with both a roll and ballots cast
        "turnout": COUNT,  # hundredths of a percent
        "coverage_of_stations": COUNT,  # hundredths of a percent; null where the frame is unknown
        "coverage_of_registered_voters": COUNT,
        **{f"share_{column.removeprefix('votes_')}": COUNT for column in votes},  # of valid votes
    }


def bounds_schema(options: Sequence[str]) -> Schema:
    """BOUNDS of a contest: a row a jurisdiction; shares in hundredths of a percent."""
    shares = {f"share_{end}_{option}": COUNT for option in options for end in ("lowest", "highest")}
    return {**BOUNDS, **shares}


def conform(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return `frame` with exactly the columns of `schema`, in its order; absent ones are null."""
    present = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in present else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def empty(schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return a frame of `schema` without rows."""
    return _empty(tuple(schema.items())).clone()


@lru_cache(maxsize=1_000)
def _empty(schema: tuple[tuple[str, pl.DataType], ...]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict(schema))


def ratio(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """Return numerator / denominator in hundredths of a percent, rounded half up; null over 0.

    Whole numbers only: exact up to 4.6e14 votes, and the same on every machine.
    """
    doubled = numerator * (2 * HUNDREDTHS_OF_A_PERCENT) + denominator
    return pl.when(denominator > 0).then(doubled // (2 * denominator)).otherwise(None).cast(COUNT)
