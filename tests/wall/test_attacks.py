"""What a decoder tries that a stranger's bytes took over: it ends its own process, and nothing else happens.

Each attack is tried as root, where the tests run as root, and as an ordinary user.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from testigo.wall import door, seccomp
from testigo.wall.task import Failure
from testigo.wall.wall import Wall
from tests.children import children
from tests.wall.conftest import HOSTILE

AS_ROOT = os.geteuid() == 0
USERS = ["hostile_work", "ordinary_work"] if AS_ROOT else ["hostile_work"]

SECRET = "Testigo keeps this to itself"

FILES = {
    # what is tried in a folder with a file `evidence`; {here} is that folder
    "read": "open('{here}/evidence').read()",
    "read by number 0": "os.close(0); os.open('{here}/evidence', os.O_RDONLY)",
    "write": "open('{here}/evidence', 'w')",
    "make": "os.mknod('{here}/new')",
    "delete": "os.unlink('{here}/evidence')",
    "rename": "os.rename('{here}/evidence', '{here}/gone')",
    "truncate": "os.truncate('{here}/evidence', 0)",
    "link": "os.link('{here}/evidence', '{here}/other')",
    "symlink": "os.symlink('/etc/passwd', '{here}/other')",
    "make a folder": "os.mkdir('{here}/new')",
    "remove a folder": "os.rmdir('{here}/folder')",
    "change rights": "os.chmod('{here}/evidence', 0)",
    "change times": "os.utime('{here}/evidence', (0, 0))",
    "look": "os.stat('{here}/evidence')",
    "list": "os.listdir('{here}')",
    "go there": "os.chdir('{here}')",
    "own environment": "open('/proc/self/environ').read()",
    "memory of the parent": "open('/proc/%d/mem' % {parent}, 'rb')",
    "environment of the parent": "open('/proc/%d/environ' % {parent}).read()",
    "device": "open('/dev/tty')",
}
OTHERS = {
    # what is tried on processes, connections and itself
    "end the parent": "os.kill({parent}, 9)",
    "end all": "os.kill(-1, 9)",
    "end the template": "LIBRARY.syscall(234, {parent}, {parent}, 9)",
    "trace the parent": "LIBRARY.ptrace(16, {parent}, 0, 0)",
    "read the parent": "LIBRARY.process_vm_readv({parent}, 0, 0, 0, 0, 0)",
    "take a file of the parent": "LIBRARY.syscall(438, 3, 0, 0)",
    "limits of the parent": "LIBRARY.prlimit64({parent}, 7, 0, 0)",
    "fork": "os.fork()",
    "thread": "threading.Thread(target=print).start()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "start a process": "subprocess.run(['/bin/true'])",
    "tcp": "socket.create_connection(('127.0.0.1', {port}))",
    "tcp by number 0": "os.close(0); socket.socket().connect(('127.0.0.1', {port}))",
    "udp": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
    "unix": "socket.socket(socket.AF_UNIX).connect('{here}/socket')",
    "abstract unix": "socket.socket(socket.AF_UNIX).connect(chr(0) + 'testigo-{port}')",
    "pipe": "os.pipe()",
    "other number": "os.read(3, 1)",
    "write to the request": "os.write(0, b'x')",
    "read from the answer": "os.read(1, 1)",
    "many pieces": "os.writev(1, [b'x'])",
    "code in new memory": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "code in old memory": "LIBRARY.mprotect(ctypes.c_void_p(id(said) & ~4095), 4096, 5)",
    "file in memory": "mmap.mmap(0, 4096)",
    "memory without a name": "os.memfd_create('x')",
    "more rights": "LIBRARY.prctl(4, 1, 0, 0, 0)",
    "another filter": "LIBRARY.syscall(317, 1, 0, 0)",
    "not to die of the processor": "signal.signal(signal.SIGXCPU, signal.SIG_IGN)",
    "more processor": "LIBRARY.setrlimit(0, 0)",
    "calls of another kind": "LIBRARY.syscall(0x40000000 + 39)",
    "keys of the kernel": "LIBRARY.syscall(250, 0, 0, 0, 0, 0)",
    "programs of the kernel": "LIBRARY.syscall(321, 0, 0, 0)",
    "io_uring": "LIBRARY.syscall(425, 1, 0)",
    "another user": "os.setuid(0)",
    "another root": "os.chroot('{here}')",
    "a mount": "LIBRARY.mount(b'x', b'{here}', b'tmpfs', 0, 0)",
    "a name space": "LIBRARY.unshare(0x10000000)",
}


@pytest.fixture(params=USERS)
def wall(request: pytest.FixtureRequest, behind: None) -> Iterator[Wall]:
    with Wall(replace(HOSTILE, module=request.param)) as wall:
        yield wall


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder that everybody may write to."""
    (tmp_path / "evidence").write_text(SECRET)
    (tmp_path / "folder").mkdir()
    for each in (tmp_path, tmp_path / "folder", tmp_path / "evidence"):
        each.chmod(0o777)
    return tmp_path


def state(folder: Path) -> list[tuple[str, int, int, str]]:
    return sorted(
        (
            each.name,
            each.lstat().st_mode,
            each.lstat().st_mtime_ns,
            each.read_text() if each.is_file() else "",
        )
        for each in folder.iterdir()
    )


@pytest.mark.parametrize("attack", FILES)
def test_no_file_is_read_or_changed(wall: Wall, here: Path, attack: str) -> None:
    before = state(here)
    program = FILES[attack].format(here=here, parent=os.getpid())
    assert wall.ask(program.encode()) is Failure.FORBIDDEN
    assert state(here) == before
    assert wall.ask(b"pass") == b"survived"


