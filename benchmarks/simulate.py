"""How long invented elections take: votes and nights beside bare NumPy, drawn forms beside bare Pillow.

Bare NumPy draws as many binomial counts with its own generator (whose bytes differ between machines); bare
Pillow writes as many lines of text on an image of the same size and saves it as JPEG: no code, no damage.
"""

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.figures import keep
from testigo.election.load import load
from testigo.evidence.connect import open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.forms.load import load_profiles
from testigo.simulate.calibration import Calibration, default_calibration
from testigo.simulate.chance import Chance
from testigo.simulate.country import definition
from testigo.simulate.draw import draw
from testigo.simulate.mishaps import Rates
from testigo.simulate.night import Night, make_night
from testigo.simulate.photos import Photographer
from testigo.simulate.play import play
from testigo.simulate.shape import Shape
from testigo.simulate.sheet import Sheet, Sheets
from testigo.simulate.votes import truth

SIZES = (30_000, 300_000, 1_000_000)
COUNTS = 48  # binomial counts a station: ballots, options, lines
PLAYED = 3_000  # stations
DRAWN = 40  # forms
Made = TypeVar("Made")


def run() -> None:
    """Print the times and ratios."""
    print("stations   definition  votes      NumPy      votes/NumPy  night      stations/s (all)")
    for size in SIZES:
        _print_night(size)
    _print_play()
    _print_drawing()


def _print_night(size: int) -> None:
    chance = Chance.of(1)
    like = default_calibration(chance)
    files, defining = timed(lambda: definition(Shape(size), like.rolls, chance))
    election = load(files)
    profiles = load_profiles(files, election)
    voted, voting = timed(lambda: truth(election, profiles, like, chance))
    _, bare = timed(lambda: bare_numpy(size))
    _, making = timed(lambda: make_night(election, profiles, voted, Rates(), chance))
    every = size / (defining + voting + making)
    print(
        f"{size:>9,}  {defining:8.2f} s  {voting:6.2f} s  {bare:6.2f} s  {voting / bare:11.1f}  "
        f"{making:6.2f} s  {every:16,.0f}"
    )
    keep("simulate", f"votes to bare NumPy, {size:,} stations", voting / bare)


def _print_play() -> None:
    night = a_night(PLAYED)
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(Path(folder) / "evidence.sqlite", create=True)
        exhibits = FolderStore(Path(folder) / "exhibits")
        _, taken = timed(lambda: play(night, journal, exhibits, night.election.date))
        last = journal.last()
        journal.close()
    said = 0 if last is None else last.number + 1
    print(f"played into the evidence: {said / taken:,.0f} statements/s, {PLAYED / taken:,.0f} stations/s")


def _print_drawing() -> None:
    night = a_night(DRAWN)
    sheets = Sheets(night, "contest-1")
    forms = [sheets.sheet(paper) for paper in night.contests["contest-1"].papers.papers["paper"]]
    images, drawing = timed(lambda: [draw(form) for form in forms])
    photographer = Photographer(night, Chance.of(1))
    photos = night.contests["contest-1"].papers.photos.filter("first")["photo"].to_list()
    _, photographing = timed(lambda: [photographer.photo(name) for name in photos])
    _, bare = timed(
        lambda: [bare_pillow(form, image.size) for form, image in zip(forms, images, strict=True)]
    )
    ours, photo, theirs = len(forms) / drawing, len(photos) / photographing, len(forms) / bare
    print(f"forms drawn: {ours:.0f}/s; photographed: {photo:.1f}/s; bare Pillow: {theirs:.0f}/s")
    print(f"a form takes {theirs / ours:.1f} x, a photo {theirs / photo:.1f} x the time of bare Pillow")
    keep("simulate", "a form, to bare Pillow", theirs / ours)
    keep("simulate", "a photo, to bare Pillow", theirs / photo)


def a_night(stations: int) -> Night:
    """An invented night of the usual kind."""
    chance = Chance.of(1)
    like: Calibration = default_calibration(chance)
    files = definition(Shape(stations), like.rolls, chance)
    election = load(files)
    profiles = load_profiles(files, election)
    return make_night(election, profiles, truth(election, profiles, like, chance), Rates(), chance)


def bare_numpy(stations: int) -> None:
    """Draw as many counts as the votes of so many stations need."""
    generator = np.random.default_rng(1)
    trials = np.full(stations, 400)
    for _ in range(COUNTS):
        generator.binomial(trials, 0.3)


def bare_pillow(form: Sheet, size: tuple[int, int]) -> bytes:
    """Write as many lines of text on an image of the same size, and save it."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(25)
    for number, line in enumerate(form.lines):
        pen.text((40, 40 + 36 * number), f"{line.text} {line.figure}", fill=0, font=font)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=75)
    return written.getvalue()


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """Return what the work makes, and how many seconds it takes."""
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


if __name__ == "__main__":
    run()
