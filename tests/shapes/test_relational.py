"""Headerless relational files, codes only: a definition is drafted from them, and their results come in."""

import os
from pathlib import Path

from testigo.acts.draft import DraftRequest, draft_definition
from testigo.acts.import_tables import ImportRequest, import_tables
from testigo.acts.operation import Operation
from testigo.acts.seal import seal_definition
from tests.shapes.invented import DAY, FORM, READING, SETTINGS, total

FILES = {
    "precincts.txt": "1|7401|ALMA|100|\n2|7402|ALMA|200|\n3|7403|BATO|300|\n",
    "contests.txt": "1|PRESIDENT|1|\n2|SENATOR|2|\n3|UNOPPOSED|1|\n",
    "candidates.txt": "11|1|CRUZ, ANA (LP)|1|\n12|1|LIM|2|\n21|2|REYES|1|\n22|2|TAN|2|\n31|3|SOLO|1|\n",
    "results.txt": "1|1|11|40|\n1|1|12|20|\n2|1|11|5|\n2|1|12|6|\n3|1|11|1|\n3|1|12|2|\n"
    "1|2|21|7|\n1|2|22|8|\n1|3|31|9|\n",
}
PLAIN = 'delimiter = "|"\n'
CONTESTS = (
    f'[[lookup]]\nfile = "contests.txt"\n{PLAIN}head = ["id", "office"]\non = {{ contest = "id" }}\n'
    'take = ["office"]\n'
)
OFFICES = '[tables.offices]\nPRESIDENT = "mayor"\nSENATOR = "senate"\nUNOPPOSED = "skip"\n'
PRECINCTS = f'{PLAIN}head = ["id", "code", "town", "voters"]\n'
CANDIDATES = f'{PLAIN}head = ["candidate", "contest", "name", "position"]\n'
DRAFTS = f"""
{CONTESTS}
[[draft]]
what = "jurisdictions"
file = "precincts.txt"
{PRECINCTS}
[[draft.levels]]
jurisdiction = {{ constant = "X" }}
name = {{ constant = "Country X" }}
frame = {{ constant = "sum of parts" }}
[[draft.levels]]
jurisdiction = "town"
name = "town"
frame = {{ constant = "listed" }}
[[draft]]
what = "stations"
file = "precincts.txt"
{PRECINCTS}
[draft.columns]
station = "code"
jurisdiction = "town"
registered_voters = {{ count = "voters" }}
[[draft]]
what = "contests"
file = "candidates.txt"
{CANDIDATES}
[draft.columns]
contest = {{ column = "office", table = "offices" }}
name = "office"
form = {{ constant = "form" }}
blank_votes = {{ constant = "not valid" }}
null_votes = {{ constant = "not valid" }}
[[draft]]
what = "options"
file = "candidates.txt"
{CANDIDATES}
[draft.columns]
contest = {{ column = "office", table = "offices" }}
option = "candidate"
name = "name"
position = {{ count = "position" }}
{OFFICES}
"""
MAPPING = f"""
{READING}
[[lookup]]
file = "precincts.txt"
{PRECINCTS}
on = {{ precinct = "id" }}
take = ["code"]
{CONTESTS}
[[table]]
file = "results.txt"
{PLAIN}head = ["precinct", "contest", "candidate", "votes"]
station = "code"
contest = {{ column = "office", table = "offices" }}
figure = {{ join = [{{ constant = "votes" }}, "candidate"], with = "_" }}
value = "votes"
absent = "unknown"
{OFFICES}
"""


def test_headerless_files_of_codes_become_a_definition_and_its_results(tmp_path: Path) -> None:
    for name, text in {**FILES, "draft.toml": DRAFTS, "map.toml": MAPPING}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    election = tmp_path / "operation" / "election"
    (election / "forms" / "form").mkdir(parents=True)
    (election / "election.toml").write_text(SETTINGS, encoding="utf-8")
    (election / "forms" / "form" / "form.toml").write_text(FORM, encoding="utf-8")
    drafted = [tmp_path / name for name in ("candidates.txt", "precincts.txt", "contests.txt")]
    done = draft_definition(tmp_path / "operation", DraftRequest(drafted, tmp_path / "draft.toml"))
    assert done.questions == ()
    seal_definition(tmp_path / "operation", DAY, os.urandom)
    made = Operation(tmp_path / "operation")
    given = [tmp_path / name for name in ("results.txt", "precincts.txt", "contests.txt")]
    import_tables(made, ImportRequest(given, tmp_path / "map.toml"), DAY)
    country, alma = total(made.snapshot(), "X"), total(made.snapshot(), "ALMA", "senate")
    assert (country["votes_11"], country["votes_12"], country["stations_accepted"]) == (46, 28, 3)
    assert (alma["votes_21"], alma["votes_22"], alma["stations_missing"]) == (7, 8, 1)
