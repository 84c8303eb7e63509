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

html_theme = "furo"
html_title = "Testigo"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["pictures"]
html_theme_options = {"footer_icons": []}


def copy_specification() -> None:
    """Copy spec/*.md beside the other pages: there they are written, here they are read with the rest."""
    copied = HERE / "specification"
    shutil.rmtree(copied, ignore_errors=True)
    copied.mkdir()
    for page in sorted((ROOT / "spec").glob("*.md")):
        shutil.copy(page, copied)


copy_specification()
