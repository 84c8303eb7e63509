"""Stage 1, invented: what stands on the paper of one results form, before anything is drawn.

In   a night, a contest, a paper of it.
Out  a `Sheet`: the words and figures of a form of the Venezuelan kind (acta-venezuela-2024.md), and the text
     of its code, which the form's own profile reads back.

Who signs is invented, and says so on the paper. Heading, place, lines grouped by candidate, totals, members,
code: in the order of the real form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from testigo.columns import votes_column
from testigo.election.geography import path_of
from testigo.errors import Place, RefusedError
from testigo.forms.machine_code import MachineReading, parse_machine_code
from testigo.simulate.chance import Chance
from testigo.simulate.mishaps import Mishap
from testigo.simulate.names import persons, words
from testigo.simulate.night import ContestNight, Night
from testigo.simulate.readers import code_columns

OFFICES = ("PRESIDENTE", "SECRETARIO", "MIEMBRO", "TESTIGO", "TESTIGO", "OPERADOR")
OTHER_LINES = 18
"""Lines of a paper that is no form."""


@dataclass(frozen=True)
class Line:
    """A printed row: text at the left, a figure at the right, or only one of them."""

    text: str
    figure: int | None = None
    is_heading: bool = False


@dataclass(frozen=True)
class Sheet:
    """One paper.

    heading  lines at the top, centred
    lines    place, roll, votes, totals
    members  office and invented name of each who signs
    code     text of the machine code; None where the foot is torn off
    """

    paper: str
    heading: tuple[str, ...]
    lines: tuple[Line, ...]
    members: tuple[tuple[str, str], ...]
    code: str | None


@dataclass(frozen=True)
class Sheets:
    """All papers of one contest of a night."""

    night: Night
    contest: str

    @property
    def _one(self) -> ContestNight:
        return self.night.contests[self.contest]

    @cached_property
    def _printed(self) -> Mapping[str, dict[str, object]]:
        return _by_paper(self._one.printed())

    @cached_property
    def _coded(self) -> Mapping[str, dict[str, object]]:
        return _by_paper(self._one.coded())

    @cached_property
    def _jurisdictions(self) -> Mapping[str, str]:
        return dict(self.night.election.stations.select("station", "jurisdiction").iter_rows())

    def sheet(self, paper: str, *, with_code: bool = True) -> Sheet:
        """Return a paper; KeyError where no paper of the night has that name.

        with_code  False where the foot with the code is torn off

        RefusedError where the contest's form is not of the Venezuelan kind.
        """
        printed = self._printed[paper]
        chance = Chance.of(0).to(paper)
        if printed["done"] == Mishap.NOT_A_FORM.value:
            return _other_paper(paper, chance)
        return Sheet(
            paper=paper,
            heading=self._heading(str(printed["done"])),
            lines=(*self._place(printed), *self._votes(printed), *self._totals(printed)),
            members=tuple(zip(OFFICES, persons(chance, len(OFFICES)), strict=True)),
            code=self._code(paper) if with_code else None,
        )

    def _heading(self, done: str) -> tuple[str, ...]:
        is_zero = done == Mishap.ZERO_REPORT.value
        kind = "REPORTE EN CERO" if is_zero else "ACTA DE ESCRUTINIO"
        date = self.night.election.date.strftime("%d-%m-%Y")
        return kind, f"{self._one.contest.name.upper()} {date}", "SIMULACRO: FORMULARIO INVENTADO"

    def _place(self, printed: Mapping[str, object]) -> Iterator[Line]:
        election = self.night.election
        names = dict(election.jurisdictions.select("jurisdiction", "name").iter_rows())
        jurisdiction = self._jurisdictions.get(str(printed["of"]), election.root)
        for level, code in zip(election.levels, path_of(election, jurisdiction), strict=False):
            yield Line(f"{level.upper()}: {names[code].upper()}")
        place, _, number = str(printed["station"]).partition(".")
        yield Line(f"CENTRO: {place}")
        yield Line(f"MESA: {number}   TOMO: 1")
        yield Line("ELECTORES INSCRITOS", _figure(printed, "registered_voters"), is_heading=True)

    def _votes(self, printed: Mapping[str, object]) -> Iterator[Line]:
        contest = self._one.contest
        for option in contest.options:
            yield Line(option.name.upper(), _figure(printed, votes_column(option.option)), is_heading=True)
            for line, column in zip(contest.lines, contest.line_columns, strict=True):
                if line.option == option.option:
                    yield Line(f"  {line.party.upper()}", _figure(printed, column))

    def _totals(self, printed: Mapping[str, object]) -> Iterator[Line]:
        printed_as = {"valid_votes": "VOTOS VALIDOS", "null_votes": "VOTOS NULOS", "total_votes": "TOTAL"}
        for column, word in printed_as.items():
            if printed[column] is not None:
                yield Line(word, _figure(printed, column), is_heading=True)

    def _code(self, paper: str) -> str:
        coded = self._coded[paper]
        number = list(self.night.contests).index(self.contest) + 1
        return code_text(self._one, str(coded["station"]), coded, number)


def _other_paper(paper: str, chance: Chance) -> Sheet:
    """Return a paper that is no form: a list of invented words."""
    listed = tuple(Line(word) for word in words(chance, OTHER_LINES))
    return Sheet(paper, ("LISTA", "PAPEL INVENTADO"), listed, (), None)


def code_text(one: ContestNight, station: str, figures: Mapping[str, object], number: int) -> str:
    """Write the text of a form's machine code: STATION.NUMBER.0001!VOTES,...!NULL!CONTROL.

    number  of the contest, 1 = the first

    RefusedError where the form's own grammar does not read the same back: its code is of another kind.
    """
    columns = code_columns(one.contest, one.profile)
    single = [column for column in columns if not column.startswith(("votes_", "line_"))]
    votes = ",".join(str(figures[column]) for column in columns if column not in single)
    text = "!".join([f"{station}.{number}.0001", votes, *(str(figures[column]) for column in single)])
    read = parse_machine_code(text, one.profile, one.contest, Place("simulated form"))
    expected = MachineReading(station, {column: _figure(figures, column) or 0 for column in columns})
    if read != expected:
        raise RefusedError(
            f"The form {one.profile.name} is not of the Venezuelan kind: its code cannot be drawn. "
            "Simulate without photos, or take a definition whose form has such a code."
        )
    return text


def _by_paper(frame: pl.DataFrame) -> dict[str, dict[str, object]]:
    return {row["paper"]: row for row in frame.iter_rows(named=True)}


def _figure(row: Mapping[str, object], column: str) -> int | None:
    value = row[column]
    return value if isinstance(value, int) else None
