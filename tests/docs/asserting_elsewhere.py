"""The messages of every other catalogue, as `asserting_messages.py` lists those of the pages.

`checks:`        names of rules and of figures are labels, what a reviewer or coordinator should do is advice;
                 the sentence of a rule, and what the public is told, assert
`verification:`  what a report says of a publication; headings and counts are labels
`scripts:`       what the search and the page to compare a form answer
`answers:`       what is said against the forms is quoted; what the forms say asserts
`errors:`        what refuses a request is raised where its condition is tested, and is said nowhere else
`headquarters:`  names of pages, fields and buttons, and advice, are labels; what is said of a state asserts
`dictionary:`    the meaning of a column names what stands in it: a label; those that say what it can hold
                 assert
"""

LABELS = """
checks:severity.* checks:figure.* checks:*.name verification:outcome.* verification:step.*
verification:checked.* verification:heading.list verification:heading.key verification:heading.publication
verification:open.heading scripts:search.found scripts:search.in scripts:search.everywhere
scripts:check.contest scripts:check.figure scripts:check.yours scripts:check.published
scripts:check.differences scripts:check.see scripts:files.reading scripts:files.changed scripts:files.strange
scripts:files.missing scripts:files.hash
dictionary:family.percent dictionary:family.level_name dictionary:family.level_code dictionary:level_name
dictionary:parent_name
dictionary:contest dictionary:station dictionary:basis dictionary:document_class
dictionary:provenance_class dictionary:readings dictionary:registered_voters dictionary:valid_votes
dictionary:blank_votes dictionary:null_votes dictionary:total_votes dictionary:family.votes
dictionary:family.line dictionary:family.in_language dictionary:family.other dictionary:family.share
dictionary:family.share_lowest dictionary:family.share_highest dictionary:family.stations_won
dictionary:family.votes_stations dictionary:family.line_stations dictionary:family.other_stations
dictionary:jurisdiction dictionary:level dictionary:stations dictionary:stations_listed
dictionary:stations_tied dictionary:stations_not_installed dictionary:stations_annulled
dictionary:stations_without_roll dictionary:registered_voters_of_frame dictionary:turnout_ballots
dictionary:turnout_registered_voters dictionary:turnout_stations dictionary:turnout
dictionary:coverage_of_stations dictionary:coverage_of_registered_voters dictionary:first
dictionary:second dictionary:first_votes dictionary:second_votes dictionary:rest_votes
dictionary:rest_options dictionary:share_first dictionary:share_second dictionary:share_rest
dictionary:share_lead dictionary:lead dictionary:outstanding_registered_voters dictionary:more_than_half
dictionary:ballots_claimed_beyond dictionary:stations_over_roll dictionary:stations_missing_without_roll
dictionary:stations_pending_without_roll dictionary:stations_disputed_without_roll
dictionary:stations_quarantined_without_roll dictionary:stations_accepted_without_roll
dictionary:outstanding_at_most dictionary:margin_if_all_outstanding dictionary:forms_to_undo
dictionary:form dictionary:method dictionary:confidence dictionary:decision dictionary:reason
dictionary:knew dictionary:persons dictionary:organisations dictionary:claim dictionary:source
dictionary:date dictionary:place_kind dictionary:place dictionary:figure dictionary:value
dictionary:thousands dictionary:shares dictionary:order dictionary:ours dictionary:ours_stations
dictionary:at_least dictionary:claimed dictionary:theirs_lowest dictionary:theirs_highest
dictionary:difference dictionary:unit dictionary:kind dictionary:theirs dictionary:votes
dictionary:contradictions.stations dictionary:code dictionary:version dictionary:severity
dictionary:figures dictionary:related dictionary:parent dictionary:name dictionary:jurisdictions.stations
dictionary:jurisdictions.registered_voters dictionary:stations.registered_voters dictionary:polling_place
dictionary:stratum dictionary:decides dictionary:contests.form dictionary:contests.blank_votes
dictionary:contests.null_votes dictionary:option dictionary:position dictionary:short_name
dictionary:dark_colour dictionary:unsettled_forms dictionary:unsettled_registered_voters
dictionary:unsettled_could_change dictionary:colour dictionary:required dictionary:options_are
dictionary:write_ins dictionary:line dictionary:party dictionary:file dictionary:column dictionary:type
dictionary:dictionary.unit dictionary:meaning_es dictionary:meaning_en dictionary:stations_missing
dictionary:registered_voters_missing dictionary:stations_pending dictionary:registered_voters_pending
dictionary:stations_disputed dictionary:registered_voters_disputed dictionary:stations_quarantined
dictionary:registered_voters_quarantined dictionary:stations_accepted
dictionary:registered_voters_accepted dictionary:registered_voters_stations
dictionary:valid_votes_stations dictionary:blank_votes_stations dictionary:null_votes_stations
dictionary:total_votes_stations dictionary:held dictionary:scanned dictionary:errata.day
dictionary:errata.kind dictionary:errata.place dictionary:errata.reading dictionary:errata.figure
dictionary:before dictionary:after dictionary:people_sha256
errors:*
headquarters:brand headquarters:skip headquarters:drill.* headquarters:real.badge headquarters:nav.*
headquarters:language.* headquarters:leave headquarters:problem.* headquarters:new.*
headquarters:example.* headquarters:keys.* headquarters:home.no_name headquarters:home.next
headquarters:home.works headquarters:home.counts headquarters:step.* headquarters:status.*
headquarters:work.new headquarters:work.import headquarters:work.read headquarters:work.publish
headquarters:work.verify headquarters:work.running headquarters:work.begins headquarters:work.far
headquarters:work.look_again headquarters:work.go_on headquarters:definition.title
headquarters:definition.problems headquarters:definition.stations headquarters:definition.warnings
headquarters:definition.files headquarters:definition.file headquarters:definition.size
headquarters:definition.absent headquarters:definition.form headquarters:definition.write
headquarters:definition.draft headquarters:definition.draft.* headquarters:definition.seal
headquarters:definition.seal.* headquarters:definition.be_sure headquarters:definition.sealed
headquarters:file.* headquarters:tables.title headquarters:tables.bring headquarters:tables.look
headquarters:tables.brought headquarters:mapping.* headquarters:photos.title headquarters:photos.bring
headquarters:photos.take headquarters:photos.waiting headquarters:who.* headquarters:type.title
headquarters:type.as headquarters:type.photo headquarters:type.station headquarters:type.figures
headquarters:type.sum headquarters:type.class headquarters:type.key.* headquarters:type.done
headquarters:type.look_again headquarters:figure.* headquarters:class.* headquarters:decide.title
headquarters:decide.more headquarters:decide.station headquarters:decide.contest
headquarters:decide.status headquarters:decide.findings headquarters:decide.found
headquarters:decide.readings headquarters:decide.images headquarters:decide.image
headquarters:decide.what headquarters:decide.accept headquarters:decide.correct
headquarters:decide.exclude headquarters:decide.later headquarters:decide.figures
headquarters:decide.reason headquarters:decide.person headquarters:decide.organisation
headquarters:decide.second_person headquarters:decide.second_organisation headquarters:decide.sign
headquarters:method.* headquarters:publish.title headquarters:publish.now headquarters:publish.do
headquarters:publish.stands headquarters:publish.see headquarters:publish.verify
headquarters:publish.sealed_keys headquarters:problems.more headquarters:published.manifest
headquarters:sending.folder headquarters:sending.progress headquarters:sending.stop headquarters:token.*
headquarters:receipt.title headquarters:receipt.look headquarters:receipt.code headquarters:receipt.find
headquarters:work.received headquarters:night.title headquarters:night.of headquarters:night.alarms
headquarters:night.photos headquarters:night.places headquarters:night.tiles headquarters:night.apart
headquarters:night.large headquarters:night.small headquarters:closed.* headquarters:refused.*
answers:*.said answers:picture.*.title answers:picture.*.across answers:picture.*.up
"""

