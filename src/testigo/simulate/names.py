"""Beside the way: names for invented places, people and parties, made of syllables.

The syllables are chosen so that no name is one that people bear: every name has at least one of the letter
groups that Spanish and English names do not begin or end with. Nobody living is meant.
"""

from collections.abc import Sequence

from testigo.simulate.chance import Chance

STARTS = ("Bru", "Dox", "Fim", "Gla", "Hup", "Jor", "Kez", "Lum", "Mip", "Nax", "Orv", "Pli", "Quo", "Rud",
          "Siv", "Tof", "Ulg", "Vex", "Wim", "Yab", "Zon")  # fmt: skip
MIDDLES = ("a", "e", "i", "o", "u", "aru", "elo", "imu", "oke", "uza")
ENDS = ("brix", "drak", "fux", "gomp", "hux", "jek", "lumf", "mirx", "nolk", "purx", "quex", "rimp", "stog",
        "tuxo", "vimp", "wex", "zamk")  # fmt: skip
EVERY = len(STARTS) * len(MIDDLES) * len(ENDS)


def words(chance: Chance, count: int) -> list[str]:
    """Return `count` invented words, such as "Quoaruvimp"; after some thousands they repeat."""
    drawn = chance.whole(count, 0, EVERY - 1)
    return [_word(int(number)) for number in drawn]


def persons(chance: Chance, count: int) -> list[str]:
    """Return `count` invented persons, such as "Vexobrix Lumaquex"."""
    return [f"{first} {last}" for first, last in _pairs(words(chance, 2 * count))]


def _word(number: int) -> str:
    rest, start = divmod(number, len(STARTS))
    end, middle = divmod(rest, len(MIDDLES))
    return STARTS[start] + MIDDLES[middle] + ENDS[end]


def _pairs(every: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(every[::2], every[1::2], strict=True))
