"""The filter of calls, byte for byte; that of x86-64 is run by the other tests, that of arm64 is not."""

import re
import struct
from pathlib import Path

import pytest

from testigo.wall.seccomp import ALLOWED, ARCHITECTURES, ARM64, X86_64, Architecture, program

HERE = Path(__file__).parent
HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}


@pytest.mark.parametrize(("architecture", "name"), [(X86_64, "x86_64"), (ARM64, "aarch64")])
def test_the_filter_is_the_one_that_was_looked_at(architecture: Architecture, name: str) -> None:
    assert program(architecture).hex(" ", 8).split() == (HERE / f"filter_{name}.txt").read_text().split()


@pytest.mark.parametrize(("architecture", "name"), [(X86_64, "x86_64"), (ARM64, "aarch64")])
def test_the_filter_that_lets_threads_wait_is_the_one_that_was_looked_at(
    architecture: Architecture, name: str
) -> None:
    looked_at = (HERE / f"filter_waiting_{name}.txt").read_text().split()
    assert program(architecture, (3, 4, 5)).hex(" ", 8).split() == looked_at


@pytest.mark.parametrize("architecture", [X86_64, ARM64])
def test_the_architecture_is_looked_at_before_the_call(architecture: Architecture) -> None:
    lines = list(struct.iter_unpack("<HBBI", program(architecture)))
    load_architecture, is_ours, kill, load_call = lines[:4]
    assert load_architecture == (0x20, 0, 0, 4)
    assert is_ours == (0x15, 1, 0, architecture.number)
    assert kill == (0x06, 0, 0, 0x80000000)
    assert load_call == (0x20, 0, 0, 0)


@pytest.mark.parametrize("architecture", [X86_64, ARM64])
def test_what_is_on_no_line_ends_the_process(architecture: Architecture) -> None:
    assert list(struct.iter_unpack("<HBBI", program(architecture)))[-1] == (0x06, 0, 0, 0x80000000)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_an_architecture_has_a_number_for_every_call_and_for_no_other(name: str) -> None:
    assert set(ARCHITECTURES[name][0].calls) == set(ALLOWED)


@pytest.mark.parametrize("name", HEADERS)
def test_the_numbers_are_those_of_the_kernels_own_tables(name: str) -> None:
    header = Path(HEADERS[name])
    if not header.exists():
        pytest.skip("the headers of the kernel are not installed (linux-libc-dev)")
    said = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    numbers = {call: int(number) for call, number in said}
    architecture, seccomp = ARCHITECTURES[name]
    assert {call: numbers[call] for call in architecture.calls} == architecture.calls
    assert {call: numbers[call] for call in architecture.waiting} == architecture.waiting
    assert numbers["seccomp"] == seccomp
