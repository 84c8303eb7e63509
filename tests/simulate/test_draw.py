"""Drawn forms: their codes are read back by a scanner of other hands, clean and photographed."""

import io
from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest
import zxingcpp
from PIL import Image

from testigo.errors import Place, RefusedError
from testigo.forms.machine_code import MachineReading, parse_machine_code
from testigo.simulate.chance import Chance
from testigo.simulate.damage import NO_DAMAGE, Damage, mild_damage, photographed
from testigo.simulate.draw import WIDTH, draw
from testigo.simulate.mishaps import CALM, Mishap, Rates
from testigo.simulate.night import ContestNight, Night
from testigo.simulate.photos import Photographer
from testigo.simulate.shape import Shape
from testigo.simulate.sheet import Sheets, code_text
from tests.simulate.invented import invent


@pytest.fixture(scope="module")
def night() -> Night:
    return invent(Shape(14), 2).night(Rates(missing=0))


@pytest.fixture(scope="module")
def one(night: Night) -> ContestNight:
    return night.contests["contest-1"]


def codes_in(image: Image.Image) -> list[str]:
    """The texts of the QR codes in an image."""
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def papers(night: Night, one: ContestNight) -> Iterator[tuple[str, Sheets]]:
    sheets = Sheets(night, one.contest.contest)
    forms = one.papers.papers.filter(pl.col("done") != Mishap.NOT_A_FORM.value)
    for paper in forms["paper"]:
        yield paper, sheets


def test_a_scanner_reads_the_code_of_every_drawn_form(night: Night, one: ContestNight) -> None:
    coded = {row["paper"]: row for row in one.coded().iter_rows(named=True)}
    for paper, sheets in papers(night, one):
        (text,) = codes_in(draw(sheets.sheet(paper)))
        read = parse_machine_code(text, one.profile, one.contest, Place("drawn"))
        assert isinstance(read, MachineReading)
        assert read.station == coded[paper]["station"]
        assert {name: coded[paper][name] for name in read.figures} == read.figures


def test_a_scanner_reads_the_code_of_every_photo_with_mild_damage(night: Night, one: ContestNight) -> None:
    sheets = Sheets(night, one.contest.contest)
    photographer = Photographer(night, Chance.of(3))
    seen = one.papers.photos.filter("readable").select("photo", "paper")
    for photo, paper in seen.iter_rows():
        image = Image.open(io.BytesIO(photographer.photo(photo).content))
        assert codes_in(image) == [sheets.sheet(paper).code]


def test_the_code_of_an_unreadable_photo_is_not_in_it(night: Night, one: ContestNight) -> None:
    photographer = Photographer(night, Chance.of(3))
    torn = one.papers.photos.filter(~pl.col("readable"))["photo"]
    assert len(torn) > 0
    for photo in torn:
        assert codes_in(Image.open(io.BytesIO(photographer.photo(photo).content))) == []


def test_the_same_photo_is_the_same_bytes_and_another_photo_of_the_paper_is_not(
    night: Night, one: ContestNight
) -> None:
    twice = one.papers.photos.filter(pl.col("done") == Mishap.OTHER_PHOTO.value)["paper"][0]
    names = one.papers.photos.filter(pl.col("paper") == twice)["photo"].sort()
    first, second = (Photographer(night, Chance.of(3)).photo(name) for name in names)
    assert Photographer(night, Chance.of(3)).photo(names[0]) == first
    assert first.content != second.content
    assert Photographer(night, Chance.of(4)).photo(names[0]).content != first.content


def test_a_sheet_says_that_it_is_invented_and_prints_every_figure(night: Night, one: ContestNight) -> None:
    printed = {row["paper"]: row for row in one.printed().iter_rows(named=True)}
    for paper, sheets in papers(night, one):
        sheet = sheets.sheet(paper)
        assert "INVENTADO" in sheet.heading[-1]
        figures = sorted(line.figure for line in sheet.lines if line.figure is not None)
        shown = ("registered_voters", "valid_votes", "null_votes", "total_votes")
        names = [*one.contest.vote_columns, *one.contest.line_columns, *shown]
        assert figures == sorted(printed[paper][name] for name in names)


def test_a_paper_that_is_no_form_has_neither_figures_nor_code_and_nobody_reads_it(
    night: Night, one: ContestNight
) -> None:
    other = one.papers.papers.filter(pl.col("done") == Mishap.NOT_A_FORM.value)["paper"][0]
    sheet = Sheets(night, "contest-1").sheet(other)
    assert sheet.code is None
    assert {line.figure for line in sheet.lines} == {None}
    assert codes_in(draw(sheet)) == []
    assert other not in one.readings["form"]


def test_a_zero_report_says_what_it_is(night: Night, one: ContestNight) -> None:
    zero = one.papers.papers.filter(pl.col("done") == Mishap.ZERO_REPORT.value)["paper"][0]
    sheet = Sheets(night, "contest-1").sheet(zero)
    assert sheet.heading[0] == "REPORTE EN CERO"
    assert {line.figure for line in sheet.lines[-3:]} == {0}


def test_a_form_without_damage_keeps_its_ink_and_its_paper(night: Night, one: ContestNight) -> None:
    drawn = draw(Sheets(night, "contest-1").sheet(one.papers.papers["paper"][0]))
    photo = np.asarray(Image.open(io.BytesIO(photographed(drawn, NO_DAMAGE, Chance.of(1)))).convert("L"))
    assert drawn.width == WIDTH
    assert photo.shape[1] > drawn.width
    assert photo.min() < 60
    assert np.median(photo) > 230


@pytest.mark.parametrize(("turn", "upright"), [(0, True), (90, False), (180, True), (270, False)])
def test_a_turned_photo_lies_on_its_side_or_head(night: Night, turn: int, upright: bool) -> None:
    drawn = draw(Sheets(night, "contest-1").sheet("contest-1 paper 0"))
    photo = Image.open(io.BytesIO(photographed(drawn, Damage(turn=turn, scale=0.5), Chance.of(1))))
    assert (photo.height > photo.width) is upright
    assert len(codes_in(photo)) == 1


def test_mild_damage_is_of_every_kind() -> None:
    drawn = [mild_damage(Chance.of(seed)) for seed in range(60)]
    assert {damage.turn for damage in drawn} == {0, 90, 180, 270}
    assert {len(damage.folds) for damage in drawn} == {0, 1, 2, 3}
    for name, lowest, highest in (
        ("scale", 0.62, 0.9),
        ("blur", 0, 0.9),
        ("quality", 62, 88),
        ("light", 0, 0.35),
    ):
        values = [getattr(damage, name) for damage in drawn]
        assert lowest <= min(values) < max(values) <= highest


@pytest.mark.parametrize("lines", [0, 4, 12])
def test_forms_of_other_ballots_have_codes_too(lines: int) -> None:
    invented = invent(Shape(3, options=4, lines=lines, contests=2))
    night = invented.night(CALM)
    for code, one in night.contests.items():
        paper = one.papers.papers["paper"][0]
        (text,) = codes_in(draw(Sheets(night, code).sheet(paper)))
        assert isinstance(parse_machine_code(text, one.profile, one.contest, Place("drawn")), MachineReading)


def test_a_form_of_another_kind_is_refused(one: ContestNight) -> None:
    figures = one.printed().row(0, named=True)
    with pytest.raises(RefusedError, match="not of the Venezuelan kind"):
        code_text(one, "a station whose code no such form has", figures, 1)
