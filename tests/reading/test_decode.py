"""Bytes become grey pixels the right way up, or a refusal."""

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from testigo.reading.container import PNG_SIGNATURE, Refusal
from testigo.reading.decode import Picture, decode
from testigo.reading.look import Look
from testigo.reading.sandbox import Sandbox
from tests.reading.drawn import ACTA, chunk, png, symbol

VECTORS = Path(__file__).resolve().parents[2] / ".." / "shared" / "vectors" / "images"
CHROMA = 32  # grey levels by which two decodings of one JPEG may differ
needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not here")


def picture(content: bytes) -> Picture:
    found = decode(content)
    assert isinstance(found, Picture)
    return found


@needs_vectors
@pytest.mark.parametrize("orientation", range(1, 10))
def test_a_photo_is_turned_as_its_exif_says_and_a_strange_value_turns_nothing(orientation: int) -> None:
    upright = picture((VECTORS / "derived" / "baseline.jpg").read_bytes()).grey.astype(int)
    turned = picture((VECTORS / "derived" / f"orientation-{orientation}.jpg").read_bytes()).grey.astype(int)
    assert turned.shape == upright.shape
    assert abs(turned - upright).max() <= CHROMA


def test_equal_pixels_have_one_name_whatever_the_file_says_beside_them() -> None:
    image = Image.fromarray(symbol(ACTA))
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "a phone"
    image.save(written, "PNG", exif=exif)
    assert written.getvalue() != png(image)
    assert picture(written.getvalue()).sha256 == picture(png(image)).sha256


def test_other_pixels_have_another_name() -> None:
    grey = symbol(ACTA)
    changed = grey.copy()
    changed[0, 0] -= 1
    names = {picture(png(Image.fromarray(each))).sha256 for each in (grey, changed, grey.T, grey[:-1])}
    assert len(names) == 4


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "1", "I;16"])
def test_every_mode_of_a_png_becomes_grey(mode: str) -> None:
    grey = symbol(ACTA)
    if mode == "I;16":
        image = Image.fromarray(grey.astype(np.uint16) * 257)
    else:
        image = Image.fromarray(grey).convert(mode)
    assert np.array_equal(picture(png(image)).grey, grey)


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert set(picture(png(clear)).grey.ravel().tolist()) == {255}


def test_a_broken_photo_is_a_refusal_and_no_error() -> None:
    no_such_depth = struct.pack(">IIBBBBB", 8, 8, 3, 0, 0, 0, 0)
    content = PNG_SIGNATURE + chunk(b"IHDR", no_such_depth) + chunk(b"IEND", b"")
    assert decode(content) is Refusal.BROKEN


def expected(rule: str) -> bool | None:
    """Whether a vector must be decoded (True), refused (False), or either (None)."""
    word = rule.split(" ")[0].rstrip(":;")
    if word == "refuse":
        return False
    return True if word in {"accept", "accept-normalised", "treat", "decide"} else None


@needs_vectors
def test_every_image_vector_gives_in_the_sandbox_what_the_index_says() -> None:
    index: list[dict[str, Any]] = json.loads((VECTORS / "index.json").read_text())
    looks = list(Sandbox(2, ()).look_at((VECTORS / each["file"]).read_bytes() for each in index))
    wrong = [
        (each["file"], each["testigo"], look.refusal)
        for each, look in zip(index, looks, strict=True)
        if expected(each["testigo"]) not in {None, look.refusal is None}
    ]
    assert wrong == []
    assert len(looks) == 659


@needs_vectors
def test_no_image_vector_kills_its_process_or_takes_too_long() -> None:
    files = sorted(path for path in VECTORS.rglob("*.*") if path.suffix not in {".json", ".md"})
    looks: list[Look] = list(Sandbox(2, ()).look_at(path.read_bytes() for path in files))
    assert {look.refusal for look in looks} & {Refusal.KILLED, Refusal.TOO_LONG} == set()
