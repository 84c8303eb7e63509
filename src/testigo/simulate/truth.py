"""Beside the way: the truth of a night, as files that lie beside its operation and are never published.

In   a night, and what each photo and reading became.
Out  path -> bytes: how every station voted, what its story is, and what was done to every paper, photo and
     reading. CSV in UTF-8, a row a thing.
"""

from collections.abc import Mapping

import polars as pl

from testigo.simulate.night import Night

README = b"""The truth of an invented election: what no real operation ever has.

votes-CONTEST.csv  how every station voted
stories.csv        what happened to the form of every station
papers.csv         every paper that came: as which station, made from whose truth, what was done to it
photos.csv         every photo in the order of arrival (minutes since midnight of the election day), whether
                   its code can be read, as which station it was handed in; its exhibit, file and damage
readings.csv       every reading: of which photo and paper, what was done to the paper, what to the reading,
                   and the number of its statement
simulation.json    how this election was made: the same numbers make the same again
"""


def truth_files(
    night: Night, photos: pl.DataFrame, readings: pl.DataFrame, simulation: bytes
) -> dict[str, bytes]:
    """Return the files of the truth.

    photos      a row a photo: photo, and what is known of it (exhibit, file, damage)
    readings    a row a reading: reading, statement
    simulation  how the night was made, as JSON
    """
    files = {"README.txt": README, "simulation.json": simulation}
    for code, one in night.contests.items():
        files[f"votes-{code}.csv"] = _csv(one.truth)
    nights = night.contests
    files["stories.csv"] = _csv(_every({code: one.papers.stories for code, one in nights.items()}))
    files["papers.csv"] = _csv(_every({code: one.papers.papers for code, one in nights.items()}))
    came = _every({code: one.papers.photos for code, one in nights.items()}).sort(
        "minute", "contest", "photo"
    )
    files["photos.csv"] = _csv(came.join(photos, on="photo", how="left", maintain_order="left"))
    marks = _every({code: one.marks for code, one in nights.items()})
    files["readings.csv"] = _csv(
        marks.join(readings, on="reading", how="left", maintain_order="left").drop("minute")
    )
    return files


def _every(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frame.select(pl.lit(code).alias("contest"), pl.all()) for code, frame in frames.items())


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()
