"""What a later release of a table does to the earlier one, for people and for programs."""

import polars as pl

from testigo.acts.releases import Release
from testigo.intake.release import Case
from testigo.numbered import numbered

MOST_SHOWN = 20


def release_lines(release: Release) -> list[str]:
    """Say for people what the later release does to the earlier one."""
    earlier, releases = release.earlier, release.rows
    number = {case: releases.number(case) for case in Case}
    lines = [
        f"Later release of statement {earlier.number}: {numbered(number[Case.UNCHANGED], 'row')} unchanged, "
        f"{number[Case.ADDED]:,} added, {number[Case.CHANGED]:,} changed, {number[Case.VANISHED]:,} vanished."
    ]
    shown = releases.rows.filter(pl.col("case").is_in([Case.CHANGED.value, Case.VANISHED.value]))
    for station, contest, case in shown.head(MOST_SHOWN).select("station", "contest", "case").iter_rows():
        lines.append(f"  {station}, {contest}: {case}")
    if shown.height > MOST_SHOWN:
        lines.append(f"  ... and {shown.height - MOST_SHOWN:,} more")
    if releases.silent:
        lines.append(f"Printed by one of the two only, so not compared: {', '.join(releases.silent)}")
    return lines


def release_json(release: Release) -> dict[str, object]:
    """Say for programs what the later release does to the earlier one."""
    earlier, releases = release.earlier, release.rows
    return {
        "replaces": earlier.number,
        **{case.value: releases.number(case) for case in Case},
        "fallen": releases.fallen.to_dicts(),
        "not_compared": list(releases.silent),
    }