@pytest.fixture
def listening(here: Path) -> Iterator[tuple[int, list[socket.socket]]]:
    """A port, and three sockets that wait for somebody: of the network, of a path, of a name."""
    tcp = socket.create_server(("127.0.0.1", 0))
    port = tcp.getsockname()[1]
    path, name = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    path.bind(str(here / "socket"))
    name.bind(f"\0testigo-{port}")
    for each in (path, name):
        each.listen()
    waiting = [tcp, path, name]
    for each in waiting:
        each.setblocking(False)
    yield port, waiting
    for each in waiting:
        each.close()


@pytest.mark.parametrize("attack", OTHERS)
def test_no_process_and_no_connection_is_reached(
    wall: Wall, here: Path, listening: tuple[int, list[socket.socket]], attack: str
) -> None:
    port, waiting = listening
    program = OTHERS[attack].format(here=here, parent=os.getpid(), port=port)
    assert wall.ask(program.encode()) is Failure.FORBIDDEN
    assert len(children()) <= 1
    for each in waiting:
        with pytest.raises(BlockingIOError):
            each.accept()
    assert wall.ask(b"pass") == b"survived"


LANDLOCK_ALONE = {
    "delete": "os.unlink('{here}/evidence')",
    "rename": "os.rename('{here}/evidence', '{here}/gone')",
    "truncate": "os.truncate('{here}/evidence', 0)",
    "symlink": "os.symlink('/etc/passwd', '{here}/other')",
    "make a folder": "os.mkdir('{here}/new')",
    "remove a folder": "os.rmdir('{here}/folder')",
    "read": "os.open('{here}/evidence', os.O_RDONLY)",
    "read by number 0": "os.close(0); os.open('{here}/evidence', os.O_RDONLY)",
    "tcp by number 0": "os.close(0); socket.socket()",
    "end the parent": "os.kill({parent}, 9)",
    "environment of the parent": "os.open('/proc/{parent}/environ', os.O_RDONLY)",
}


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("attack", LANDLOCK_ALONE)
def test_what_the_filter_of_calls_forbids_is_forbidden_without_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, attack: str, user: str
) -> None:
    monkeypatch.setattr("testigo.wall.wall.missing", lambda: (door.SECCOMP,))
    before = state(here)
    program = LANDLOCK_ALONE[attack].format(here=here, parent=os.getpid())
    caught = f"try: exec({program!r})\nexcept OSError as error: said['answer'] = str(error.errno).encode()"
    with Wall(replace(HOSTILE, module=user), without=True) as wall:
        answer = wall.ask(caught.encode())
    assert answer != b"survived"
    assert state(here) == before


def test_a_process_behind_the_wall_has_three_files_a_filter_and_no_way_to_new_rights(wall: Wall) -> None:
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(wall.ask, b"time.sleep(2)")
        while not (found := [copy for template in children() for copy in children(template)]):
            time.sleep(0.01)
        time.sleep(0.5)
        status = dict(
            line.split(":", 1) for line in Path(f"/proc/{found[0]}/status").read_text().splitlines()
        )
        files = sorted(each.name for each in Path(f"/proc/{found[0]}/fd").iterdir()) if AS_ROOT else []
        assert asked.result() == b"survived"
    assert (status["NoNewPrivs"].strip(), status["Seccomp"].strip()) == ("1", "2")
    assert files in ([], ["0", "1", "2"])


EVERY_CALL = """
import ctypes, os, signal
from testigo.wall import seccomp
from testigo.wall.door import close_door, parts
LIBRARY = ctypes.CDLL(None)
allowed = set(seccomp.ARCHITECTURES[os.uname().machine][0].calls.values())
for number in range(600):
    if number in allowed:
        continue
    child = os.fork()
    if child == 0:
        close_door(1 << 32, 5, parts())
        LIBRARY.syscall(number, 0, 0, 0, 0, 0, 0)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code != -signal.SIGSYS:
        print(number, code)
print("done")
"""


LET_THROUGH_BY_THE_KERNEL = {335, 336}
"""uretprobe and uprobe: no filter is asked about them; they do nothing where the kernel set no probe."""


def test_every_call_that_is_not_on_the_list_ends_the_process() -> None:
    run = subprocess.run([sys.executable, "-c", EVERY_CALL], capture_output=True, text=True, check=True)
    *others, last = run.stdout.splitlines()
    assert {int(line.split()[0]) for line in others} <= LET_THROUGH_BY_THE_KERNEL
    assert last == "done"


SHOWN = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from testigo.kernel import DUMPABLE, prctl
from testigo.wall.wall import Wall
from tests.wall.conftest import HOSTILE
os.setgroups([]); os.setgid(65534); os.setuid(65534)
prctl(DUMPABLE, 1)  # as a program that an ordinary user starts
before = Path("/proc/self/environ").stat().st_uid
Wall(HOSTILE).close()
print(before, Path("/proc/self/environ").stat().st_uid)
"""


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_who_asks_shows_no_process_of_the_same_user_its_memory() -> None:
    """What the kernel hides of a process belongs to root."""
    command = [sys.executable, "-c", SHOWN, str(Path(__file__).parents[2])]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["65534", "0"]


def test_this_machine_has_the_whole_wall() -> None:
    assert door.missing() == ()
    assert seccomp.is_available()
