"""What the forms say to what is said against them; the search, and the page to compare a form."""

SAID = (
    (
        "answers:verdict.borne_out answers:verdict.not_borne_out",
        "whether the test of an accusation finds anything",
        (
            "publication/test_answers.py::"
            "test_beside_each_accusation_words_and_not_a_sign_alone_say_whether_the_data_show_it"
        ),
    ),
    (
        "answers:few_forms.borne_out answers:few_forms.not_borne_out",
        "what is missing beside the lead",
        "cli/test_answers.py::test_few_forms_is_not_borne_out_where_nothing_missing_can_change_it",
    ),
    (
        "answers:same_everywhere.borne_out answers:same_everywhere.not_borne_out",
        "lowest and highest share of places",
        "cli/test_answers.py::test_the_same_percentage_is_borne_out_where_no_place_differs_by_a_point",
    ),
    (
        "answers:only_strongholds.borne_out answers:only_strongholds.not_borne_out",
        "who is first by whole rolls",
        "cli/test_answers.py::test_strongholds_are_borne_out_where_another_is_first_by_whole_rolls",
    ),
    (
        "answers:altered_copies.borne_out answers:altered_copies.not_borne_out",
        "readings of a station differ",
        "cli/test_answers.py::test_altered_copies_are_borne_out_where_readings_of_a_station_differ",
    ),
    (
        "answers:copies_of_one_form.borne_out answers:copies_of_one_form.not_borne_out",
        "repeated vectors beside clean elections",
        ("cli/test_answers.py::test_copies_are_borne_out_where_more_vectors_repeat_than_in_clean_elections"),
    ),
    (
        "answers:zero_tapes.borne_out answers:zero_tapes.not_borne_out",
        "an accepted result without votes",
        (
            "cli/test_answers.py::"
            "test_an_empty_accepted_result_is_called_a_zero_tape_unless_somebody_declared_it"
        ),
    ),
    (
        "answers:sums_do_not_hold.borne_out answers:sums_do_not_hold.not_borne_out",
        "a printed sum does not hold",
        (
            "cli/test_answers.py::"
            "test_sums_are_borne_out_where_a_printed_sum_of_an_accepted_form_does_not_hold"
        ),
    ),
    (
        ("answers:stations_that_do_not_exist.borne_out answers:stations_that_do_not_exist.not_borne_out"),
        "more accepted stations than there are",
        "cli/test_answers.py::test_stations_beyond_the_number_bear_it_out",
    ),
    (
        "answers:nothing",
        "no accusation can be told",
        "cli/test_answers.py::test_where_no_accusation_can_be_told_it_is_said",
    ),
    (
        (
            "scripts:check.same scripts:check.same.text scripts:check.differs "
            "scripts:check.differs.text scripts:check.sums scripts:check.unknown "
            "scripts:check.unknown.station scripts:check.unknown.form scripts:check.no_lines"
        ),
        "what is typed against what is published",
        "browser/test_scripts.py::test_typed_figures_are_same_different_or_unknown",
    ),
    (
        "scripts:files.same scripts:files.differ",
        "what the reader gave was held against a list",
        "browser/test_files.py::test_a_changed_a_missing_and_a_strange_file_are_named",
    ),
    (
        "scripts:files.no_list scripts:files.failed scripts:files.old",
        "no list, or nothing to read",
        "browser/test_files.py::test_without_a_list_or_with_a_broken_zip_nothing_is_said_to_hold",
    ),
    (
        "scripts:check.nothing",
        "no figure of the form is typed",
        "browser/test_scripts.py::test_nothing_to_compare_is_said_where_no_figure_is_typed",
    ),
    (
        "scripts:check.not_a_form scripts:check.digits",
        "what is pasted is no code",
        "browser/test_scripts.py::test_codes_are_read_and_compared_as_the_vectors_say",
    ),
    (
        "scripts:search.near",
        "nothing is written exactly so",
        "browser/test_scripts.py::test_a_word_one_letter_away_is_found_and_said_to_be_so",
    ),
    (
        "scripts:search.none",
        "nothing like it is found",
        "browser/test_scripts.py::test_a_word_one_letter_away_is_found_and_said_to_be_so",
    ),
)
