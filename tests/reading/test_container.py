"""What a JPEG or PNG says of itself, before anything is decoded."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from testigo.reading.container import (
    MOST_PIXELS_A_SIDE,
    MOST_SCANS,
    PNG_SIGNATURE,
    Header,
    Refusal,
    are_one_picture,
    header_of,
)
from tests.reading.drawn import chunk, jpeg, png, symbol

JPEG, PNG = jpeg(symbol("a form")), png(Image.fromarray(symbol("a form")))
SIDE = symbol("a form").shape[0]


def png_of_size(width: int, height: int) -> bytes:
    return PNG_SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + END


END = chunk(b"IEND", b"")


def with_scans(number: int) -> bytes:
    """The JPEG with its one scan written `number` times."""
    start = JPEG.index(b"\xff\xda")
    return JPEG[:start] + JPEG[start:-2] * number + JPEG[-2:]


@pytest.mark.parametrize(("content", "kind"), [(JPEG, "JPEG"), (PNG, "PNG")])
def test_type_and_size_are_what_the_content_says(content: bytes, kind: str) -> None:
    assert header_of(content) == Header(kind, SIDE, SIDE)


@pytest.mark.parametrize("content", [b"\x00" * 100, b"GIF89a", b"<svg/>", b"PK\x03\x04", b"\xff\xd8"])
def test_anything_else_is_no_image(content: bytes) -> None:
    assert header_of(content) is Refusal.NO_IMAGE


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"%PDF-1.7\n", Refusal.PDF),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", Refusal.HEIF),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", Refusal.HEIF),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", Refusal.WEBP),
        (b"II*\x00\x08\x00\x00\x00", Refusal.TIFF),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", Refusal.NO_IMAGE),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", Refusal.NO_IMAGE),
    ],
)
def test_what_people_can_save_as_a_jpeg_is_named(content: bytes, refusal: Refusal) -> None:
    assert header_of(content) is refusal


@pytest.mark.parametrize("content", [JPEG, PNG])
def test_a_file_that_is_cut_off_anywhere_is_broken(content: bytes) -> None:
    cuts = range(len(PNG_SIGNATURE) + 1, len(content) - 1, max(1, len(content) // 200))
    assert {header_of(content[:cut]) for cut in cuts} == {Refusal.BROKEN}


def test_what_follows_the_end_of_the_picture_is_not_looked_at() -> None:
    assert header_of(JPEG + JPEG) == header_of(JPEG)
    assert header_of(PNG + b"PK") == header_of(PNG)


@pytest.mark.parametrize(
    ("scans", "expected"),
    [(MOST_SCANS, Header("JPEG", SIDE, SIDE)), (MOST_SCANS + 1, Refusal.TOO_MANY_SCANS)],
)
def test_scans_are_counted_before_decoding(scans: int, expected: Header | Refusal) -> None:
    assert header_of(with_scans(scans)) == expected


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (8_000, 5_000, Header("PNG", 8_000, 5_000)),
        (8_001, 5_000, Refusal.TOO_LARGE),
        (MOST_PIXELS_A_SIDE, 1, Header("PNG", MOST_PIXELS_A_SIDE, 1)),
        (MOST_PIXELS_A_SIDE + 1, 1, Refusal.TOO_LARGE),
        (0, 5, Refusal.BROKEN),
    ],
)
def test_a_picture_is_refused_for_its_size_before_memory_is_taken(
    width: int, height: int, expected: Header | Refusal
) -> None:
    assert header_of(png_of_size(width, height)) == expected


def test_an_animation_is_refused() -> None:
    animated = PNG[: len(PNG) - len(END)] + chunk(b"acTL", struct.pack(">II", 2, 0)) + END
    assert header_of(animated) is Refusal.ANIMATED


def test_a_png_with_one_changed_bit_is_broken() -> None:
    middle = len(PNG) // 2
    assert header_of(PNG[:middle] + bytes([PNG[middle] ^ 1]) + PNG[middle + 1 :]) is Refusal.BROKEN


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", PNG_SIGNATURE]))
def test_no_bytes_raise(tail: bytes, start: bytes) -> None:
    assert isinstance(header_of(start + tail), Header | Refusal)


@given(st.sampled_from([JPEG, PNG]), st.data())
def test_no_change_of_a_picture_raises(content: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.binary(max_size=8))
    assert isinstance(header_of(content[:place] + other + content[place + 1 :]), Header | Refusal)


def with_segment(marker: int, content: bytes) -> bytes:
    return JPEG[:2] + bytes((0xFF, marker)) + struct.pack(">H", 2 + len(content)) + content + JPEG[2:]


@pytest.mark.parametrize(
    "other",
    [
        JPEG + b"a trailer",
        with_segment(0xE1, b"Exif\0\0 of a phone"),
        with_segment(0xFE, b"a comment"),
        with_segment(0xEF, b"\xff\xd9"),
    ],
)
def test_what_lies_beside_a_picture_makes_no_other_picture(other: bytes) -> None:
    assert are_one_picture(JPEG, other)
    assert are_one_picture(other, JPEG)


def test_a_text_beside_a_png_makes_no_other_picture() -> None:
    assert are_one_picture(PNG, PNG.replace(END, chunk(b"tEXt", b"of a phone") + END))


@pytest.mark.parametrize(
    "other",
    [
        JPEG[:-3] + bytes((JPEG[-3] ^ 1,)) + JPEG[-2:],
        with_segment(0xEE, b"Adobe\0d\0\0\0\0\1"),
        with_scans(2),
        JPEG[:-2],
        PNG,
        b"",
        b"no image",
    ],
)
def test_any_other_byte_of_the_picture_makes_another(other: bytes) -> None:
    assert not are_one_picture(JPEG, other)
    assert not are_one_picture(other, JPEG)


def test_any_other_pixel_of_a_png_makes_another_picture() -> None:
    assert not are_one_picture(PNG, png(Image.fromarray(symbol("another form"))))


@given(content=st.binary(max_size=200), begin=st.sampled_from([b"", JPEG[:4], PNG[:8]]))
def test_whatever_two_files_are_they_are_one_picture_or_not(content: bytes, begin: bytes) -> None:
    assert are_one_picture(begin + content, JPEG) in {True, False}
