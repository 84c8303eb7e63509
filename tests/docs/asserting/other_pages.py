"""Sentences of all other pages: what each asserts, when, and the test of when it is false."""

SAID = (
    (
        "findings.none findings.heading rule.none",
        "whether a rule found something",
        "publication/test_rule_pages.py::test_nothing_is_said_to_be_found_where_nothing_was",
    ),
    (
        "rule.once",
        "readings of which the same is said",
        (
            "publication/test_rule_pages.py::"
            "test_what_is_said_of_two_readings_alike_stands_once_and_the_page_says_so"
        ),
    ),
    (
        "rule.more",
        "more findings than the pages hold",
        "publication/test_rule_pages.py::test_only_where_findings_are_left_out_does_the_page_say_so",
    ),
    (
        "operator.unknown",
        "the definition says nobody who publishes",
        "publication/test_operator.py::test_where_nobody_said_who_publishes_the_page_says_that",
    ),
    (
        "answers.more",
        "more contests than the page holds",
        "publication/test_answers.py::test_only_where_contests_are_left_out_is_it_said",
    ),
    (
        "drill.text",
        "the definition is a drill",
        "publication/test_pages.py::test_only_a_drill_is_marked_on_every_page_and_in_every_data_file",
    ),
    (
        "lost.heading",
        "the page of mistaken addresses",
        (
            "publication/test_pages.py::"
            "test_the_page_of_a_mistaken_address_has_no_links_and_says_so_in_each_language"
        ),
    ),
    (
        "notice.of_results notice.of_results.some",
        "the list of stations was made of the results",
        (
            "publication/test_sentences.py::"
            "test_a_list_of_stations_made_of_the_results_is_said_to_be_so_and_never_a_whole"
        ),
    ),
    (
        "provenance.unknown",
        "how the reading came, as its import or person says",
        "publication/test_sentences.py::test_a_table_of_our_own_is_not_said_to_be_somebody_elses",
    ),
    (
        "search.hint search.hint.codes",
        "whether the definition has names of polling places",
        (
            "publication/test_search.py::"
            "test_the_hint_speaks_of_names_of_polling_places_only_where_there_are_any"
        ),
    ),
    (
        "method.changed",
        "the policy gives the rule another weight",
        (
            "publication/test_sentences.py::"
            "test_a_weight_that_the_policy_left_as_shipped_is_not_said_to_be_changed"
        ),
    ),
    (
        "method.amendments.text",
        "the definition was amended",
        ("publication/test_false_states.py::test_the_definition_is_said_to_have_been_changed_where_it_was"),
    ),
    (
        "method.unknown.frames",
        "the frame of some place is not known",
        (
            "publication/test_false_states.py::"
            "test_that_some_places_do_not_know_their_stations_is_said_where_some_do_not"
        ),
    ),
    (
        "figures.differ",
        "readings of one station differ",
        "publication/test_states.py::test_the_figures_on_which_readings_differ_are_marked",
    ),
)
