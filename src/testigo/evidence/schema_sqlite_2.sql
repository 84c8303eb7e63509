-- What version 2 of the evidence refuses beside version 1 (schema_sqlite.sql). `evidence.connect` adds it to a
-- file of version 1 when that is opened; what was said before stays as it was said. Why: docs, decision 19.

CREATE TRIGGER IF NOT EXISTS two_signatures_are_of_two_persons
BEFORE INSERT ON statement
WHEN NEW.kind IN ('adjudicated', 'withdrawn', 'invalidated', 'amended')
AND NEW.second_person IS NOT NULL AND (NEW.person IS NULL OR NEW.person = NEW.second_person)
BEGIN
    SELECT RAISE(ABORT, 'Both signatures are of one person. A second person must sign.');
END;

-- A later release of a table takes rows of the earlier one away by a rule, and nobody signs that.
CREATE TRIGGER IF NOT EXISTS who_takes_back_or_amends_says_what_it_makes
BEFORE INSERT ON statement
WHEN NEW.kind IN ('withdrawn', 'invalidated', 'amended')
AND NOT (NEW.kind = 'withdrawn' AND NEW.person IS NULL AND json_type(NEW.body, '$.release') IS 'text')
AND (NEW.person IS NULL OR coalesce(json_type(NEW.body, '$.makes_a_result'), '') NOT IN ('true', 'false'))
BEGIN
    SELECT RAISE(ABORT, 'A withdrawal or amendment is signed by a person, and says whether it makes or changes an accepted result.');
END;

CREATE TRIGGER IF NOT EXISTS who_makes_a_result_is_two
BEFORE INSERT ON statement
WHEN NEW.kind IN ('withdrawn', 'invalidated', 'amended')
AND json_extract(NEW.body, '$.makes_a_result') IS 1
AND (NEW.second_person IS NULL OR coalesce(json_extract(NEW.body, '$.organisations'), 0) IS NOT 2)
BEGIN
    SELECT RAISE(ABORT, 'A withdrawal or amendment that makes or changes an accepted result is signed by two persons of two organisations.');
END;

PRAGMA user_version = 2;
