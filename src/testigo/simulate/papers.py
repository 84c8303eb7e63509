"""Stage 1, invented: which papers and photos of a contest's forms arrive, and what they show.

In   the truth of a contest, rates, a source of chance.
Out  `Papers`: the story of every station, papers, photos in the order in which they arrive, and the figures
     of those papers that do not show the truth.

Every station has exactly one story, so that what happened to it can be said in one word.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.columns import COUNT, TEXT, Schema
from testigo.election.contests import Contest
from testigo.simulate.chance import Chance, Real, Truth, Whole
from testigo.simulate.forge import emptied, forged
from testigo.simulate.mishaps import CONTRADICTORY, FORGERIES, OF_STATIONS, Mishap, Rates, number, struck

MINUTES_A_DAY = 24 * 60
CLOSE = 20 * 60  # minutes after midnight at which forms begin to arrive
FIRST_NIGHT, SECOND_DAY = 0.136, 0.795
"""Shares of all forms that came before midnight and on the next day: Venezuela 2024."""
DAYS_LATE = 7  # late forms come within a week after the third day

STORIES: Schema = {
    "station": TEXT,
    "story": TEXT,  # Mishap
    "late": pl.Boolean(),  # its form came after the third day
}
PAPERS: Schema = {
    "paper": TEXT,
    "station": TEXT,  # as the paper says
    "of": TEXT,  # the station whose truth it was made from
    "done": TEXT,  # Mishap: NONE where the paper is an honest result form
}
PHOTOS: Schema = {
    "photo": TEXT,  # twice where the same photo came twice
    "paper": TEXT,
    "minute": COUNT,  # since midnight of the election day
    "first": pl.Boolean(),  # whether this photo had not come before
    "readable": pl.Boolean(),  # whether its code can be read
    "submitted_as": TEXT,  # the station that the watcher named
    "done": TEXT,  # Mishap
}


@dataclass(frozen=True)
class Papers:
    """What arrived of one contest.

    stories  STORIES, a row a station, in the order of the truth
    papers   PAPERS
    photos   PHOTOS, by minute
    altered  paper, and every figure: what papers that do not show the truth show, in print, code or both
    """

    stories: pl.DataFrame
    papers: pl.DataFrame
    photos: pl.DataFrame
    altered: pl.DataFrame

    def printed(self, papers: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
        """Return what papers print: the columns of `papers` (with `paper` and `of`), and every figure.

        A paper that is no form (NOT_A_FORM) prints none: its figures here mean nothing.
        """
        return self._shown(papers, truth, Mishap.CHANGED_CODE)

    def coded(self, papers: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
        """Return what the codes of papers say, in the columns of `printed`."""
        return self._shown(papers, truth, Mishap.CHANGED_FIGURES)

    def _shown(self, papers: pl.DataFrame, truth: pl.DataFrame, true: Mishap) -> pl.DataFrame:
        """Return what honest papers and those of the kind `true` show, the truth; then what the others do."""
        altered = papers.filter(pl.col("done") != true.value).join(
            self.altered, on="paper", maintain_order="left"
        )
        honest = papers.join(altered.select("paper"), on="paper", how="anti", maintain_order="left")
        return pl.concat([with_truth(honest, truth), altered])


def with_truth(papers: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Add the true figures of the station that a paper was made from."""
    return papers.join(truth.rename({"station": "of"}), on="of", maintain_order="left")


def arrivals(truth: pl.DataFrame, contest: Contest, rates: Rates, chance: Chance) -> Papers:
    """Return what arrives of a contest's forms.

    truth  a row a station: station, and every figure (simulate.votes)
    """
    lots = struck({kind: rates.of(kind) for kind in OF_STATIONS}, truth.height, chance.to("stories"))
    strangers = chance.to("strangers").order(truth.height)[: number(rates.no_such_station, truth.height)]
    others = chance.to("others").order(truth.height)[: number(rates.not_a_form, truth.height)]
    made = [(strangers, Mishap.NO_SUCH_STATION), (others, Mishap.NOT_A_FORM)]
    papers = _papers(truth["station"], lots, made, contest.contest)
    late = _late(truth.height, lots[Mishap.MISSING], rates.late, chance.to("late"))
    stories = np.full(truth.height, Mishap.NONE.value, dtype=object)
    for kind, places in lots.items():
        stories[places] = kind.value
    known = pl.DataFrame({"station": truth["station"], "story": stories.tolist(), "late": late}, STORIES)
    photos = _photos(papers, known, rates, chance.to("photos"))
    return Papers(known, papers, photos, _altered(papers, truth, contest))


def _late(stations: int, missing: Whole, rate: float, chance: Chance) -> Truth:
    came = np.setdiff1d(np.arange(stations), missing)
    late = np.zeros(stations, dtype=np.bool_)
    late[came[chance.order(len(came))[: number(rate, len(came))]]] = True
    return late


