"""What the pages of the headquarters say of an operation: when, and the test of when it is false."""

SAID = (
    (
        "headquarters:stations.none",
        "no station is found by what was asked",
        "server/test_typing.py::test_a_station_is_found_by_its_name",
    ),
    (
        "headquarters:people.nobody",
        "somebody typed or decided something",
        "server/test_people.py::test_nobody_is_listed_before_somebody_said_something",
    ),
    (
        "headquarters:people.no_change headquarters:people.makes headquarters:people.erased",
        "what would change if all of a person fell",
        "server/test_people.py::test_what_makes_a_result_needs_two_persons_of_two_organisations",
    ),
    (
        (
            "headquarters:night.not_winners headquarters:night.alarm.disk "
            "headquarters:night.alarm.broke headquarters:night.nothing_apart"
        ),
        "the disk fills, a work broke, a rule set something apart",
        "server/test_night.py::test_the_night_says_what_is_missing_and_never_who_is_ahead",
    ),
    (
        (
            "headquarters:sending.running headquarters:sending.done headquarters:sending.stopped "
            "headquarters:sending.too_large headquarters:sending.no_answer"
        ),
        "how many files were acknowledged",
        "browser/test_headquarters.py::test_a_folder_goes_in_by_pieces_and_given_again_goes_on",
    ),
    (
        "headquarters:receipt.found headquarters:receipt.not_found",
        "something came in under a code",
        "server/test_intake.py::test_a_receipt_is_found_by_its_code_and_by_no_other",
    ),
    (
        "headquarters:problems.heading",
        "what was asked was refused, and nothing said",
        "server/test_journey.py::test_what_is_refused_says_so_and_changes_nothing",
    ),
    (
        "headquarters:home.nothing headquarters:home.published",
        "no step is open; a publication is there",
        "server/test_journey.py::test_home_says_what_is_next_at_every_stage",
    ),
    (
        "headquarters:work.done headquarters:work.broke",
        "a work ended well, or by a fault of ours",
        "server/test_works.py::test_a_work_that_breaks_says_so_and_the_next_one_is_done",
    ),
    (
        (
            "headquarters:made.operation headquarters:definition.no_problem "
            "headquarters:definition.drafted headquarters:definition.sealed.means "
            "headquarters:definition.changed"
        ),
        "the definition's state",
        "server/test_journey.py::test_the_definition_says_its_state_until_it_is_sealed_and_after",
    ),
    (
        (
            "headquarters:tables.read headquarters:tables.unknown headquarters:tables.unused "
            "headquarters:tables.found headquarters:tables.tried headquarters:tables.imported "
            "headquarters:tables.before headquarters:tables.bring.means"
        ),
        "what an import did, or would do",
        "server/test_journey.py::test_a_table_is_tried_and_then_imported_once",
    ),
    (
        (
            "headquarters:photos.came headquarters:photos.wait headquarters:photos.not_read "
            "headquarters:photos.left_out headquarters:photos.bring.means"
        ),
        "what became of photos",
        "server/test_photos.py::test_photos_that_are_dropped_are_kept_and_say_what_waits",
    ),
    (
        (
            "headquarters:type.blind headquarters:type.differs headquarters:type.no_count "
            "headquarters:type.nothing headquarters:type.nothing.means"
        ),
        "who typed what of a form",
        "server/test_typing.py::test_two_persons_type_a_form_and_only_what_differs_comes_back_empty",
    ),
    (
        "headquarters:decide.no_image headquarters:decide.nothing headquarters:decide.reason.means",
        "forms wait for a decision, or none does",
        "server/test_decisions.py::test_a_dispute_is_decided_on_the_page",
    ),
    (
        (
            "headquarters:publish.nothing headquarters:publish.means headquarters:published.new "
            "headquarters:published.same"
        ),
        "whether something is published",
        "server/test_journey.py::test_it_is_published_once_and_verified",
    ),
)
