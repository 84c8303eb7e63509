"""Every message of the pages, and of comparisons with the authority (`official:`): what it asserts, under
which condition, and the test of when it would be false.

LABELS   name something, or ask for something to be done: they assert nothing.
ADVICE   tell a reader what to do, or how to read what stands beside; they hold in every publication.
ALWAYS   say what the software itself does or does not do, or what nobody can know: true of every publication,
         each with the test that holds the software to it.
SAID     say something of this election: each with the condition under which it is said, and the test for the
         state in which it would be false.

`test_asserting_messages.py` finds the messages that stand nowhere here, those that stand here and are in no
catalogue, and the tests that do not exist. A message that asserts is written out: there is no pattern for it.
"""

from tests.docs.asserting import claims, corrections, other_pages, places, stations

LABELS = """
take.workbook data.named data.sheet.stations data.sheet.places data.sheet.columns
foot.operator verify.minute.without verify.windows verify.thirty.key operator.heading
files.title files.file files.folder files.trust.heading operator.text
card.option doubt.excluded
answers.title answers.not_refuted answers.look
skip notice nav.main nav.result nav.verify nav.method nav.data nav.crumb nav.pages nav.errata nav.check
language.name language.read lost.address foot.publication foot.address foot.key unit.votes valid_votes
stations station registered_voters polling_place published lead chart unknown none nothing tied rest
icon.unknown icon.agrees icon.note icon.contradiction icon.strange figure.* official:figure.* level.*
options_are.* forms national.title note.valid note.null_votes note.blank_votes votes.heading decided.sum
decided.lead decided.voters decided.voters.at_most decided.lacks half.votes half.valid decided.unknown
half.unknown decided.case coverage.place status.* basis.heading basis.column basis.group provenance.group
official.caption official.caption.contest official.figure official.ours official.theirs
official.difference official.interval official.of_valid official.of_ballots official.title
decided.ghost.key decided.gap.key official.more_claims official.drawn.* places.who places.elsewhere
places.other_contests contests.all contests.of_place data.contests
polling_places.heading continued continued.part contests.heading not.heading take.heading take.results
take.dictionary take.all same.heading station.only figures.heading method.short.* lines.show
checked.heading severity.* way.heading self.heading sisters.heading sisters.this send.heading
send.address verify.heading verify.minute.heading verify.ten.heading verify.ten.sums verify.ten.table
verify.ten.hash sums.stations verify.thirty.heading verify.why.heading verify.proves.heading
method.heading method.sufficient method.statuses method.rules method.code method.rule method.severity
method.findings findings.title findings.all findings.found findings.silent findings.file
rule.compares rule.means rule.weight rule.reference rule.heading rule.says
method.sums method.unknown method.amendments method.sources method.read.* data.heading
data.results data.nist data.official data.evidence data.definition data.about data.dictionary data.column
data.meaning doubt.under_review doubt.to_be_incorporated doubt.corrected doubt.lead.* doubt.between
doubt.effect doubt.effect.what doubt.effect.under_review doubt.effect.to_be_incorporated
doubt.effect.corrected doubt.method.* doubt.pending.list doubt.falls errata.entries errata.withdrawal
errata.restoration errata.decision errata.correction errata.amendment errata.withdrawn_claim
errata.restored_claim errata.count.* errata.place errata.day errata.figure errata.before errata.after
errata.reason errata.no_figure errata.how errata.check errata.table search.label
search.button nav.menu check.heading check.paste check.code check.code.hint check.compare check.type
check.type.hint check.station check.answers map.links map.coverage map.lead map.turnout
map.coverage.accepted map.coverage.stations map.coverage.share map.lead.first map.lead.votes
map.lead.share map.turnout.voters map.turnout.share map.legend map.step map.table map.strip stage.held
stage.scanned stage.read stage.published card.link image.heading drill.badge polling_place.unknown
map.turnout.unknown card.coverage doubt.under_review.note doubt.to_be_incorporated.note
doubt.corrected.note map.lead.text map.turnout.text doubt.heading
"""

ADVICE = """
verify.thirty.archive verify.thirty.archive_hash verify.thirty.powershell verify.thirty.address
verify.thirty.whose operator.error operator.copy operator.care files.heading files.file.hint files.drop
files.trust.saved files.trust.other files.without
lost.text decided.ghost map.*.unit note.patterns note.patterns.two places.strip places.diverging
map.same same.text
same.manifest self.paper self.table self.verify send.dictate send.copy verify.minute.text
verify.minute.where verify.ten.text verify.thirty.copy verify.thirty.manifest
verify.thirty.testigo verify.why.radio check.lead check.failed check.by_eye.heading check.by_eye.find
check.by_eye.compare check.by_eye.keep search.failed alert.missing errata.step.found
findings.lead findings.silent.text doubt.review.more doubt.pending.more errata.more check.answer.same
check.answer.differs check.answer.unknown check.answer.not_a_form method.unknown.log data.lead
data.*.text errata.check.text official.none.text empty.text
"""

