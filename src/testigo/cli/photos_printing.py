"""What `testigo read` did, for people and for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from testigo.acts.read_photos import PhotosRead
from testigo.checks.sentences import sentence
from testigo.columns import DocumentClass, Method
from testigo.election.contests import Contest
from testigo.findings import Finding, Severity, findings_in
from testigo.forms.arithmetic import completed, figures
from testigo.numbered import numbered
from testigo.reading.container import Refusal
from testigo.reading.known import Again
from testigo.reading.printed import PrintCheck
from testigo.reading.read import Outcome
from testigo.snapshot import Snapshot

MOST_SHOWN = 10
DUPLICATES = (Again.FILE, Again.PIXELS)
TOLD = ("C.402", "R.602", "R.605")
"""Warnings that are told of each photo, as blocking findings are; of others only how many there are."""
READ_BEFORE = "read before"
LEFT_OUT = "left out"
UNKNOWN_STATION = "unknown station"

CONVERT = "save it as a JPEG, and read that"
COPY_AGAIN = "copy it again from where it came, and read that"
REMEDIES = {
    Refusal.EMPTY: COPY_AGAIN,
    Refusal.BROKEN: COPY_AGAIN,
    Refusal.PDF: CONVERT,
    Refusal.HEIF: CONVERT,
    Refusal.WEBP: CONVERT,
    Refusal.TIFF: CONVERT,
    Refusal.ANIMATED: CONVERT,
    Refusal.UNUSUAL: CONVERT,
    Refusal.TOO_MANY_SCANS: CONVERT,
    Refusal.TOO_LARGE: "save it smaller, and read that",
}
"""What may spare people the typing, by the reason for which a photo was not read."""

Row = dict[str, Any]
"""A reading: READINGS by column, with its contest."""


TO_LOOK_AT = "To be looked at by people, and typed if it is a form"
NOT_LOOKED_AT = "received, and not looked at yet"
WAITING_COLUMNS = ("exhibit", "folder", "file", "reason")


def _waiting_row(exhibit: str | None, name: str | None, reason: str | None) -> dict[str, str | None]:
    path = None if name is None else Path(name)
    folder, file = (None, None) if path is None else (str(path.parent), path.name)
    return dict(zip(WAITING_COLUMNS, (exhibit, folder, file, reason), strict=True))


@dataclass(frozen=True)
class PrintedPhotos:
    """What became of the photos, with what is derived of them."""

    read: PhotosRead

    @property
    def _outcomes(self) -> Sequence[Outcome]:
        return self.read.outcomes

    @property
    def _snapshot(self) -> Snapshot:
        return self.read.snapshot

    @property
    def all_read(self) -> bool:
        """Whether every photo is of a form of a known station, and was read."""
        is_read = all(self._paper(outcome) != DocumentClass.UNREADABLE.value for outcome in self._outcomes)
        return is_read and not self.read.problems and not self._of_unknown_stations

    def kind(self, outcome: Outcome) -> str:
        """Return the class of a photo in a word."""
        if outcome.again in DUPLICATES:
            return DocumentClass.DUPLICATE.value
        return READ_BEFORE if outcome.reading is None else outcome.reading.document_class.value

    def _paper(self, outcome: Outcome) -> str:
        """Return the class as `kind` does; of a photo that an earlier run could not read, what that one said.

        A run may be killed before it tells anybody: so every run names again what still waits.
        """
        kind = self.kind(outcome)
        earlier = self.read.waiting.unread.get(outcome.exhibit)
        if kind != READ_BEFORE or earlier is None:
            return kind
        is_duplicate = earlier.document_class is DocumentClass.DUPLICATE
        return (DocumentClass.DUPLICATE if is_duplicate else DocumentClass.UNREADABLE).value

    def _reason(self, outcome: Outcome) -> str | None:
        """Return why a photo was not read, now or in an earlier run; None where it was, or is a duplicate."""
        if outcome.reading is not None:
            return outcome.reading.reason
        earlier = None if outcome.again in DUPLICATES else self.read.waiting.unread.get(outcome.exhibit)
        return None if earlier is None else earlier.reason

    def json_lines(self) -> Iterator[str]:
        """Yield a line of JSON for each photo, then one for each file that could not be opened or is none."""
        for outcome in self._outcomes:
            yield json.dumps(self._line(outcome), ensure_ascii=False)
        for problem in self.read.problems:
            yield json.dumps({"file": problem.place.file, "sha256": None, "reason": problem.message})
        for one in self.read.left_out:
            yield json.dumps({"file": one.name, "sha256": None, "class": LEFT_OUT, "reason": one.reason})

    def summary(self, folder: Path) -> str:
        """Return what people need to know, and what to do next."""
        kinds = Counter(self.kind(outcome) for outcome in self._outcomes)
        order = [DocumentClass.RESULT, DocumentClass.ZERO_REPORT, DocumentClass.DUPLICATE]
        words = [f"{kinds[kind.value]:,} {kind.value}" for kind in order]
        words += [f"{kinds[DocumentClass.UNREADABLE.value]:,} not read"]
        words += [f"{kinds[READ_BEFORE]:,} {READ_BEFORE}"]
        total = len(self._outcomes) + len(self.read.problems)
        return "\n".join(
            [
                f"{numbered(total, 'photo')}: {', '.join(words)}; "
                f"{len(self.read.problems):,} could not be opened.",
                *self._paragraph("Zero reports, which never count", self._of_kind(DocumentClass.ZERO_REPORT)),
                *self._paragraph("Duplicates, counted once", self._of_kind(DocumentClass.DUPLICATE)),
                *self._paragraph(
                    "To be compared by people: one of two photos claims the pixels of the other, and the "
                    "files do not show it. Each was read by itself",
                    self._claimed,
                ),
                *self._copies(),
                *self._prints(),
                *self._paragraph("Stations that the definition does not have", self._of_unknown_stations),
                *self._paragraph("Findings", self._found),
                *self._paragraph(
                    "To be looked at by people, and typed if it is a form",
                    self._of_kind(DocumentClass.UNREADABLE),
                ),
                *self._paragraph("Could not be opened", [str(problem) for problem in self.read.problems]),
                *self._paragraph(
                    f"Left out, since they are no pictures ({len(self.read.left_out):,})",
                    [f"{one.name}: {one.reason}" for one in self.read.left_out],
                ),
                f"Next: testigo status {folder}",
            ]
        )

    def waiting_rows(self) -> list[dict[str, str | None]]:
        """Return every file that could not be read and every photo that waits: exhibit, folder, file, reason.

        Names of files are not kept: a photo of an earlier call has its exhibit only.
        """
        rows: list[dict[str, str | None]] = []
        named = {outcome.exhibit: outcome.name for outcome in self._outcomes}
        reasons = {
            outcome.exhibit: self._reason(outcome)
            for outcome in self._outcomes
            if self._paper(outcome) == DocumentClass.UNREADABLE.value
        }
        for exhibit, reason in {**self.read.waiting.to_type, **reasons}.items():
            rows.append(_waiting_row(exhibit, named.get(exhibit), reason))
        rows += [_waiting_row(exhibit, None, NOT_LOOKED_AT) for exhibit in self.read.waiting.not_looked_at]
        rows += [_waiting_row(None, problem.place.file, problem.message) for problem in self.read.problems]
        return rows + [_waiting_row(None, one.name, one.reason) for one in self.read.left_out]

    def _line(self, outcome: Outcome) -> dict[str, object]:
        reading = outcome.reading
        rows = self._rows.get(outcome.exhibit, [])
        quality = None if reading is None or reading.look.quality is None else reading.look.quality.figures()
        first, *further = [self._told(row, outcome) for row in rows] or [_nothing_read()]
        return {
            "file": outcome.name,
            "sha256": outcome.exhibit,
            "class": self.kind(outcome),
            "reason": self._reason(outcome),
            "again": outcome.again,
            "first": outcome.first,
            **first,
            "further": further,
            "print": None if reading is None or reading.print is None else _beside_the_code(reading.print),
            "quality": quality,
        }

    def _told(self, row: Row, outcome: Outcome) -> dict[str, object]:
        contest = self._snapshot.election.contest(row["contest"])
        names = figures(contest, self._snapshot.profiles[contest.form])
        codes = dict(zip(outcome.statements, outcome.reading.codes if outcome.reading else (), strict=False))
        code = codes.get(int(row["reading"]))
        return {
            "station": row["station"],
            "known_station": row["station"] in self._stations,
            "contest": contest.contest,
            "reading": row["reading"],
            "method": row["method"],
            "machine_code": None if code is None else code.text,
            "figures": {name: row[name] for name in names if row[name] is not None},
            "findings": [
                {"code": each.code, "severity": each.severity, "says": sentence(each, contest, "en")}
                for each in self._findings.get(row["reading"], [])
            ],
        }

    # --- what is derived of these photos ------------------------------------------------------------------

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """What machines read of these photos, by exhibit, with the totals that follow from it."""
        exhibits = [outcome.exhibit for outcome in self._outcomes]
        found: dict[str, list[Row]] = {}
        for code, frame in self._snapshot.evidence.readings.items():
            contest = self._snapshot.election.contest(code)
            by_code = pl.col("method") == Method.MACHINE_CODE.value
            read = frame.filter(by_code & pl.col("exhibit").is_in(exhibits))
            whole = read.with_columns(completed(contest, self._snapshot.profiles[contest.form]))
            for row in whole.iter_rows(named=True):
                found.setdefault(row["exhibit"], []).append({**row, "contest": code})
        return found

    @cached_property
    def _findings(self) -> dict[str, list[Finding]]:
        names = [row["reading"] for rows in self._rows.values() for row in rows]
        found: dict[str, list[Finding]] = {}
        for each in findings_in(self._snapshot.findings.filter(pl.col("reading").is_in(names))):
            found.setdefault(each.reading or "", []).append(each)
        return found

    @cached_property
    def _stations(self) -> frozenset[str]:
        return frozenset(self._snapshot.election.stations["station"])

    @cached_property
    def _of_unknown_stations(self) -> list[str]:
        return [
            f"{outcome.name}: {row['station']}"
            for outcome in self._outcomes
            for row in self._rows.get(outcome.exhibit, [])
            if row["station"] not in self._stations
        ]

    # --- what is told to people ---------------------------------------------------------------------------

    @property
    def _found(self) -> list[str]:
        told = [
            f"{outcome.name}: {each.station}: {each.code} {sentence(each, self._contest(each), 'en')}"
            for outcome in self._outcomes
            for row in self._rows.get(outcome.exhibit, [])
            for each in self._findings.get(row["reading"], [])
            if each.severity is Severity.BLOCKING or each.code in TOLD
        ]
        others = Counter(
            each.code
            for found in self._findings.values()
            for each in found
            if each.severity is Severity.WARNING and each.code not in TOLD
        )
        return [*told, *(f"warnings {code}: {number:,}" for code, number in sorted(others.items()))]

    def _contest(self, finding: Finding) -> Contest:
        return self._snapshot.election.contest(finding.contest)

    def _of_kind(self, kind: DocumentClass) -> list[str]:
        return [self._name(outcome) for outcome in self._outcomes if self._paper(outcome) == kind.value]

    def _name(self, outcome: Outcome) -> str:
        said = [*(code.station for code in outcome.reading.codes)] if outcome.reading is not None else []
        said += [] if outcome.again is None else [outcome.again.value]
        reason = self._reason(outcome)
        if reason is not None:
            remedy = REMEDIES.get(Refusal(reason)) if reason in set(Refusal) else None
            said += [reason if remedy is None else f"{reason} ({remedy})", f"exhibit {outcome.exhibit}"]
        return f"{outcome.name}: {', '.join(said)}"

    @property
    def _claimed(self) -> list[str]:
        """Name both photos: only people see whether a decoder was taken over, or a tool wrote one anew."""
        return [
            f"{outcome.name}: exhibit {outcome.exhibit} and exhibit {outcome.first}"
            for outcome in self._outcomes
            if outcome.again is Again.CLAIMED
        ]

    def _copies(self) -> list[str]:
        number = sum(outcome.again is Again.CODE for outcome in self._outcomes)
        return [f"Photos of a code that came before (another copy, or another photo): {number:,}"] * (
            number > 0
        )

    def _prints(self) -> list[str]:
        """Say of how many photos the print was held against the code; nothing where no form has a layout."""
        beside = [
            one.reading.print for one in self._outcomes if one.reading is not None and one.reading.print
        ]
        contradict = sum(check.contradicts for check in beside)
        told = (
            f"Photos whose print was held against its code: {len(beside):,}; contradictions: {contradict:,}"
        )
        return [told] if beside else []

    def _paragraph(self, title: str, lines: Sequence[str]) -> list[str]:
        if not lines:
            return []
        left = len(lines) - MOST_SHOWN
        more = [f"  ... and {left:,} more; all of them are in --json and --waiting FILE"] if left > 0 else []
        return [f"{title}:", *(f"  {line}" for line in lines[:MOST_SHOWN]), *more]


def _beside_the_code(check: PrintCheck) -> dict[str, object]:
    """Tell how many printed figures agree with the code, which contradict it, and how many were not read."""
    return {
        "agrees": check.agreeing,
        "contradicts": dict(check.contradicting),
        "unreadable": check.unreadable,
    }


def _nothing_read() -> dict[str, object]:
    names = ("station", "known_station", "contest", "reading", "method", "machine_code")
    return {**dict.fromkeys(names), "figures": {}, "findings": []}
