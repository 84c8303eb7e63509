"""Reading drawn forms: codes and print by damage, forgeries named, photos a second beside bare zxing-cpp.

Bare zxing-cpp gets the pixels that we decoded, and its own default options but for the kind of code: it
neither decodes JPEG nor guards, measures, names or classifies anything. A photo is wrong where its code gives
other figures than its form has. Limits: of 500 forms with mild damage every code read, none wrongly; where a
fifth of 500 has a print or a code that was changed, all of those named, and no other.

Of the print: how many figures agree, are unreadable, or contradict the code beyond doubt, which on an honest
form is false; and how many honest forms are accused.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import zxingcpp

from benchmarks.figures import keep
from testigo.election.load import load
from testigo.forms.load import load_profiles
from testigo.reading.classify import Form, FormReading, classify, read_form, sought_of
from testigo.reading.decode import Picture, decode
from testigo.reading.printed import PrintCheck
from testigo.reading.sandbox import Sandbox
from testigo.simulate.calibration import default_calibration
from testigo.simulate.chance import Chance
from testigo.simulate.country import definition
from testigo.simulate.damage import Damage, mild_damage
from testigo.simulate.draw import MODULE
from testigo.simulate.mishaps import CALM, CONTRADICTORY, Rates
from testigo.simulate.night import Night, make_night
from testigo.simulate.photos import Photographer
from testigo.simulate.shape import Shape
from testigo.simulate.votes import truth

CONTEST = "contest-1"
MILD, WORSE = 500, 60  # photos
SEEDS = (1, 2, 3)
FORGED = replace(CALM, changed_figures=0.1, changed_code=0.1)
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Level:
    """A kind of damage: `blur` and `scale` make it worse than mild where they are given."""

    name: str
    scale: float | None = None
    blur: float = 0.0
    quality: int = 60

    def damage(self, chance: Chance) -> Damage:
        """Draw the damage of one photo."""
        mild = mild_damage(chance)
        if self.scale is None:
            return mild
        return replace(mild, scale=self.scale, blur=self.blur, quality=self.quality)


LEVELS = (
    Level("mild"),
    Level("messenger copy", 0.50, 0.8, 55),
    Level("bad messenger copy", 0.42, 1.0, 50),
    Level("far away", 0.33, 1.0, 45),
    Level("hopeless", 0.25, 1.2, 40),
)


def run() -> None:
    """Print the table and the rates."""
    night = night_of(MILD)
    form = Form(night.contests[CONTEST].profile, night.contests[CONTEST].contest)
    print("                                   |         codes | figures of the print, %          | forms   |")
    print(
        "damage              px a module photos   read wrong agree unreadable contradict   accused ms a photo"
    )
    mild: list[bytes] = []
    for level in LEVELS:
        photos = photographed(night, level, MILD if level.scale is None else WORSE)
        mild = mild or list(photos.values())
        _print_level(level, photos, night, form)
    _print_rates(mild, form)
    print("forged and honest forms, mild damage:  seed  forged  named  honest  accused  print not found")
    for seed in SEEDS:
        _print_forged(seed)


def night_of(stations: int, rates: Rates = CALM, seed: int = 1) -> Night:
    """A night; on a calm one every form comes, honest and whole."""
    chance = Chance.of(seed)
    like = default_calibration(chance)
    files = definition(Shape(stations), like.rolls, chance)
    election = load(files)
    profiles = load_profiles(files, election)
    return make_night(election, profiles, truth(election, profiles, like, chance), rates, chance)


def photographed(night: Night, level: Level, number: int, seed: int = 1) -> dict[str, bytes]:
    """Return so many photos, by paper."""
    photographer = Photographer(night, Chance.of(seed).to(level.name), level.damage)
    photos = night.contests[CONTEST].papers.photos.head(number)
    return {
        paper: photographer.photo(photo).content
        for paper, photo in photos.select("paper", "photo").iter_rows()
    }


def _print_level(level: Level, photos: dict[str, bytes], night: Night, form: Form) -> None:
    coded = {row["paper"]: row for row in night.contests[CONTEST].coded().iter_rows(named=True)}
    begun = time.perf_counter()
    readings = {paper: read_form(content, [form]) for paper, content in photos.items()}
    each = 1000 * (time.perf_counter() - begun) / len(photos)
    read = {paper: reading for paper, reading in readings.items() if reading.codes}
    wrong = sum(not is_true(reading, coded[paper]) for paper, reading in read.items())
    module = "3.7-5.4" if level.scale is None else f"{MODULE * level.scale:.1f}"
    prints = [reading.print for reading in readings.values() if reading.print is not None]
    accused = sum(check.contradicts for check in prints)
    print(
        f"{level.name:<20} {module:>10} {len(photos):>6} {len(read):>6} {wrong:>5} "
        f"{_shares(prints, len(photos))} {accused:>9} {each:>10.1f}",
        flush=True,
    )


def _shares(prints: list[PrintCheck], photos: int) -> str:
    """Return shares of figures; those of a print that was not found are unreadable."""
    agree = sum(check.agreeing for check in prints)
    contradict = sum(len(check.contradicting) for check in prints)
    rows = max((check.agreeing + check.unreadable + len(check.contradicting) for check in prints), default=1)
    unreadable = rows * photos - agree - contradict
    return " ".join(
        f"{100 * number / (rows * photos):>{width}.2f}"
        for number, width in ((agree, 5), (unreadable, 10), (contradict, 10))
    )


def _print_forged(seed: int) -> None:
    night = night_of(MILD, FORGED, seed)
    one = night.contests[CONTEST]
    form = Form(one.profile, one.contest)
    done = dict(one.papers.papers.select("paper", "done").iter_rows())
    contradictory = {kind.value for kind in CONTRADICTORY}
    found: Counter[tuple[bool, str]] = Counter()
    for paper, content in photographed(night, LEVELS[0], MILD, seed).items():
        check = read_form(content, [form]).print
        said = "not found" if check is None else "named" if check.contradicts else "not named"
        found[done[paper] in contradictory, said] += 1
    forged = sum(number for (is_forged, _), number in found.items() if is_forged)
    honest, lost = MILD - forged, found[True, "not found"] + found[False, "not found"]
    print(
        f"{seed:>43} {forged:>7} {found[True, 'named']:>6} {honest:>7} {found[False, 'named']:>8} {lost:>16}",
        flush=True,
    )


def is_true(reading: FormReading, truth_of: dict[str, object]) -> bool:
    """Return whether every code of a photo says what stands on its form."""
    return all(
        code.station == truth_of["station"]
        and all(truth_of[name] == count for name, count in code.figures.items())
        for code in reading.codes
    )


def _print_rates(photos: list[bytes], form: Form) -> None:
    pictures = [found for found in map(decode, photos) if isinstance(found, Picture)]
    bare = seconds(lambda: [bare_zxing(picture) for picture in pictures])
    decoding = seconds(lambda: [decode(content) for content in photos])
    ours = seconds(lambda: [read_form(content, [form]) for content in photos])
    jobs = os.cpu_count() or 1
    sandbox = Sandbox(jobs, sought_of([form]))
    walled = seconds(lambda: [classify(look, [form]) for look in sandbox.look_at(photos)])
    number = len(photos)
    print(f"bare zxing-cpp on decoded pixels: {number / bare:.0f} photos/s on one core")
    print(f"JPEG decoding alone: {number / decoding:.0f}/s; everything, here: {number / ours:.0f}/s")
    print(f"in the sandbox, {jobs} processes: {number / walled:.0f}/s, start included")
    print(
        f"everything takes {ours / bare:.1f} x the time of bare zxing-cpp, {ours / (bare + decoding):.2f} x"
    )
    print("that of bare zxing-cpp and JPEG decoding together")
    keep("reading", "a photo, to bare zxing-cpp and decoding", ours / (bare + decoding))


def bare_zxing(picture: Picture) -> list[zxingcpp.Barcode]:
    """Read a picture as most people would."""
    return zxingcpp.read_barcodes(np.ascontiguousarray(picture.grey), formats=QR)


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    run()
