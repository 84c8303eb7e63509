"""Takes the pictures of the documentation from the publications of the demo, so that they never go stale.

python scripts/screenshots.py DEMO_FOLDER     (what `testigo demo DEMO_FOLDER --no-serve` made)

Each is what a window shows, not the whole page, in at most 128 colours: a picture of text stays sharp so,
and small.
"""

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
COLOURS = 128
DESK, PHONE = 1280, 360  # px


@dataclass(frozen=True)
class Shot:
    """One picture.

    act   whose publication: "country" or "town"
    page  path in it
    """

    name: str
    act: str
    page: str
    width: int
    height: int
    dark: bool = False


SHOTS = (
    Shot("national.png", "country", "en/index.html", DESK, 1300),
    Shot("national-phone.png", "country", "es/index.html", PHONE, 900, dark=True),
    Shot("official.png", "country", "en/official.html", DESK, 1100),
    Shot("map.png", "country", "en/map-lead.html", DESK, 1000),
    Shot("state.png", "country", "en/17/index.html", DESK, 1100),
    Shot("station.png", "country", "en/15/stations/150702005.02.html", DESK, 1100),
    Shot("station-phone.png", "country", "en/15/stations/150702005.02.html", PHONE, 900),
    Shot("check-form.png", "country", "en/check.html", DESK, 900),
    Shot("verify.png", "country", "es/verify.html", DESK, 1000),
    Shot("drill.png", "town", "en/index.html", DESK, 1000),
)


def take(browser: Browser, demo: Path) -> None:
    """Take every picture."""
    PICTURES.mkdir(exist_ok=True)
    for shot in SHOTS:
        page = demo / shot.act / "operation" / "public" / shot.page
        tab = browser.new_page(
            viewport={"width": shot.width, "height": shot.height},
            color_scheme="dark" if shot.dark else "light",
        )
        tab.goto(page.resolve().as_uri())
        (PICTURES / shot.name).write_bytes(small(tab.screenshot()))
        tab.close()


def small(picture: bytes) -> bytes:
    """Return a PNG with few colours."""
    with Image.open(io.BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    """Take the pictures of the demo named on the command line."""
    chromium = shutil.which("chromium")
    if len(sys.argv) != 2 or chromium is None:
        sys.exit("Name the folder of a demo, and install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        take(browser, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
