"""Stage 3: a `Look` as plain bytes, on its way from behind the wall; nothing of it is believed.

In   a `Look`; or bytes that a decoder wrote, which a photo may have taken over.
Out  JSON; or a `Look` whose every part is of its kind and within its bounds; None where it is not.

What a taken-over decoder can still do is to say something wrong of its own photo, as the photo itself can.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, TypeAdapter, ValidationError

from testigo.reading.container import MOST_PIXELS, MOST_PIXELS_A_SIDE, Refusal
from testigo.reading.digits import MOST_DIGITS, Figure
from testigo.reading.look import Look
from testigo.reading.qr import MOST_CODES
from testigo.reading.quality import Quality

LONGEST_CODE = 7_089
"""Bytes: as many as the largest QR code has digits."""
MOST_FIGURES = 10_000
MOST_ANSWERED = 1024 * 1024  # bytes, of the whole answer
SHARPEST = (4 * 255) ** 2
BRIGHTEST = 255

Thousandths = Annotated[StrictInt, Field(ge=-1000, le=1000)]
Side = Annotated[StrictInt, Field(ge=1, le=MOST_PIXELS_A_SIDE)]
Hexadecimal = Annotated[StrictStr, Field(pattern=r"^([0-9a-f][0-9a-f])+$", max_length=2 * LONGEST_CODE)]


class Part(BaseModel):
    """What every part of an answer is: nothing more than it names, nothing put right."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FigurePart(Part):
    """A `Figure`."""

    digits: Annotated[StrictStr, Field(pattern=r"^[0-9]*$", max_length=MOST_DIGITS)]
    likeness: Thousandths
    lead: Thousandths


class QualityPart(Part):
    """A `Quality`."""

    width: Side
    height: Side
    sharpness: Annotated[StrictInt, Field(ge=0, le=SHARPEST)]
    contrast: Annotated[StrictInt, Field(ge=0, le=BRIGHTEST)]


class RefusedAnswer(Part):
    """A `Look` at what was not decoded."""

    refusal: Refusal


class DecodedAnswer(Part):
    """A `Look` at what was decoded."""

    pixels: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
    quality: QualityPart
    codes: Annotated[tuple[Hexadecimal, ...], Field(max_length=MOST_CODES)]
    figures: Annotated[tuple[FigurePart, ...], Field(max_length=MOST_FIGURES)]


ANSWER: TypeAdapter[RefusedAnswer | DecodedAnswer] = TypeAdapter(RefusedAnswer | DecodedAnswer)


def write_look(look: Look) -> bytes:
    """Write a `Look` as an answer."""
    if look.refusal is not None or look.pixels is None or look.quality is None:
        return RefusedAnswer(refusal=look.refusal or Refusal.BROKEN).model_dump_json().encode()
    return (
        DecodedAnswer(
            pixels=look.pixels,
            quality=QualityPart(**look.quality.figures()),
            codes=tuple(code.hex() for code in look.codes),
            figures=tuple(
                FigurePart(digits=figure.digits, likeness=figure.likeness, lead=figure.lead)
                for figure in look.figures
            ),
        )
        .model_dump_json()
        .encode()
    )


def parse_look(answer: bytes) -> Look | None:
    """Read an answer; None where it is none."""
    try:
        said = ANSWER.validate_json(answer)
    except ValidationError:
        return None
    if isinstance(said, RefusedAnswer):
        return Look(said.refusal)
    size = said.quality
    if size.width * size.height > MOST_PIXELS:
        return None
    return Look(
        None,
        said.pixels,
        Quality(size.width, size.height, size.sharpness, size.contrast),
        tuple(bytes.fromhex(code) for code in said.codes),
        tuple(Figure(figure.digits, figure.likeness, figure.lead) for figure in said.figures),
    )
