"""Reading drawn forms: what is read by damage, photos a second, and how that compares with bare zxing-cpp.

Bare zxing-cpp gets the pixels that we decoded, and its own default options but for the kind of code: it
neither decodes JPEG nor guards, measures, names or classifies anything. A photo is wrong where its code gives
other figures than its form has. Limit: of 500 forms with mild damage every one read, none wrongly.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import zxingcpp

from testigo.election.load import load
from testigo.forms.load import load_profiles
from testigo.reading.classify import Form, FormReading, classify, read_form, sought_of
from testigo.reading.decode import Picture, decode
from testigo.reading.sandbox import Sandbox
from testigo.simulate.calibration import default_calibration
from testigo.simulate.chance import Chance
from testigo.simulate.country import definition
from testigo.simulate.damage import Damage, mild_damage
from testigo.simulate.draw import MODULE
from testigo.simulate.mishaps import CALM
from testigo.simulate.night import Night, make_night
from testigo.simulate.photos import Photographer
from testigo.simulate.shape import Shape
from testigo.simulate.votes import truth

CONTEST = "contest-1"
MILD, WORSE = 500, 60  # photos
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
    night = calm_night(MILD)
    form = Form(night.contests[CONTEST].profile, night.contests[CONTEST].contest)
    print("damage               px a module   photos   read   wrong   ms a photo")
    mild: list[bytes] = []
    for level in LEVELS:
        photos = photographed(night, level, MILD if level.scale is None else WORSE)
        mild = mild or list(photos.values())
        _print_level(level, photos, night, form)
    _print_rates(mild, form)


def calm_night(stations: int) -> Night:
    """A night on which every form comes, honest and whole."""
    chance = Chance.of(1)
    like = default_calibration(chance)
    files = definition(Shape(stations), like.rolls, chance)
    election = load(files)
    profiles = load_profiles(files, election)
    return make_night(election, profiles, truth(election, profiles, like, chance), CALM, chance)


def photographed(night: Night, level: Level, number: int) -> dict[str, bytes]:
    """Return so many photos, by paper."""
    photographer = Photographer(night, Chance.of(1).to(level.name), level.damage)
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
    print(
        f"{level.name:<20} {module:>11} {len(photos):>8} {len(read):>6} {wrong:>7} {each:>12.1f}", flush=True
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
