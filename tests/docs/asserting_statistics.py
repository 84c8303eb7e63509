"""The messages of the pages of samples and of tests, as `asserting_messages.py` lists those of all others.

`statistics:`  what a sample or a test says, and what it does not
`dictionary:`  of their tables: the meaning of a column names what stands in it
"""

LABELS = """
nav.statistics statistics:nav.* statistics:unknown statistics:none statistics:inside.* statistics:between
statistics:at_most statistics:p.* statistics:lead statistics:all statistics:option statistics:naive
statistics:by_design statistics:adjusted statistics:interval statistics:all_forms statistics:estimate.table
statistics:estimate.heading statistics:estimate.title.without
statistics:estimate.waiting statistics:not.heading statistics:steps.heading
statistics:steps.forms statistics:steps.axis statistics:response.table statistics:response.cell
statistics:response.heading statistics:drawn statistics:came statistics:size.* statistics:draw.heading
statistics:draw.file statistics:audit.heading statistics:audit.p statistics:audit.path statistics:audit.axis.*
statistics:audit.rule statistics:figure.* statistics:strip.heading statistics:tests.* statistics:test.*
statistics:textbook.heading statistics:forensics.file statistics:drawings.heading statistics:*.title
statistics:outlying.heading statistics:outlying.here statistics:outlying.others statistics:outlying.distance
statistics:exact.heading statistics:outcome.*
dictionary:audit_counts.* dictionary:audits.* dictionary:estimates.* dictionary:estimate_counts.*
dictionary:estimate_steps.* dictionary:responses.* dictionary:forensics.* dictionary:forensic_counts.*
dictionary:outlying.*
"""

ADVICE = """
statistics:more statistics:draw.seed statistics:draw.stations
"""

PAGES = "publication/test_statistics_pages.py::"
COMMANDS = "cli/test_published_statistics.py::"

ALWAYS = {
    f"{COMMANDS}test_the_estimate_holds_the_sum_and_says_what_it_is_not": (
        "statistics:not.genuine statistics:not.poll statistics:estimate.lead statistics:three"
    ),
    f"{PAGES}test_an_outcome_is_shown_only_at_the_announced_risk_and_never_refuted": (
        "statistics:not.genuine.audit statistics:audit.not.high statistics:audit.lead "
        "statistics:audit.p.means statistics:audit.path.means statistics:audit.rule.text"
    ),
    f"{PAGES}test_the_whole_table_of_tests_stands_there_whatever_it_says": (
        "statistics:forensics.not statistics:forensics.not.* statistics:strip.legend "
        "statistics:forensics.lead"
    ),
    f"{COMMANDS}test_verify_simulations_makes_the_simulated_figures_again": "statistics:forensics.simulated",
    f"{COMMANDS}test_before_the_polls_close_a_sample_is_not_published": (
        "statistics:draw.frame statistics:when"
    ),
    "statistics/test_simulated.py::test_clean_elections_are_called_far_no_more_often_than_stated": (
        "statistics:fingerprint.* statistics:digits.* statistics:percentages.* statistics:dispersion.* "
        "statistics:outlying.lead"
    ),
}

SAID = (
    (("verification:sample.unreadable verification:simulated.broken"), "the file is none as it is written",
     f"{COMMANDS}test_a_stranger_takes_nothing_that_is_no_sample_and_no_simulation"),
    (("verification:sample.another verification:sample.too_early"), "its plan is of another election or hour",
     f"{COMMANDS}test_a_stranger_takes_no_sample_of_another_plan_than_the_announced"),
    (("verification:sample.not_drawn"), "list and seed give other stations",
     f"{COMMANDS}test_a_stranger_takes_no_station_that_was_chosen_by_hand"),
    (("verification:simulated.differs"), "simulated again, a figure is another",
     f"{COMMANDS}test_a_simulated_figure_that_was_changed_is_found_only_by_simulating"),
    (("verification:open.simulations"), "simulated figures are there and were not made again",
     f"{COMMANDS}test_verify_makes_all_again_and_says_that_it_did_not_simulate"),
    (("statistics:estimate.not_yet statistics:estimate.why_not"), "fewer came than the plan announced",
     f"{PAGES}test_below_the_announced_response_there_is_no_share_at_all"),
    (("statistics:estimate.legend statistics:steps.lead statistics:response.lead"), "a share is shown",
     f"{PAGES}test_below_the_announced_response_there_is_no_share_at_all"),
    (("statistics:not.missing statistics:not.term statistics:not.needed statistics:not.nothing"),
     "something of the sample did not come",
     f"{PAGES}test_what_did_not_come_is_said_with_the_judgement_and_what_it_would_take"),
    (("statistics:not.all_came"), "everything of the sample came",
     f"{PAGES}test_all_that_came_needs_no_judgement_and_says_so"),
    (("statistics:not.list statistics:not.beyond"), "as many stations are listed as declared, or fewer",
     f"{PAGES}test_a_list_that_lacks_stations_says_so"),
    (("statistics:not.elsewhere"), "drawn stations do not vote in the contest",
     f"{PAGES}test_stations_of_the_sample_that_do_not_vote_in_a_contest_are_told"),
    (("statistics:not.extended statistics:not.signed"), "the sample was extended; nobody signed the plan",
     f"{PAGES}test_a_larger_sample_says_that_it_was_extended_and_a_plan_that_nobody_signed_it"),
    (("statistics:audit.shown statistics:audit.not_shown statistics:verdict.shown "
      "statistics:verdict.not_shown statistics:audit.path.needed"), "p is at most the announced risk, or not",
     f"{PAGES}test_an_outcome_is_shown_only_at_the_announced_risk_and_never_refuted"),
    (("statistics:verdict.no_test"), "a form shows more than the largest roll",
     f"{PAGES}test_a_form_with_more_votes_than_the_largest_roll_gives_no_test"),
    (("statistics:audit.alone"), "one option runs",
     f"{PAGES}test_where_one_option_runs_nothing_is_tested"),
    (("statistics:audit.not.missing statistics:audit.not.none_missing"), "a form of the test did not come",
     f"{PAGES}test_a_form_that_did_not_come_counts_for_the_other_side_and_it_is_said"),
    (("statistics:audit.not.left_out statistics:audit.not.by_station"), "the design draws by stratum",
     f"{COMMANDS}test_the_audit_says_what_it_leaves_out"),
    (("statistics:textbook.text"), "the textbook rejects more than a fifth of clean elections",
     f"{PAGES}test_the_textbook_is_shown_only_beside_why_it_must_not_be_used"),
    (("statistics:bulletin statistics:repeated"), "a claim's counts are percentages; vectors repeat",
     f"{PAGES}test_repeated_vectors_are_told_only_where_there_are_any"),
)  # fmt: skip
