"""Stage 3: a photo of our own, by which a process shows that it can read at all.

In   a text, and the kind of file.
Out  bytes of a photo with that code.

It imports what it needs when it is called: the sandbox decides first how many threads libraries may have.
"""

import io

TRIAL = "Testigo reads"


def photo_of(text: str, kind: str) -> bytes:
    """Draw a QR code and write it as a photo; `kind` is "JPEG" or "PNG"."""
    import segno
    from PIL import Image

    drawn = io.BytesIO()
    segno.make_qr(text).save(drawn, kind="png", scale=4)
    photo = io.BytesIO()
    Image.open(drawn).convert("L").save(photo, kind)
    return photo.getvalue()
