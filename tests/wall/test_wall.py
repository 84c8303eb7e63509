"""What can be had from behind the wall: an answer, or a reason why there is none. The others go on."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from testigo.errors import StoreError
from testigo.wall import door
from testigo.wall.door import settle
from testigo.wall.task import Failure
from testigo.wall.wall import Wall
from tests.children import children
from tests.wall.conftest import HOSTILE


def test_an_answer_is_the_bytes_of_the_work(wall: Wall) -> None:
    assert wall.ask(b"said['answer'] = bytes(range(256))") == bytes(range(256))


def test_the_work_has_the_settings(wall: Wall) -> None:
    assert wall.ask(b"said['answer'] = SETTINGS[0]") == b"settings"


def test_answers_come_in_the_order_of_the_requests() -> None:
    requests = [
        f"time.sleep({number % 3} / 50); said['answer'] = b'{number}'".encode() for number in range(20)
    ]
    with Wall(HOSTILE, processes=2) as wall:
        assert list(wall.answers(requests)) == [b"%d" % number for number in range(20)]


def test_requests_are_taken_as_processes_become_free() -> None:
    taken: list[int] = []

    def requests() -> Iterator[bytes]:
        for number in range(100):
            taken.append(number)
            yield b"pass"

    with Wall(HOSTILE) as wall:
        next(wall.answers(requests()))
        assert len(taken) < 10


def test_one_request_leaves_nothing_to_the_next(wall: Wall) -> None:
    wall.ask(b"SETTINGS.append(b'mine')")
    assert wall.ask(b"said['answer'] = b'%d' % len(SETTINGS)") == b"1"


def test_an_answer_may_be_as_long_as_the_task_says(wall: Wall) -> None:
    answer = wall.ask(b"said['answer'] = bytes(%d)" % HOSTILE.most_answered)
    assert isinstance(answer, bytes)
    assert len(answer) == HOSTILE.most_answered


def test_a_request_that_is_too_long_is_not_handed_over(wall: Wall) -> None:
    assert wall.ask(b"#" * (HOSTILE.most_asked + 1)) is Failure.TOO_MUCH_MEMORY


@pytest.mark.parametrize(
    ("program", "failure"),
    [
        ("1 / 0", Failure.BROKEN),
        ("os._exit(0)", Failure.BROKEN),
        ("os._exit(1)", Failure.BROKEN),
        ("os.abort()", Failure.FORBIDDEN),
        ("ctypes.string_at(0)", Failure.BROKEN),
        ("bytearray(1 << 30)", Failure.TOO_MUCH_MEMORY),
        ("while True: pass", Failure.TOO_LONG),
        (f"said['answer'] = bytes({HOSTILE.most_answered + 1})", Failure.NO_ANSWER),
        ("os.write(1, b'x')", Failure.NO_ANSWER),
        ("os.write(1, struct.pack('>Q', 1 << 62))", Failure.NO_ANSWER),
        ("os.write(1, struct.pack('>Q', 100) + b'short'); os._exit(0)", Failure.NO_ANSWER),
        ("os.write(1, struct.pack('>Q', 1) + b'xy'); os._exit(0)", Failure.NO_ANSWER),
        ("os.write(1, pickle.dumps(Exception('x')))", Failure.NO_ANSWER),
        ("os.write(1, struct.pack('>Q', 1) + b'x'); ctypes.string_at(0)", Failure.BROKEN),
    ],
)
def test_what_is_no_answer_is_a_reason_and_the_next_is_answered(
    wall: Wall, program: str, failure: Failure
) -> None:
    assert wall.ask(program.encode()) is failure
    assert wall.ask(b"pass") == b"survived"


def test_what_never_ends_is_ended_by_the_clock() -> None:
    with Wall(replace(HOSTILE, seconds=0.5)) as wall:
        assert wall.ask(b"time.sleep(60)") is Failure.TOO_LONG
        assert wall.ask(b"os.write(1, struct.pack('>Q', 9)); time.sleep(60)") is Failure.TOO_LONG


def test_a_process_that_reads_nothing_holds_nobody_up() -> None:
    """A request of 8 MiB is more than the pipe holds."""
    with Wall(replace(HOSTILE, module="deaf_work", most_asked=1 << 24, seconds=1)) as wall:
        assert wall.ask(bytes(1 << 23)) is Failure.TOO_LONG


def test_a_pickle_in_an_answer_is_never_read(wall: Wall, tmp_path: Path) -> None:
    marker = tmp_path / "executed"
    program = (
        "class Bad:\n"
        f"    def __reduce__(self): return os.mkdir, ({str(marker)!r},)\n"
        "said['answer'] = pickle.dumps(Bad())"
    )
    answer = wall.ask(program.encode())
    assert isinstance(answer, bytes)
    assert answer.startswith(b"\x80")
    assert not marker.exists()


def test_work_that_cannot_begin_is_an_error_of_the_machine() -> None:
    with Wall(replace(HOSTILE, module="there_is_no_such_work")) as wall:
        with pytest.raises(StoreError, match="does not begin on this machine"):
            wall.ask(b"pass")
        with pytest.raises(StoreError, match="does not begin on this machine"):
            wall.ask(b"pass")


def test_what_work_opens_while_it_prepares_has_none_of_the_numbers_that_are_open_behind_the_wall(
    behind: None,
) -> None:
    """Else the request would be put in its place."""
    with Wall(replace(HOSTILE, module="opening_work")) as wall:
        for _ in range(2):
            numbers = wall.ask(b"which?")
            assert isinstance(numbers, bytes)
            assert min(numbers) >= door.FILES


def test_a_thread_of_a_library_may_end_behind_the_wall(behind: None) -> None:
    """As idle ones do, on a busy machine sooner than the work: it is no reason to end that."""
    with Wall(replace(HOSTILE, module="threaded_work")) as wall:
        assert wall.ask(b"done") == b"done"


def test_the_door_waits_for_a_thread_that_is_only_beginning() -> None:
    """Found as one honest table in some thousands that was refused: its thread called what new ones call."""
    begun, done = threading.Event(), threading.Event()
    at_work: list[int] = []

    def work() -> None:
        for number in range(300_000):
            at_work.append(number)
        begun.set()
        done.wait()

    thread = threading.Thread(target=work)
    thread.start()
    settle()
    waited = begun.is_set()
    done.set()
    thread.join()
    assert waited


def test_no_process_is_left_when_the_wall_is_closed(wall: Wall) -> None:
    wall.ask(b"pass")
    wall.close()
    assert children() == []


def test_no_process_is_left_when_the_wall_is_closed_in_the_middle_of_the_work() -> None:
    with Wall(HOSTILE, processes=2) as wall:
        answers = wall.answers([b"pass", *[b"time.sleep(60)"] * 5])
        assert next(answers) == b"survived"
    assert children() == []
