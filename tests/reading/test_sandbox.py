"""What a hostile photo costs: itself, with a reason. Nothing of what comes back is believed."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from testigo.errors import RefusedError, StoreError
from testigo.reading.container import MOST_BYTES, Refusal
from testigo.reading.look import Look
from testigo.reading.sandbox import PHOTO, Sandbox
from testigo.wall import door
from tests.reading.drawn import ACTA, jpeg, png, symbol

PHOTO_OF_A_FORM = jpeg(symbol(ACTA))
BEHIND = Path(__file__).parent / "behind"


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder that runs whatever follows `#!` in a photo, as Python; other photos it decodes."""
    monkeypatch.syspath_prepend(str(BEHIND))
    monkeypatch.setattr("testigo.reading.sandbox.PHOTO", replace(PHOTO, module="taken_over", seconds=10))


def look_at(program: str) -> tuple[Look, Look]:
    hostile, good = Sandbox(1, ()).look_at([b"#!" + program.encode(), PHOTO_OF_A_FORM])
    return hostile, good


@pytest.mark.parametrize(
    ("program", "refusal"),
    [
        ("os.abort()", Refusal.FORBIDDEN),
        ("open('/etc/passwd')", Refusal.FORBIDDEN),
        ("socket.socket()", Refusal.FORBIDDEN),
        ("os.pipe()", Refusal.FORBIDDEN),
        ("os.unlink('/nowhere')", Refusal.FORBIDDEN),
        ("ctypes.string_at(0)", Refusal.KILLED),
        ("int('no number')", Refusal.KILLED),
        ("bytearray(900 << 20)", Refusal.TOO_LARGE),
        ("time.sleep(60)", Refusal.TOO_LONG),
        ("said['answer'] = b''", Refusal.KILLED),
        ("said['answer'] = b'{}'", Refusal.KILLED),
        ("said['answer'] = b'[' * 100_000", Refusal.KILLED),
        ("said['answer'] = pickle.dumps(1)", Refusal.KILLED),
        ("said['answer'] = bytes(4 << 20)", Refusal.KILLED),
        ("""said['answer'] = b'{"refusal":"whatever I like"}'""", Refusal.KILLED),
        ("""said['answer'] = b'{"refusal":"an animation","pixels":"00"}'""", Refusal.KILLED),
    ],
)
@pytest.mark.usefixtures("taken_over")
def test_a_photo_that_takes_the_decoder_over_is_one_refusal_and_the_next_is_read(
    program: str, refusal: Refusal
) -> None:
    hostile, good = look_at(program)
    assert hostile == Look(refusal)
    assert good.codes == (ACTA.encode(),)


@pytest.mark.usefixtures("taken_over")
def test_a_photo_that_takes_the_decoder_over_says_nothing_of_the_next() -> None:
    hostile, good = look_at("sys.modules['testigo.reading.look'].find_codes = lambda *_: ()")
    assert hostile == Look(Refusal.KILLED)
    assert good.codes == (ACTA.encode(),)


def test_the_others_are_read_and_the_order_is_that_of_the_photos() -> None:
    photos = [
        PHOTO_OF_A_FORM,
        b"no image",
        PHOTO_OF_A_FORM[:200],
        PHOTO_OF_A_FORM,
        b"\x00" * (MOST_BYTES + 1),
        PHOTO_OF_A_FORM,
    ]
    looks = list(Sandbox(2, ()).look_at(photos))
    assert [look.refusal for look in looks] == [
        None,
        Refusal.NO_IMAGE,
        Refusal.BROKEN,
        None,
        Refusal.TOO_LARGE,
        None,
    ]
    assert {look.codes for look in looks if look.refusal is None} == {(ACTA.encode(),)}


def test_the_largest_photo_that_is_allowed_is_decoded_within_the_memory() -> None:
    largest = png(Image.new("RGBA", (8_000, 5_000), "white"))
    (look,) = Sandbox(1, ()).look_at([largest])
    assert (look.refusal, look.codes) == (None, ())


def test_no_photos_are_no_looks() -> None:
    assert list(Sandbox(2, ()).look_at([])) == []


PROGRAM = """
import sys
from pathlib import Path
from testigo.reading.sandbox import Sandbox
for look in Sandbox(2, ()).look_at([Path(sys.argv[1]).read_bytes()] * 4):
    print(look.refusal, *(code.decode() for code in look.codes))
"""


def test_a_program_that_loaded_nothing_else_reads_too(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "photo.jpg").write_bytes(PHOTO_OF_A_FORM)
    command = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "photo.jpg")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [f"None {ACTA}"] * 4


def test_processes_that_cannot_read_are_an_error_and_no_photo_is_called_unreadable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("testigo.reading.sandbox.trial_photo", lambda: b"no image")
    with pytest.raises(StoreError, match="cannot read a photo of our own"):
        next(Sandbox(1, ()).look_at([PHOTO_OF_A_FORM]))


@pytest.mark.parametrize("lacking", [(door.LANDLOCK,), (door.SECCOMP,), door.parts()])
def test_where_the_wall_cannot_be_built_nothing_is_read_unless_somebody_says_so(
    monkeypatch: pytest.MonkeyPatch, lacking: tuple[str, ...]
) -> None:
    monkeypatch.setattr("testigo.wall.wall.missing", lambda: lacking)
    with pytest.raises(RefusedError, match="cannot wall off") as refused:
        next(Sandbox(1, ()).look_at([PHOTO_OF_A_FORM]))
    assert all(part in str(refused.value) for part in lacking)
    (look,) = Sandbox(1, (), without_wall=True).look_at([PHOTO_OF_A_FORM])
    assert look.codes == (ACTA.encode(),)
