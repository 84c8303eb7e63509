"""Which rights Landlock takes, by the version that a kernel has."""

import struct

import pytest

from testigo.wall.landlock import rights


@pytest.mark.parametrize(
    ("abi", "expected"),
    [
        (1, (0x1FFF,)),
        (2, (0x3FFF,)),
        (3, (0x7FFF,)),
        (4, (0x7FFF, 3)),
        (5, (0xFFFF, 3)),
        (6, (0xFFFF, 3, 3)),
        (7, (0xFFFF, 3, 3)),
        (99, (0xFFFF, 3, 3)),
    ],
)
def test_every_right_that_a_version_knows_is_taken(abi: int, expected: tuple[int, ...]) -> None:
    assert struct.unpack(f"@{len(expected)}Q", rights(abi)) == expected
