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
official.more_claims official.drawn.ours official.drawn.theirs places.who places.elsewhere
places.other_contests contests.all contests.of_place data.contests
polling_places.heading continued continued.part contests.heading not.heading take.heading take.results
take.dictionary take.all same.heading station.only figures.heading method.short.* lines.show
checked.heading severity.* way.heading self.heading sisters.heading sisters.this send.heading
send.address verify.heading verify.minute.heading verify.ten.heading verify.ten.sums verify.ten.table
verify.ten.hash sums.stations verify.thirty.heading verify.why.heading verify.proves.heading
method.heading method.sufficient method.statuses method.rules method.code method.rule method.severity
method.findings method.sums method.unknown method.amendments method.sources method.read.* data.heading
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
map.turnout.unknown
"""

ADVICE = """
verify.thirty.archive verify.thirty.archive_hash verify.thirty.powershell verify.thirty.address
verify.thirty.whose operator.error operator.copy operator.care files.heading files.file.hint files.drop
files.trust.saved files.trust.other files.without
lost.text decided.ghost note.patterns note.patterns.two places.strip places.diverging map.same same.text
same.manifest self.paper self.table self.verify send.dictate send.copy verify.minute.text
verify.minute.where verify.ten.text verify.thirty.copy verify.thirty.manifest
verify.thirty.testigo verify.why.radio check.lead check.failed check.by_eye.heading check.by_eye.find
check.by_eye.compare check.by_eye.keep search.failed alert.missing errata.step.found
doubt.review.more doubt.pending.more errata.more check.answer.same
check.answer.differs check.answer.unknown check.answer.not_a_form method.unknown.log data.lead
data.*.text errata.check.text official.none.text empty.text
"""

PAGES, CLAIMS, SUMS = "publication/", "official/", "tally/"
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
        "foot.promise check.private"
    ),
    f"{PAGES}test_pages.py::test_every_figure_is_the_mark_of_its_cell": "proves.pages proves.sums",
    f"{PAGES}test_states.py::test_every_station_says_that_its_image_is_not_published_and_why": (
        "image.text take.images method.unknown.images proves.not.images"
    ),
    f"{PAGES}test_sentences.py::test_nothing_is_said_of_what_others_did_before_the_day_or_on_the_radio": (
        "notice.text not.genuine not.missing not.winner not.free proves.not.genuine proves.not.free "
        "method.unknown.genuine method.unknown.free proves.same basis.text method.lead"
    ),
    "verification/test_verify.py::test_the_steps_are_taken_in_the_order_of_trust": (
        "verify.lead verify.thirty.what verify.why.files verify.why.manifest proves.unchanged"
    ),
    "review/test_settlement.py::test_an_excluded_form_is_in_quarantine_and_counts_nowhere": (
        "method.status.quarantined method.status.decision method.people"
    ),
    "review/test_settlement.py::test_every_station_is_in_exactly_one_of_the_five_buckets": (
        "method.statuses.text method.status.disputed method.status.pending method.status.accepted "
        "method.status.missing method.sufficient.text"
    ),
    f"{SUMS}test_tally.py::test_a_total_that_no_station_has_is_null_and_never_zero": (
        "method.sum.unread method.sum.reading method.sum.shares note.shares method.rules.text"
    ),
    f"{SUMS}test_tally.py::test_each_figure_comes_with_the_stations_behind_it": "method.sum.at_least",
    f"{SUMS}test_answer.py::test_a_lead_must_be_greater_than_the_outstanding_roll": "method.sum.decided",
    f"{CLAIMS}test_claims.py::test_what_is_claimed_changes_no_sum_no_status_and_no_bound": (
        "method.sum.repair"
    ),
    "record/test_disclosure.py::test_the_order_in_which_readings_came_does_not_leave": ("send.text"),
    f"{PAGES}test_errata.py::test_the_page_shows_both_figures_links_to_stations_and_marks_every_figure": (
        "errata.lead errata.step.entry errata.step.reason"
    ),
    "review/test_permission.py::test_a_correction_needs_a_second_person_and_both_organisations": (
        "errata.step.two"
    ),
    f"{PAGES}test_doubts.py::test_the_effect_in_votes_is_a_range_where_readings_differ": "doubt.effect.text",
}

SAID = (
    (
        "operator.unknown",
        "the definition says nobody who publishes",
        f"{PAGES}test_operator.py::test_where_nobody_said_who_publishes_the_page_says_that",
    ),
    (
        "answers.more",
        "more contests than the page holds",
        f"{PAGES}test_answers.py::test_only_where_contests_are_left_out_is_it_said",
    ),
    (
        "unchecked.S.201",
        "no sum of the form could be checked",
        (f"{PAGES}test_states.py::test_a_rule_that_had_nothing_to_compare_is_not_said_to_have_found_nothing"),
    ),
    (
        "doubt.heading.excluded",
        "a decision of people excludes a form",
        f"{SUMS}test_answer.py::test_what_people_excluded_is_neither_counted_nor_claimed",
    ),
    (
        "drill.text",
        "the definition is a drill",
        f"{PAGES}test_pages.py::test_only_a_drill_is_marked_on_every_page_and_in_every_data_file",
    ),
    (
        "lost.heading",
        "the page of mistaken addresses",
        (
            f"{PAGES}test_pages.py::"
            "test_the_page_of_a_mistaken_address_has_no_links_and_says_so_in_each_language"
        ),
    ),
    (
        "at_least rolls.at_least",
        "fewer stations have the figure than are accepted",
        f"{PAGES}test_states.py::test_a_total_that_some_stations_lack_says_at_least_and_how_many",
    ),
    (
        "lead.votes lead.shares",
        "one option has more votes than every other",
        f"{PAGES}test_states.py::test_a_tie_and_a_single_candidate_have_their_own_sentences",
    ),
    (
        "national.last place.last",
        "the contest has several winners",
        (
            f"{SUMS}test_tally.py::"
            "test_a_contest_that_the_first_two_win_is_decided_between_the_second_and_the_third"
        ),
    ),
    (
        "national.nobody place.nobody station.nobody map.lead.unknown",
        "forms are accepted, and no option has a vote",
        f"{PAGES}test_states.py::test_before_the_first_vote_no_option_is_shown_before_another",
    ),
    (
        "empty.heading",
        "no form is accepted",
        f"{PAGES}test_states.py::test_before_the_first_form_no_figure_is_given_in_advance",
    ),
    (
        "decided.undo",
        "the lead is greater than all that is outstanding",
        f"{SUMS}test_answer.py::test_a_lead_must_be_greater_than_the_outstanding_roll",
    ),
    (
        "half.no half.short.no",
        "the missing votes cannot change who has half",
        f"{SUMS}test_answer.py::test_no_is_said_only_where_no_share_of_the_missing_votes_changes_it",
    ),
    (
        "half.yes half.short.yes",
        "the missing votes can change who has half",
        f"{SUMS}test_answer.py::test_who_has_less_can_pass_it_or_not",
    ),
    (
        "half.has half.nobody",
        "more than half of the valid votes",
        f"{SUMS}test_answer.py::test_exactly_half_is_not_more_than_half",
    ),
    (
        "decided.beyond",
        "readings that no second independent one confirms claim more",
        f"{SUMS}test_answer.py::test_what_nobody_confirmed_is_said_beside_the_bound_and_decides_nothing",
    ),
    (
        "decided.over_roll",
        "an accepted station has more ballots than its roll",
        (
            f"{SUMS}test_answer.py::"
            "test_an_accepted_station_with_more_ballots_than_its_roll_shows_that_rolls_bound_nothing"
        ),
    ),
    (
        "map.coverage.unknown",
        "the number of stations is not known",
        f"{PAGES}test_states.py::test_a_place_of_unknown_frame_claims_nothing",
    ),
    (
        "coverage.from_results notice.of_results notice.of_results.some",
        "the list of stations was made of the results",
        (
            f"{PAGES}test_sentences.py::"
            "test_a_list_of_stations_made_of_the_results_is_said_to_be_so_and_never_a_whole"
        ),
    ),
    (
        "turnout map.turnout.range map.turnout.text map.turnout.none",
        "stations have both a roll and ballots cast",
        f"{SUMS}test_tally.py::test_turnout_is_over_stations_with_both_a_roll_and_ballots_cast",
    ),
    (
        "material.*",
        "forms were read and are not accepted",
        f"{PAGES}test_states.py::test_what_was_read_and_not_accepted_is_counted_beside_the_sum",
    ),
    (
        "basis.people way.decided",
        "a decision of people stands",
        (
            f"{PAGES}test_sentences.py::"
            "test_a_form_in_quarantine_that_nobody_decided_on_is_not_called_excluded"
        ),
    ),
    (
        "method.person method.machine_code method.machine_reading",
        "the policy's combination that held",
        f"{PAGES}test_sentences.py::test_a_basis_of_two_persons_does_not_say_what_they_saw",
    ),
    (
        "basis.sums basis.same_cells",
        "the combination demands it, and it holds",
        "review/test_settlement.py::test_every_station_is_in_exactly_one_of_the_five_buckets",
    ),
    (
        "method.published_table provenance.unknown way.read",
        "how the reading came, as its import or person says",
        f"{PAGES}test_sentences.py::test_a_table_of_our_own_is_not_said_to_be_somebody_elses",
    ),
    (
        "official.none official.heading.below official.below official.nothing_below",
        "which claims are recorded",
        f"{CLAIMS}test_published_claims.py::test_the_page_of_the_claims_says_how_the_places_below_stand",
    ),
    (
        (
            "official.heading.fewer official.heading.impossible official.heading.differs "
            "official.heading.hundredth official.heading.incomparable "
            "official.heading.incomparable.part official.heading.equal official.heading.equal_known "
            "official.heading.unknown"
        ),
        "what the claims of the place come to",
        f"{PAGES}test_claims.py::test_the_heading_of_the_claims_says_what_they_come_to",
    ),
    (
        "official.heading.itself",
        "a claim's own figures do not give its share, by more than a hundredth",
        (
            f"{PAGES}test_claims.py::"
            "test_a_claim_that_only_disagrees_with_itself_is_not_said_to_contradict_the_forms"
        ),
    ),
    (
        "official.heading.incomparable.figures official.incomplete",
        "an accepted form lacks the figure and the claim is larger",
        f"{PAGES}test_claims.py::test_a_figure_that_a_form_lacks_stays_at_least_beside_a_larger_claim",
    ),
    (
        "official.text official.text.proved",
        "a contradiction with the forms is proven",
        f"{PAGES}test_claims.py::test_nothing_is_said_to_be_proved_where_nothing_is",
    ),
    (
        "official.fewer official.fewer_best",
        "the forms have more votes than the claim, whatever it leaves out",
        f"{CLAIMS}test_claims.py::test_a_claim_that_can_leave_out_enough_forms_is_not_called_impossible",
    ),
    (
        "official.more",
        "the claim adds more to one than to all",
        (
            f"{CLAIMS}test_claims.py::"
            "test_more_for_one_than_for_all_is_not_said_where_the_stations_left_out_explain_it"
        ),
    ),
    (
        "official.share",
        "the printed share is not the quotient, however it was made",
        f"{CLAIMS}test_claims.py::test_a_share_differs_only_where_no_way_that_the_claim_allows_gives_it",
    ),
    (
        "official.share.ballots",
        "the same, of ballots cast",
        (f"{CLAIMS}test_claims.py::test_a_share_of_ballots_must_be_the_quotient_of_the_claims_own_ballots"),
    ),
    (
        "official.percentages",
        "three groups' votes are exact percentages, and so rarely",
        f"{CLAIMS}test_claims.py::test_of_many_places_one_that_looks_strange_by_chance_is_not_called_so",
    ),
    (
        "places.range places.same",
        "places have votes, alike or not",
        f"{PAGES}test_states.py::test_places_that_voted_alike_are_not_said_to_differ",
    ),
    (
        "search.hint search.hint.codes",
        "whether the definition has names of polling places",
        f"{PAGES}test_search.py::test_the_hint_speaks_of_names_of_polling_places_only_where_there_are_any",
    ),
    (
        "title.leads",
        "somebody has more votes than all others",
        f"{PAGES}test_lists_of_places.py::test_the_title_names_who_is_ahead_where_somebody_is",
    ),
    (
        "places.by_votes",
        "all places below are on the page, and some have votes",
        (
            f"{PAGES}test_lists_of_places.py::"
            "test_before_the_first_vote_places_stand_by_their_names_and_no_order_is_claimed"
        ),
    ),
    (
        "continued.unknown_place",
        "the station hangs on the root",
        f"{PAGES}test_states.py::test_a_station_of_unknown_place_says_so_and_is_listed_with_the_whole",
    ),
    (
        "station.votes",
        "the station is accepted",
        f"{PAGES}test_states.py::test_an_accepted_station_leads_with_its_two_numbers",
    ),
    (
        "method.changed",
        "the policy gives the rule another weight",
        (
            f"{PAGES}test_sentences.py::"
            "test_a_weight_that_the_policy_left_as_shipped_is_not_said_to_be_changed"
        ),
    ),
    (
        "method.amendments.text",
        "the definition was amended",
        (f"{PAGES}test_errata.py::test_a_station_that_was_found_is_listed_as_an_amendment_with_its_reason"),
    ),
    (
        "errata.heading errata.heading.none",
        "something was taken back, decided, corrected or amended",
        (
            f"{PAGES}test_errata.py::"
            "test_the_two_rows_that_were_taken_back_are_listed_with_every_figure_and_the_reason"
        ),
    ),
    (
        "doubt.heading doubt.cannot.both doubt.could.both doubt.unknown.both",
        "forms are in doubt, and what they could change",
        f"{PAGES}test_doubts.py::test_the_heading_counts_what_is_in_doubt_and_says_whether_it_matters",
    ),
    (
        (
            "doubt.under_review.note doubt.to_be_incorporated.note doubt.corrected.note "
            "doubt.review.text doubt.held"
        ),
        "forms are disputed, held or pending",
        f"{PAGES}test_doubts.py::test_each_figure_that_differs_stands_with_what_each_reading_says",
    ),
    (
        "doubt.review.none doubt.pending.none",
        "nothing is in doubt",
        f"{PAGES}test_doubts.py::test_where_nothing_is_in_doubt_the_page_says_so",
    ),
    (
        "doubt.pending.text",
        "a form was read and is not accepted",
        f"{PAGES}test_doubts.py::test_a_form_that_somebody_read_is_listed_with_the_way_to_its_page",
    ),
    (
        "doubt.unlisted doubt.to_be_incorporated.unlisted",
        "readings are of stations that the definition lacks",
        f"{PAGES}test_doubts.py::test_readings_of_unknown_stations_are_counted_apart",
    ),
    (
        "doubt.falls.title doubt.fall",
        "a source's later total is smaller",
        f"{PAGES}test_doubts.py::test_a_total_that_rises_or_is_of_another_source_is_not_told",
    ),
    (
        "map.coverage.text map.lead.text",
        "places know how many stations they have",
        f"{PAGES}test_maps.py::test_where_one_place_knows_its_stations_the_map_shows_shares",
    ),
    (
        "map.coverage.text.forms",
        "no place knows it",
        f"{PAGES}test_maps.py::test_where_no_place_knows_its_stations_the_map_shows_forms_and_says_so",
    ),
    (
        "stage.declared stage.undeclared",
        "somebody declared the number",
        f"{PAGES}test_stages.py::test_where_nobody_declared_there_is_nothing_hollow",
    ),
    (
        "card.coverage",
        "stations have a published result",
        f"{PAGES}test_cards.py::test_every_figure_of_a_card_is_in_its_list",
    ),
    (
        ("official:contradiction.FEWER_THAN_FORMS official:contradiction.FEWER_THAN_ALL_BUT_THE_BEST"),
        "the forms have more votes than the claim, whatever it leaves out",
        f"{CLAIMS}test_claims.py::test_a_claim_that_can_leave_out_enough_forms_is_not_called_impossible",
    ),
    (
        "official:contradiction.MORE_FOR_ONE_THAN_FOR_ALL",
        "the claim adds more to one than to all",
        (
            f"{CLAIMS}test_claims.py::"
            "test_more_for_one_than_for_all_is_not_said_where_the_stations_left_out_explain_it"
        ),
    ),
    (
        "official:contradiction.SHARE_IS_NOT_ITS_VOTES",
        "no way that the claim allows gives the share",
        f"{CLAIMS}test_claims.py::test_a_share_differs_only_where_no_way_that_the_claim_allows_gives_it",
    ),
    (
        "official:contradiction.SHARE_IS_NOT_ITS_VOTES.ballots",
        "the same, of ballots cast",
        (f"{CLAIMS}test_claims.py::test_a_share_of_ballots_must_be_the_quotient_of_the_claims_own_ballots"),
    ),
    (
        "official:contradiction.VOTES_ARE_PERCENTAGES",
        "three groups' votes are exact percentages, and so rarely",
        f"{CLAIMS}test_claims.py::test_of_many_places_one_that_looks_strange_by_chance_is_not_called_so",
    ),
    (
        (
            "lead.decided lead.open decided.no decided.short.no decided.if decided.yes "
            "decided.short.yes decided.wait decided.complete decided.short.complete decided.tied "
            "decided.short.tied half.valid_unknown decided.unread decided.rule decided.frame_unknown "
            "decided.alone decided.roll_unknown decided.nothing_yet"
        ),
        "the answer of the place (columns.Answer)",
        f"{PAGES}test_false_states.py::test_what_is_said_of_the_answer_is_said_where_it_is_the_answer",
    ),
    (
        (
            "national.double national.ahead place.double place.ahead national.tie national.alone "
            "place.tie place.alone national.none place.none"
        ),
        "how many votes the first two have",
        f"{PAGES}test_false_states.py::test_who_is_ahead_level_or_alone_is_said_where_it_is_so",
    ),
    (
        "lead.coverage coverage.heading coverage.heading.unknown coverage.unknown coverage.note",
        "whether the number of stations is known",
        f"{PAGES}test_false_states.py::test_how_many_stations_there_are_is_said_where_it_is_known",
    ),
    (
        "method.unknown.frames",
        "the frame of some place is not known",
        (
            f"{PAGES}test_false_states.py::"
            "test_that_some_places_do_not_know_their_stations_is_said_where_some_do_not"
        ),
    ),
    (
        (
            "station.pending alert.pending.heading alert.pending way.pending station.disputed "
            "alert.disputed.heading alert.disputed way.disputed station.missing alert.missing.heading "
            "way.missing way.accepted station.basis"
        ),
        "the status of the station",
        f"{PAGES}test_false_states.py::test_what_is_said_of_a_status_is_said_of_stations_of_that_status",
    ),
    (
        "station.quarantined alert.quarantined.heading alert.quarantined way.quarantined",
        "a finding holds the form, and nobody decided",
        (f"{PAGES}test_false_states.py::test_a_form_that_people_excluded_is_not_said_to_wait_in_quarantine"),
    ),
    (
        "station.excluded alert.excluded.heading alert.excluded way.excluded",
        "people who knew every reading excluded the form",
        f"{PAGES}test_false_states.py::test_only_a_form_that_people_excluded_is_said_to_be_excluded",
    ),
    (
        (
            "checked.I.103 checked.S.201 checked.S.202 checked.T.301 checked.T.302 checked.T.303 "
            "checked.C.401 checked.N.501 checked.R.601"
        ),
        "the rule looked, and found nothing",
        (
            f"{PAGES}test_false_states.py::"
            "test_a_rule_is_said_to_have_found_nothing_where_it_looked_and_found_nothing"
        ),
    ),
    (
        "station.no_contest station.several station.unknown_place",
        "where the station votes, and in how many contests",
        (
            f"{PAGES}test_false_states.py::"
            "test_a_station_is_of_no_contest_of_several_or_of_an_unknown_place_where_it_is_said_to_be"
        ),
    ),
    (
        "polling_places.no_pages polling_places.text",
        "whether stations of the place have pages",
        f"{PAGES}test_false_states.py::test_stations_are_said_to_have_no_pages_where_they_have_none",
    ),
    (
        (
            "errata.withdrawal.text errata.restoration.text errata.decision.text "
            "errata.correction.text errata.amendment.text errata.withdrawn_claim.text "
            "errata.restored_claim.text errata.no_reason"
        ),
        "an entry of that kind is there",
        f"{PAGES}test_false_states.py::test_only_the_kinds_of_correction_that_there_are_have_their_text",
    ),
    (
        (
            "doubt.heading.under_review doubt.heading.to_be_incorporated doubt.heading.corrected "
            "doubt.could doubt.cannot doubt.unknown doubt.could.half doubt.cannot.half "
            "doubt.unknown.half doubt.excluded.note"
        ),
        "forms are in doubt, and what they could change",
        (
            f"{PAGES}test_false_states.py::"
            "test_what_is_in_doubt_is_counted_by_what_it_is_and_nothing_else_is_named"
        ),
    ),
    (
        (
            "basis.persons.1 basis.persons.2 basis.persons.3 basis.machine_codes.1 "
            "basis.machine_codes.2 basis.machine_codes.3 basis.machine_readings.1 "
            "basis.machine_readings.2 basis.machine_readings.3 basis.published_tables.1 "
            "basis.published_tables.2 basis.published_tables.3"
        ),
        "the policy's combination that held",
        f"{PAGES}test_false_states.py::test_a_result_is_said_to_rest_on_its_own_basis_and_on_no_other",
    ),
    (
        "places.leads",
        "some place has votes",
        (
            f"{PAGES}test_false_states.py::"
            "test_an_option_is_said_to_be_first_in_places_where_some_place_has_votes"
        ),
    ),
    (
        "half.complete half.short.complete",
        "nothing is outstanding of a majority",
        (f"{PAGES}test_false_states.py::test_of_a_majority_no_station_is_said_to_be_missing_where_none_is"),
    ),
    (
        "figures.differ",
        "readings of one station differ",
        f"{PAGES}test_states.py::test_the_figures_on_which_readings_differ_are_marked",
    ),
    (
        (
            "provenance.our_own_table provenance.third_party provenance.paper_seen_by_us "
            "provenance.photo_only provenance.not_said way.have"
        ),
        "how the reading came, as its import or person says",
        (
            f"{PAGES}test_sentences.py::"
            "test_a_table_of_which_nobody_says_how_it_was_come_by_is_said_to_be_nothing"
        ),
    ),
)
