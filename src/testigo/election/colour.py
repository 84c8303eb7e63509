"""The colours of options: legible on our pages, in daylight and in the dark.

Contrast is the WCAG 2.2 ratio of relative luminances (W3C Recommendation, "relative luminance" and
"contrast ratio", success criterion 1.4.11: at least 3:1 for graphics). A colour that falls short has its
lightness moved, by the smallest step that suffices, and keeps its hue and saturation.
"""

import colorsys
import re
from enum import Enum

COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 3.0

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""For options without a colour, in ballot order: told apart with any colour vision. Source: M. Okabe and
K. Ito, Color Universal Design (2008); black and yellow are left out, they vanish on one of our grounds."""
OTHERS = "#8b857a"
"""Grey, for the options after the palette: their names tell them apart."""


class Mode(Enum):
    """The grounds that a page has: paper, and the panel of a box."""

    LIGHT = ("#fffefa", "#f5f2e9")
    DARK = ("#15171a", "#1f2226")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (`#rrggbb`), 1.0 to 21.0."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_legible(colour: str, mode: Mode) -> bool:
    """Say whether a colour has at least 3:1 on every ground of a mode."""
    return all(contrast(colour, ground) >= LEAST_CONTRAST for ground in mode.value)


def legible(colour: str, mode: Mode) -> str:
    """Return the colour itself where it is legible, else with its lightness moved until it is."""
    red, green, blue = (value / 255 for value in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    step = -0.01 if mode is Mode.LIGHT else 0.01
    moved = colour
    while not is_legible(moved, mode):
        lightness = min(1.0, max(0.0, lightness + step))
        moved = "#" + "".join(
            f"{round(value * 255):02x}" for value in colorsys.hls_to_rgb(hue, lightness, saturation)
        )
    return moved


def from_palette(index: int) -> str:
    """Return the colour of the option at `index` of the ballot (0 = first) that was given none."""
    return PALETTE[index] if index < len(PALETTE) else OTHERS


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(value) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
