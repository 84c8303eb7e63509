"""Sentences about official claims: what each asserts, when, and the test of when it is false."""

SAID = (
    (
        "official.none",
        "which claims are recorded",
        "publication/test_said_of_claims.py::test_there_is_no_official_result_where_nothing_is_claimed",
    ),
    (
        "official.heading.below official.below official.nothing_below",
        "which claims are recorded",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official.heading.fewer",
        "what the claims of the place come to",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        (
            "official.heading.impossible official.heading.differs official.heading.hundredth "
            "official.heading.incomparable official.heading.incomparable.part "
            "official.heading.equal official.heading.equal_known official.heading.unknown"
        ),
        "what the claims of the place come to",
        "publication/test_claims.py::test_the_heading_of_the_claims_says_what_they_come_to",
    ),
    (
        "official.heading.itself",
        "a claim's own figures do not give its share, by more than a hundredth",
        (
            "publication/test_claims.py::"
            "test_a_claim_that_only_disagrees_with_itself_is_not_said_to_contradict_the_forms"
        ),
    ),
    (
        "official.heading.incomparable.figures official.incomplete",
        "an accepted form lacks the figure and the claim is larger",
        ("publication/test_claims.py::test_a_figure_that_a_form_lacks_stays_at_least_beside_a_larger_claim"),
    ),
    (
        "official.text official.text.proved",
        "a contradiction with the forms is proven",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official.fewer official.fewer_best",
        "the forms have more votes than the claim, whatever it leaves out",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official.more",
        "the claim adds more to one than to all",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official.share",
        "the printed share is not the quotient, however it was made",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official.share.ballots",
        "the same, of ballots cast",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official.percentages",
        "three groups' votes are exact percentages, and so rarely",
        "publication/test_said_of_claims.py::test_a_sentence_about_claims_stands_only_where_it_is_true",
    ),
    (
        "official:contradiction.FEWER_THAN_FORMS official:contradiction.FEWER_THAN_ALL_BUT_THE_BEST",
        "the forms have more votes than the claim, whatever it leaves out",
        "official/test_claims.py::test_a_claim_that_can_leave_out_enough_forms_is_not_called_impossible",
    ),
    (
        "official:contradiction.MORE_FOR_ONE_THAN_FOR_ALL",
        "the claim adds more to one than to all",
        (
            "official/test_claims.py::"
            "test_more_for_one_than_for_all_is_not_said_where_the_stations_left_out_explain_it"
        ),
    ),
    (
        "official:contradiction.SHARE_IS_NOT_ITS_VOTES",
        "no way that the claim allows gives the share",
        "official/test_claims.py::test_a_share_differs_only_where_no_way_that_the_claim_allows_gives_it",
    ),
    (
        "official:contradiction.SHARE_IS_NOT_ITS_VOTES.ballots",
        "the same, of ballots cast",
        ("official/test_claims.py::test_a_share_of_ballots_must_be_the_quotient_of_the_claims_own_ballots"),
    ),
    (
        "official:contradiction.VOTES_ARE_PERCENTAGES",
        "three groups' votes are exact percentages, and so rarely",
        "official/test_claims.py::test_of_many_places_one_that_looks_strange_by_chance_is_not_called_so",
    ),
)
