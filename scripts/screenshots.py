"""Takes the pictures of the documentation from a real publication, so that they never go stale.

python scripts/screenshots.py PUBLIC_FOLDER
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SHOTS = (
    # name, page, width, height, colour scheme
    ("national.png", "en/index.html", 1280, 1500, "light"),
    ("national-phone.png", "es/index.html", 360, 1100, "dark"),
    ("state.png", "en/17/index.html", 1280, 1300, "light"),
    ("station.png", "en/15/stations/150702005.02.html", 1280, 1300, "light"),
    ("verify.png", "es/verify.html", 1280, 1100, "light"),
)


def take(browser: Browser, public: Path) -> None:
    """Take every picture, in the size of a window, not of the whole page."""
    PICTURES.mkdir(exist_ok=True)
    for name, page, width, height, scheme in SHOTS:
        tab = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        tab.goto((public / page).resolve().as_uri())
        tab.screenshot(path=PICTURES / name)
        tab.close()


def main() -> None:
    """Take the pictures of the publication named on the command line."""
    chromium = shutil.which("chromium")
    if len(sys.argv) != 2 or chromium is None:
        sys.exit("Name a public folder, and install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        take(browser, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
