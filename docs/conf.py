"""How the documentation is built: Sphinx, Markdown by MyST, the Furo theme; nothing from another host."""

import shutil
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent

with (ROOT / "pyproject.toml").open("rb") as file:
    release = tomllib.load(file)["project"]["version"]

project = "Testigo"
author = "the Testigo authors"
copyright = "the Testigo authors, Apache-2.0"
language = "en"
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

# The design language of the public site: ink on paper, no colour that could be some party's.
LETTERS = {
    "font-stack": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    "font-stack--headings": 'Charter, "Iowan Old Style", Georgia, "Noto Serif", serif',
}
html_theme = "furo"
html_title = "Testigo"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["pictures"]
html_theme_options = {
    "footer_icons": [],
    "light_css_variables": {
        **LETTERS,
        "color-background-primary": "#fffefa",
        "color-background-secondary": "#f5f2e9",
        "color-foreground-primary": "#17191c",
        "color-foreground-secondary": "#4b4f56",
        "color-brand-primary": "#17191c",
        "color-brand-content": "#17191c",
        "color-brand-visited": "#4b4f56",
    },
    "dark_css_variables": {
        "color-background-primary": "#15171a",
        "color-background-secondary": "#1f2226",
        "color-foreground-primary": "#f2efe7",
        "color-foreground-secondary": "#bcb7ab",
        "color-brand-primary": "#f2efe7",
        "color-brand-content": "#f2efe7",
        "color-brand-visited": "#bcb7ab",
    },
}


def copy_specification() -> None:
    """Copy spec/*.md beside the other pages: there they are written, here they are read with the rest."""
    copied = HERE / "specification"
    shutil.rmtree(copied, ignore_errors=True)
    copied.mkdir()
    for page in sorted((ROOT / "spec").glob("*.md")):
        # What a page of spec/ links to in docs/ lies one folder nearer here.
        (copied / page.name).write_text(page.read_text().replace("](../docs/", "](../"))


copy_specification()