ADVICE = """
checks:*.advice.reviewer checks:*.advice.coordinator verification:heading.commit
verification:heading.program scripts:search.area scripts:search.more scripts:check.not_a_form.text
scripts:check.nothing.text scripts:check.digits.text scripts:files.compare
"""

VERIFY, BROWSER = "verification/", "browser/test_scripts.py::"

ALWAYS = {
    "statistics/test_pictures.py::test_a_picture_says_what_it_does_not_mean": "answers:picture.*.meaning",
    "cli/test_answers.py::test_every_answer_says_what_it_does_not_refute": (
        "answers:condition answers:*.not_refuted"
    ),
    f"{VERIFY}test_words.py::test_every_step_outcome_verdict_and_open_question_has_its_words": (
        "verification:open.paper verification:open.images verification:open.same_list "
        "verification:open.before"
    ),
    "record/test_disclosure.py::test_an_institution_is_disclosed_by_its_name_and_nobody_else_is": (
        "dictionary:reader"
    ),
    "record/test_disclosure.py::test_names_cannot_be_tried_without_the_key": (
        "dictionary:reading dictionary:exhibit"
    ),
    "record/test_disclosure.py::test_the_order_in_which_readings_came_does_not_leave": (
        "dictionary:errata.reason"
    ),
}

