-- The one table of the evidence, and what it refuses to everybody, our own software included.
-- `evidence.connect` opens no file whose rules are not exactly these: a changed line between CREATE and the
-- semicolon is a new format, and needs a new user_version.

CREATE TABLE IF NOT EXISTS statement (
    number INTEGER PRIMARY KEY NOT NULL,
    day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject TEXT CHECK (length(subject) = 64 AND subject NOT GLOB '*[^0-9a-f]*'),
    contest TEXT CHECK (contest <> ''),
    person TEXT CHECK (person <> ''),
    second_person TEXT CHECK (second_person <> ''),
    body TEXT NOT NULL CHECK (length(CAST(body AS BLOB)) BETWEEN 2 AND 4096),
    chain TEXT NOT NULL
) STRICT;

-- No contest counts as a contest of its own here: two nulls would never be equal.
CREATE UNIQUE INDEX IF NOT EXISTS one_transcription_by_a_person
ON statement (subject, coalesce(contest, ''), person) WHERE kind = 'transcribed';

CREATE TRIGGER IF NOT EXISTS statements_are_not_changed
BEFORE UPDATE ON statement
BEGIN
    SELECT RAISE(ABORT, 'A statement is never changed. Add one that corrects it.');
END;

CREATE TRIGGER IF NOT EXISTS statements_are_not_deleted
BEFORE DELETE ON statement
BEGIN
    SELECT RAISE(ABORT, 'A statement is never deleted. Add one that withdraws what it says.');
END;

CREATE TRIGGER IF NOT EXISTS numbers_follow_each_other
BEFORE INSERT ON statement
WHEN NEW.number IS NOT (SELECT coalesce(max(number) + 1, 0) FROM statement)
BEGIN
    SELECT RAISE(ABORT, 'The number of a statement is one more than that of the last.');
END;

CREATE TRIGGER IF NOT EXISTS chains_have_64_digits
BEFORE INSERT ON statement
WHEN length(NEW.chain) <> 64 OR NEW.chain GLOB '*[^0-9a-f]*'
BEGIN
    SELECT RAISE(ABORT, 'The chain of a statement is 64 hexadecimal digits.');
END;

-- The index above refuses it too; but INSERT OR REPLACE would obey the index by deleting the first one.
CREATE TRIGGER IF NOT EXISTS a_person_transcribes_once
BEFORE INSERT ON statement
WHEN NEW.kind = 'transcribed' AND EXISTS (
    SELECT 1 FROM statement
    WHERE kind = 'transcribed' AND subject = NEW.subject
    AND coalesce(contest, '') = coalesce(NEW.contest, '') AND person = NEW.person
)
BEGIN
    SELECT RAISE(ABORT, 'This person has already transcribed this form for this contest. A second transcription must be by another person.');
END;

CREATE TRIGGER IF NOT EXISTS a_transcription_has_a_form_and_a_person
BEFORE INSERT ON statement
WHEN NEW.kind = 'transcribed' AND (NEW.subject IS NULL OR NEW.person IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'A transcription is of an exhibit and by a person.');
END;

CREATE TRIGGER IF NOT EXISTS a_correction_has_two_persons
BEFORE INSERT ON statement
WHEN NEW.kind = 'corrected' AND (
    NEW.person IS NULL OR NEW.second_person IS NULL OR NEW.person = NEW.second_person
)
BEGIN
    SELECT RAISE(ABORT, 'A correction is signed by two different persons.');
END;

CREATE TRIGGER IF NOT EXISTS a_correction_has_two_organisations
BEFORE INSERT ON statement
WHEN NEW.kind = 'corrected' AND NEW.person <> NEW.second_person
AND coalesce(json_extract(NEW.body, '$.organisations'), 0) IS NOT 2
BEGIN
    SELECT RAISE(ABORT, 'A correction is signed by persons of two different organisations.');
END;

PRAGMA application_id = 1413956950;
PRAGMA user_version = 1;