PAGES, CLAIMS, SUMS = "publication/", "official/", "tally/"
SETTLED = "review/test_settlement.py::"
"""The folders of the tests, below `tests`."""

ALWAYS = {
    "browser/test_files.py::test_a_changed_a_missing_and_a_strange_file_are_named": "files.lead",
    f"{PAGES}test_operator.py::test_no_command_holds_a_key_that_the_page_itself_brings": (
        "operator.key files.trust.text"
    ),
    f"{PAGES}test_answers.py::test_what_the_forms_bear_out_stands_there_like_what_they_do_not": (
        "answers.lead"
    ),
    f"{PAGES}test_pages.py::test_no_page_has_foreign_script_style_attribute_or_address": (
        "foot.promise check.private send.text"
    ),
    f"{PAGES}test_pages.py::test_every_figure_is_the_mark_of_its_cell": "proves.pages proves.sums",
    f"{PAGES}test_states.py::test_every_station_says_that_its_image_is_not_published_and_why": (
        "image.text take.images method.unknown.images proves.not.images"
    ),
    f"{PAGES}test_sentences.py::test_nothing_is_said_of_what_others_did_before_the_day_or_on_the_radio": (
        "notice.text not.genuine not.missing not.winner not.free proves.not.genuine proves.not.free "
        "method.unknown.genuine method.unknown.free proves.same basis.text method.lead"
    ),
    "verification/test_rebuild.py::test_every_file_is_made_again_or_held_by_what_is_named": (
        "verify.thirty.what"
    ),
    "verification/test_tampering.py::test_each_flipped_byte_is_found_and_its_file_named": (
        "verify.lead verify.why.files verify.why.manifest proves.unchanged"
    ),
    f"{SETTLED}test_a_blocking_finding_quarantines_what_would_suffice": "method.status.quarantined",
    f"{SETTLED}test_a_decision_that_knew_all_readings_stands_against_a_dispute": "method.status.decision",
    f"{SETTLED}test_a_new_reading_reopens_a_decision": "method.people",
    f"{SETTLED}test_a_paper_that_is_no_result_neither_counts_nor_disputes": "method.statuses.text",
    f"{SETTLED}test_readings_that_differ_on_an_option_are_disputed": "method.status.disputed",
    f"{SETTLED}test_one_row_of_a_published_table_does_not_suffice_where_two_persons_must_agree": (
        "method.status.pending method.status.accepted"
    ),
    f"{SETTLED}test_a_station_without_a_reading_is_missing": "method.status.missing",
    "review/test_borders.py::test_the_basis_is_the_first_combination_of_the_policy_that_is_fulfilled": (
        "method.sufficient.text"
    ),
    f"{SETTLED}test_a_blocking_finding_takes_out_only_its_own_reading": "method.rules.text",
    f"{SETTLED}test_figures_that_the_form_gives_as_sums_are_completed_and_never_overwritten": (
        "method.sum.reading"
    ),
    f"{SUMS}test_tally.py::test_a_total_that_no_station_has_is_null_and_never_zero": "method.sum.unread",
    f"{SUMS}test_shares.py::test_where_a_station_lacks_its_valid_votes_no_share_of_its_places_is_known": (
        "method.sum.shares note.shares"
    ),
    f"{SUMS}test_tally.py::test_each_figure_comes_with_the_stations_behind_it": "method.sum.at_least",
    f"{SUMS}test_answer.py::test_a_lead_must_be_greater_than_the_outstanding_roll": "method.sum.decided",
    f"{CLAIMS}test_claims.py::test_what_is_claimed_changes_no_sum_no_status_and_no_bound": (
        "method.sum.repair"
    ),
    f"{PAGES}test_errata.py::test_the_page_shows_both_figures_links_to_stations_and_marks_every_figure": (
        "errata.lead errata.step.entry errata.step.reason"
    ),
    "review/test_permission.py::test_a_correction_needs_a_second_person_and_both_organisations": (
        "errata.step.two"
    ),
}

SAID = (*places.SAID, *stations.SAID, *claims.SAID, *corrections.SAID, *other_pages.SAID)
"""A row: messages, when they are said, and the test of the state in which they would be false."""