SAID = (
    (("headquarters:night.not_winners headquarters:night.alarm.disk headquarters:night.alarm.broke "
      "headquarters:night.nothing_apart"), "the disk fills, a work broke, a rule set something apart",
     "server/test_night.py::test_the_night_says_what_is_missing_and_never_who_is_ahead"),
    (("headquarters:sending.running headquarters:sending.done headquarters:sending.stopped "
      "headquarters:sending.too_large headquarters:sending.no_answer"), "how many files were acknowledged",
     "browser/test_headquarters.py::test_a_folder_goes_in_by_pieces_and_given_again_goes_on"),
    (("headquarters:receipt.found headquarters:receipt.not_found"), "something came in under a code",
     "server/test_intake.py::test_a_receipt_is_found_by_its_code_and_by_no_other"),
    (("headquarters:problems.heading"), "what was asked was refused, and nothing said",
     "server/test_journey.py::test_what_is_refused_says_so_and_changes_nothing"),
    (("headquarters:home.nothing headquarters:home.published"), "no step is open; a publication is there",
     "server/test_journey.py::test_home_says_what_is_next_at_every_stage"),
    (("headquarters:work.done headquarters:work.broke"), "a work ended well, or by a fault of ours",
     "server/test_works.py::test_a_work_that_breaks_says_so_and_the_next_one_is_done"),
    (("headquarters:made.operation headquarters:definition.no_problem "
      "headquarters:definition.drafted headquarters:definition.sealed.means "
      "headquarters:definition.changed"), "the definition's state",
     "server/test_journey.py::test_the_definition_says_its_state_until_it_is_sealed_and_after"),
    (("headquarters:tables.read headquarters:tables.unknown headquarters:tables.unused "
      "headquarters:tables.found headquarters:tables.tried headquarters:tables.imported "
      "headquarters:tables.before headquarters:tables.bring.means"), "what an import did, or would do",
     "server/test_journey.py::test_a_table_is_tried_and_then_imported_once"),
    (("headquarters:photos.came headquarters:photos.wait headquarters:photos.not_read "
      "headquarters:photos.left_out headquarters:photos.bring.means"), "what became of photos",
     "server/test_photos.py::test_photos_that_are_dropped_are_kept_and_say_what_waits"),
    (("headquarters:type.blind headquarters:type.differs headquarters:type.no_count "
      "headquarters:type.nothing headquarters:type.nothing.means"), "who typed what of a form",
     "server/test_typing.py::test_two_persons_type_a_form_and_only_what_differs_comes_back_empty"),
    (("headquarters:decide.no_image headquarters:decide.nothing headquarters:decide.reason.means"),
     "forms wait for a decision, or none does",
     "server/test_decisions.py::test_a_dispute_is_decided_on_the_page"),
    (("headquarters:publish.nothing headquarters:publish.means headquarters:published.new "
      "headquarters:published.same"), "whether something is published",
     "server/test_journey.py::test_it_is_published_once_and_verified"),
    (("answers:verdict.borne_out "
      "answers:verdict.not_borne_out"), "whether the test of an accusation finds anything",
     "publication/test_answers.py::"
     "test_beside_each_accusation_words_and_not_a_sign_alone_say_whether_the_data_show_it"),
    (("answers:few_forms.borne_out "
      "answers:few_forms.not_borne_out"), "what is missing beside the lead",
     "cli/test_answers.py::"
     "test_few_forms_is_not_borne_out_where_nothing_missing_can_change_it"),
    (("answers:same_everywhere.borne_out "
      "answers:same_everywhere.not_borne_out"), "lowest and highest share of places",
     "cli/test_answers.py::"
     "test_the_same_percentage_is_borne_out_where_no_place_differs_by_a_point"),
    (("answers:only_strongholds.borne_out "
      "answers:only_strongholds.not_borne_out"), "who is first by whole rolls",
     "cli/test_answers.py::"
     "test_strongholds_are_borne_out_where_another_is_first_by_whole_rolls"),
    (("answers:altered_copies.borne_out "
      "answers:altered_copies.not_borne_out"), "readings of a station differ",
     "cli/test_answers.py::"
     "test_altered_copies_are_borne_out_where_readings_of_a_station_differ"),
    (("answers:copies_of_one_form.borne_out "
      "answers:copies_of_one_form.not_borne_out"), "repeated vectors beside clean elections",
     "cli/test_answers.py::"
     "test_copies_are_borne_out_where_more_vectors_repeat_than_in_clean_elections"),
    (("answers:zero_tapes.borne_out "
      "answers:zero_tapes.not_borne_out"), "an accepted result without votes",
     "cli/test_answers.py::"
     "test_an_empty_accepted_result_is_called_a_zero_tape_unless_somebody_declared_it"),
    (("answers:sums_do_not_hold.borne_out "
      "answers:sums_do_not_hold.not_borne_out"), "a printed sum does not hold",
     "cli/test_answers.py::"
     "test_sums_are_borne_out_where_a_printed_sum_of_an_accepted_form_does_not_hold"),
    (("answers:stations_that_do_not_exist.borne_out "
      "answers:stations_that_do_not_exist.not_borne_out"), "more accepted stations than there are",
     "cli/test_answers.py::"
     "test_stations_beyond_the_number_bear_it_out"),
    ("answers:nothing", "no accusation can be told",
     "cli/test_answers.py::"
     "test_where_no_accusation_can_be_told_it_is_said"),
    ("verification:heading.without_wall", "this system lacks the whole wall",
     f"{VERIFY}test_unpacking.py::test_behind_the_whole_wall_nothing_is_said_of_it"),
    ("dictionary:percent_turnout dictionary:percent_of_stations dictionary:polling_place_name",
     "a table for people has the figure, or nobody knows it",
     "publication/test_named.py::test_a_station_that_is_not_accepted_has_neither_votes_nor_percentages"),
    ("dictionary:frame", "what is known of the number of stations",
     "publication/test_sentences.py::"
     "test_a_list_of_stations_made_of_the_results_is_said_to_be_so_and_never_a_whole"),
    ("dictionary:status", "one of five for every station",
     "review/test_settlement.py::test_every_station_is_in_exactly_one_of_the_five_buckets"),
    ("dictionary:decided", "nothing outstanding can change it",
     "tally/test_answer.py::test_a_lead_must_be_greater_than_the_outstanding_roll"),
    ("dictionary:answer", "what is missing against the lead",
     "tally/test_answer.py::test_a_complete_tie_decides_nobody_and_nothing_can_change_it"),
    ("dictionary:case", "how claim and forms stand",
     "official/test_claims.py::test_a_claim_that_the_forms_can_be_a_part_of_contradicts_nothing"),
    ("checks:I.101.sentence checks:I.101.advice.public", "the definition lacks the station",
     "checks/test_identity.py::test_i101_is_silent_for_a_station_of_the_definition"),
    ("checks:I.102.sentence checks:I.102.advice.public", "the station has no ballot",
     "checks/test_identity.py::test_i102_is_silent_where_the_station_votes"),
    ("checks:I.103.sentence checks:I.103.advice.public", "all that was read is zero, undeclared",
     "checks/test_identity.py::test_i103_is_silent_where_one_figure_is_1"),
    ("checks:I.104.sentence checks:I.104.advice.public", "declared without votes, with votes",
     "checks/test_identity.py::test_i104_is_silent_where_the_figures_are_those_of_the_class"),
    ("checks:S.201.sentence", "a checked sum does not hold",
     "checks/test_sums.py::test_s201_is_silent_where_the_sums_hold"),
    ("checks:S.202.sentence", "the lines are not the option",
     "checks/test_sums.py::test_s202_is_silent_where_a_line_was_not_read"),
    ("checks:T.301.sentence", "more ballots than the roll",
     "checks/test_turnout.py::test_t301_is_silent_where_nobody_knows_the_roll"),
    ("checks:T.302.sentence", "over 95 percent of the roll",
     "checks/test_turnout.py::test_t302_fires_over_95_percent_and_leaves_the_impossible_to_t301"),
    ("checks:T.303.sentence", "two rolls that differ",
     "checks/test_turnout.py::test_t303_is_silent_where_the_definition_has_no_roll"),
    ("checks:C.401.sentence", "all options have equal votes",
     "checks/test_copies.py::test_c401_is_silent_where_one_option_differs_by_one_vote"),
    ("checks:C.402.sentence checks:C.402.advice.public", "one photo, readings of two stations",
     "checks/test_copies.py::test_c402_is_silent_for_readings_of_one_station_and_for_rows_of_tables"),
    ("checks:C.403.sentence", "most stations have equal figures",
     "checks/test_copies.py::test_c403_is_silent_where_half_of_them_or_few_do"),
    ("checks:N.501.sentence", "beyond five standard deviations",
     "checks/test_neighbours.py::test_n501_begins_beyond_its_border_and_with_enough_expected"),
    ("checks:R.601.sentence checks:R.601.advice.public", "a printed figure is not read",
     "checks/test_unread.py::test_r601_is_silent_where_everything_was_read"),
    ("checks:R.602.sentence checks:R.602.advice.public", "two codes of a station differ",
     "checks/test_photos.py::test_r602_is_silent_on_other_stations_on_people_and_on_a_zero_report"),
    ("checks:R.603.sentence checks:R.603.advice.public", "no code was read on it",
     "checks/test_photos.py::test_r603_is_silent_on_other_photos_and_where_nobody_read_the_photo"),
    ("checks:R.604.sentence checks:R.604.advice.public", "print and code of a photo differ",
     "checks/test_photos.py::test_r604_is_silent_on_other_photos_and_on_other_contests_of_its_photo"),
    ("checks:R.605.sentence checks:R.605.advice.public", "a code without a form around",
     "checks/test_photos.py::test_r605_is_silent_on_other_photos_and_on_other_contests_of_its_photo"),
    ("checks:D.701.sentence checks:D.701.advice.public", "readings agree on votes only",
     "checks/test_decisions.py::test_d701_is_silent_where_all_readings_agree"),
    ("checks:D.702.sentence checks:D.702.advice.public", "several readings together do not add up",
     "checks/test_decisions.py::test_d702_is_silent_where_a_part_was_read_by_nobody"),
    (("checks:S.201.advice.public checks:S.202.advice.public checks:T.301.advice.public "
      "checks:T.302.advice.public checks:T.303.advice.public checks:C.401.advice.public "
      "checks:C.403.advice.public checks:N.501.advice.public"),
     "the weight that the policy gives the rule",
     "docs/test_asserting_messages.py::test_no_rule_whose_weight_a_policy_may_change_says_what_counts"),
    ("verification:verdict.0", "all holds, by the named key",
     f"{VERIFY}test_verify.py::test_a_whole_publication_signed_by_the_named_key_holds"),
    ("verification:verdict.3", "all holds, without a named key",
     f"{VERIFY}test_verify.py::test_without_a_named_key_all_holds_but_nobody_knows_who_signed"),
    ("verification:verdict.1", "any step of it fails",
     f"{VERIFY}test_tampering.py::test_each_flipped_byte_is_found_and_its_file_named"),
    ("verification:verdict.4", "other software, and bytes differ",
     f"{VERIFY}test_foreign.py::"
     "test_who_claims_another_version_never_gets_the_exit_code_of_one_that_holds"),
    ("verification:heading.drill", "the publication is of a drill",
     f"{VERIFY}test_verify.py::test_a_drill_holds_and_is_announced_as_a_drill"),
    ("verification:heading.software", "other programs than here made it",
     f"{VERIFY}test_words.py::test_what_made_it_is_said_where_it_is_not_what_is_installed_here"),
    ("verification:heading.newer", "a later note is known here",
     f"{VERIFY}test_chain.py::test_the_newest_copy_does_not"),
    ("verification:heading.unsigned", "nothing signed can be read",
     f"{VERIFY}test_verify.py::test_a_publication_without_note_or_key_fails"),
    ("verification:open.words", "pages were not compared to the byte",
     f"{VERIFY}test_rebuild.py::"
     "test_the_words_beside_a_figure_are_open_unless_every_page_is_made_again"),
    ("verification:open.added", "it lies at an address",
     f"{VERIFY}test_zipped.py::test_a_zip_holds_all_that_there_is_so_added_files_are_seen"),
    ("verification:more", "more failures than are printed",
     f"{VERIFY}test_words.py::test_at_most_twenty_failures_are_printed_and_all_are_in_the_json"),
    ("scripts:check.same scripts:check.same.text scripts:check.differs scripts:check.differs.text "
     "scripts:check.sums scripts:check.unknown scripts:check.unknown.station "
     "scripts:check.unknown.form scripts:check.no_lines",
     "what is typed against what is published",
     f"{BROWSER}test_typed_figures_are_same_different_or_unknown"),
    ("scripts:files.same scripts:files.differ", "what the reader gave was held against a list",
     "browser/test_files.py::test_a_changed_a_missing_and_a_strange_file_are_named"),
    ("scripts:files.no_list scripts:files.failed scripts:files.old", "no list, or nothing to read",
     "browser/test_files.py::test_without_a_list_or_with_a_broken_zip_nothing_is_said_to_hold"),
    ("scripts:check.nothing", "no figure of the form is typed",
     f"{BROWSER}test_nothing_to_compare_is_said_where_no_figure_is_typed"),
    ("scripts:check.not_a_form scripts:check.digits", "what is pasted is no code",
     f"{BROWSER}test_codes_are_read_and_compared_as_the_vectors_say"),
    ("scripts:search.near", "nothing is written exactly so",
     f"{BROWSER}test_a_word_one_letter_away_is_found_and_said_to_be_so"),
    ("scripts:search.none", "nothing like it is found",
     f"{BROWSER}test_a_word_one_letter_away_is_found_and_said_to_be_so"),
    (("verification:list.unreadable verification:list.not_canonical verification:list.empty "
     "verification:list.not_signed verification:key.unreadable verification:key.another "
     "verification:key.another_name verification:key.everybodys verification:key.not_sealed "
     "verification:note.unreadable verification:note.not_signed verification:file.changed "
     "verification:file.missing verification:file.added verification:file.odd "
     "verification:file.unreadable verification:file.needed verification:file.not_json "
     "verification:definition.missing verification:definition.broken verification:facts.differ "
     "verification:announcement.another_election verification:evidence.not_derivable "
     "verification:file.strange verification:list.too_long verification:file.too_many "
     "verification:file.too_large verification:facts.unknown verification:facts.makers "
     "verification:file.not_canonical"),
     "another state than the signed one",
     "verification/test_verify.py::"
     "test_a_whole_publication_signed_by_the_named_key_holds"),
    (("verification:table.unreadable verification:table.columns verification:table.rows "
     "verification:table.cell verification:table.not_counts verification:table.unnamed_row "
     "verification:table.unknown verification:nist.spelling verification:rebuild.differs "
     "verification:rebuild.missing verification:rebuild.not_made "
     "verification:rebuild.not_makeable"),
     "not what is made of the readings",
     "verification/test_rebuild.py::"
     "test_every_file_is_made_again_or_held_by_what_is_named"),
    (("verification:page.not_text verification:page.figure verification:page.no_cell "
     "verification:page.forged_mark verification:page.unmarked verification:page.drill "
     "verification:page.unseen verification:page.tag verification:page.missing "
     "verification:page.no_station verification:page.figure_missing verification:page.head"),
     "not what a page may show",
     "verification/test_rebuild.py::"
     "test_a_drill_and_one_with_an_address_are_made_again_too"),
    (("verification:chain.unreadable verification:chain.never_was verification:chain.another_list "
     "verification:chain.another_publication verification:chain.days verification:chain.broken"),
     "the earlier ones do not follow",
     "verification/test_chain.py::"
     "test_a_publication_that_brings_all_before_it_holds"),
    (("verification:errata.order verification:errata.kind verification:errata.contest "
     "verification:errata.place verification:errata.day verification:errata.stands "
     "verification:errata.never_fell verification:errata.figure "
     "verification:errata.decision_unlisted verification:errata.no_decision "
     "verification:errata.amendment_unlisted verification:errata.no_amendment"),
     "not what was said and moved",
     "verification/test_errata.py::"
     "test_the_publication_as_it_was_made_holds_and_has_every_kind_of_entry"),
    (("verification:foreign.differs verification:foreign.missing verification:foreign.not_made"),
     "other software, and bytes differ",
     "verification/test_foreign.py::"
     "test_what_another_version_made_in_the_same_bytes_holds"),
    (("verification:errata.unexplained verification:errata.entry_gone "
     "verification:errata.reading_gone verification:errata.was_otherwise "
     "verification:errata.reading_otherwise verification:chain.kept"),
     "the one kept says otherwise",
     "verification/test_earlier.py::"
     "test_a_publication_that_grew_out_of_the_kept_one_holds"),
    (("verification:chain.forked"),
     "two of one number, one key",
     "verification/test_chain.py::"
     "test_a_note_by_a_stranger_or_no_note_at_all_proves_nothing"),
    (("verification:page.preview verification:facts.address"),
     "a preview or address is wrong",
     "verification/test_previews.py::"
     "test_a_publication_with_an_address_holds"),
    (("verification:page.script verification:page.script_figure"),
     "code or data are not ours",
     "verification/test_scripts.py::"
     "test_the_scripts_of_a_publication_hold"),
    (("verification:file.litter"),
     "left there by a computer",
     "verification/test_litter.py::"
     "test_a_page_that_only_has_such_a_name_is_a_file_that_was_added"),
    (("verification:list.collides"),
     "two differ in capitals only",
     "verification/test_verify.py::"
     "test_a_whole_publication_signed_by_the_named_key_holds"),
    (("verification:rebuild.by_content"),
     "a library of another version",
     "verification/test_rebuild.py::"
     "test_a_picture_that_shows_something_else_is_named"),
)  # fmt: skip
