"""The messages of every other catalogue, as `asserting_messages.py` lists those of the pages.

`checks:`        names of rules and of figures are labels, what a reviewer or coordinator should do, and
                 what a rule compares, is advice; the sentence of a rule, and what the public is told, assert
`verification:`  what a report says of a publication; headings and counts are labels
`scripts:`       what the search and the page to compare a form answer
`answers:`       what is said against the forms is quoted; what the forms say asserts
`errors:`        what refuses a request is raised where its condition is tested, and is said nowhere else
`cli:`           names commands and options, and says what an outcome holds, which its own tests show
`headquarters:`  names of pages, fields and buttons, and advice, are labels; what is said of a state asserts
`dictionary:`    the meaning of a column names what stands in it: a label; those that say what it can hold
                 assert
"""

from tests.docs.asserting import answers, checks, dictionary, headquarters, verification

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
errors:* cli:*
headquarters:stations.find headquarters:stations.ask headquarters:stations.page
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
headquarters:night.large headquarters:night.small headquarters:people.code headquarters:people.codes
headquarters:people.roles headquarters:people.organisation headquarters:people.typed
headquarters:people.decided headquarters:people.fallen headquarters:people.last headquarters:people.stand
headquarters:people.would headquarters:people.before headquarters:people.after
headquarters:people.invalidate headquarters:people.signs headquarters:people.now headquarters:closed.*
headquarters:refused.*
answers:*.said answers:picture.*.title answers:picture.*.across answers:picture.*.up
"""

ADVICE = """
checks:*.advice.reviewer checks:*.advice.coordinator checks:*.compares verification:heading.commit
verification:heading.program scripts:search.area scripts:search.more scripts:check.not_a_form.text
scripts:check.nothing.text scripts:check.digits.text scripts:files.compare
"""

VERIFY, BROWSER = "verification/", "browser/test_scripts.py::"

ALWAYS = {
    "statistics/test_pictures.py::test_a_picture_says_what_it_does_not_mean": "answers:picture.*.meaning",
    "cli/test_answers.py::test_every_answer_says_what_it_does_not_refute": (
        "answers:condition answers:*.not_refuted"
    ),
    f"{VERIFY}test_report_words.py::test_every_step_outcome_verdict_and_open_question_has_its_words": (
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

SAID = (*answers.SAID, *checks.SAID, *dictionary.SAID, *headquarters.SAID, *verification.SAID)