def _papers(
    stations: pl.Series, lots: dict[Mishap, Whole], more: list[tuple[Whole, Mishap]], contest: str
) -> pl.DataFrame:
    """Return the papers; every second zero report comes in the place of the result, the others beside it."""
    zero = lots[Mishap.ZERO_REPORT]
    without_result = np.concatenate([lots[Mishap.MISSING], zero[::2]])
    results = np.setdiff1d(np.arange(len(stations)), without_result)
    made = [
        (results, Mishap.NONE),
        (lots[Mishap.OTHER_COPY], Mishap.OTHER_COPY),
        (zero, Mishap.ZERO_REPORT),
        (lots[Mishap.FORGED_COPY], Mishap.FORGED_COPY),
        *more,
    ]
    of = np.concatenate([places for places, _ in made])
    done = [kind.value for places, kind in made for _ in places]
    changed = {int(place): kind.value for kind in (*CONTRADICTORY, Mishap.BAD_SUMS) for place in lots[kind]}
    done[: len(results)] = [changed.get(int(place), Mishap.NONE.value) for place in results]
    papers = pl.DataFrame({"of": stations.gather(of), "done": done})
    stranger = pl.col("done") == Mishap.NO_SUCH_STATION.value
    papers = papers.filter(~(stranger & _no_such_station().is_in(stations.implode())))
    numbers = pl.int_range(pl.len(), dtype=pl.Int64).cast(pl.String)
    return papers.with_columns(
        paper=pl.format(f"{contest} paper {{}}", numbers),
        station=pl.when(stranger).then(_no_such_station()).otherwise("of"),
    ).select(*PAPERS)


def _no_such_station() -> pl.Expr:
    """A code of the same form: number 99 of the same place. Where it exists after all, no such form comes."""
    return pl.col("of").str.head(-2) + "99"


# --- photos ---------------------------------------------------------------------------------------------


def _photos(papers: pl.DataFrame, stories: pl.DataFrame, rates: Rates, chance: Chance) -> pl.DataFrame:
    told = papers.join(stories, left_on="of", right_on="station", how="left", maintain_order="left")
    honest = pl.col("done") == Mishap.NONE.value
    unreadable = honest & (pl.col("story") == Mishap.UNREADABLE_CODE.value)
    unreadable |= pl.col("done").is_in([Mishap.BAD_SUMS.value, Mishap.NOT_A_FORM.value])
    firsts = told.with_columns(
        photo=pl.col("paper") + " photo 1",
        minute=pl.Series(_minutes(told["late"].to_numpy(), chance.to("minutes"))),
        first=pl.lit(value=True),
        readable=~unreadable,
        submitted_as="station",
        done=pl.when(unreadable).then(pl.lit(Mishap.UNREADABLE_CODE.value)).otherwise(_NOTHING),
    )
    again = firsts.filter(told.select(honest).to_series() & pl.col("story").is_in(_SENT_TWICE))
    other = pl.col("story") == Mishap.OTHER_PHOTO.value
    after = chance.to("again").whole(again.height, 5, 600)
    again = again.with_columns(
        photo=pl.when(other).then(pl.col("paper") + " photo 2").otherwise("photo"),
        minute=pl.col("minute") + pl.Series(after),
        first=other,
        done="story",
    )
    photos = pl.concat([firsts, again]).select(*PHOTOS)
    wrong = chance.to("wrong").order(photos.height)[: number(rates.wrong_submission, photos.height)]
    return _submitted_wrongly(photos, wrong, stories["station"], chance.to("as")).sort(
        "minute", "photo", "first", descending=[False, False, True]
    )


_NOTHING = pl.lit(Mishap.NONE.value)
_SENT_TWICE = [Mishap.OTHER_PHOTO.value, Mishap.SAME_PHOTO.value]


def _submitted_wrongly(
    photos: pl.DataFrame, wrong: Whole, stations: pl.Series, chance: Chance
) -> pl.DataFrame:
    """Let the watchers of some photos name another station, where there is one."""
    named = photos["submitted_as"].to_list()
    drawn = chance.whole(len(wrong), 0, len(stations) - 1)
    for place, number_drawn in zip(wrong, drawn, strict=True):
        named[place] = other_station(named[place], int(number_drawn), stations)
    return photos.with_columns(pl.Series("submitted_as", named, dtype=TEXT))


def other_station(station: str, drawn: int, stations: pl.Series) -> str:
    """Return the station at place `drawn`, or the next one where that is `station` itself."""
    found = str(stations[drawn])
    return found if found != station else str(stations[(drawn + 1) % len(stations)])


def _minutes(late: Truth, chance: Chance) -> Whole:
    """Return when photos arrive: some on the night, most on the next day around noon, the rest after."""
    when, within, more = (chance.to(name).fractions(len(late)) for name in ("when", "within", "more"))
    night = CLOSE + within * (MINUTES_A_DAY - CLOSE)
    day = MINUTES_A_DAY * (1 + (within + more) / 2)
    after = MINUTES_A_DAY * (2 + within)
    usual: Real = np.where(when < FIRST_NIGHT, night, np.where(when < FIRST_NIGHT + SECOND_DAY, day, after))
    return np.where(late, MINUTES_A_DAY * (3 + DAYS_LATE * within), usual).astype(np.int64)


# --- papers that do not show the truth ------------------------------------------------------------------


def _altered(papers: pl.DataFrame, truth: pl.DataFrame, contest: Contest) -> pl.DataFrame:
    """Return what forged and zero forms print."""
    kinds = [kind.value for kind in (*FORGERIES, Mishap.ZERO_REPORT)]
    striking = with_truth(papers.filter(pl.col("done").is_in(kinds)), truth)
    rows = []
    for row in striking.iter_rows(named=True):
        figures = {name: row[name] for name in truth.columns[1:]}
        kind = Mishap(row["done"])
        made = emptied(figures, contest) if kind is Mishap.ZERO_REPORT else forged(figures, contest, kind)
        rows.append({**row, **made})
    return pl.DataFrame(rows, schema=striking.schema).select("paper", *truth.columns[1:])
