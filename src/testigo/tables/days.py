"""A day where a code, a name or a count belongs: a spreadsheet makes 1-4 one in April.

Here is how such a day is written; who finds one says it: intake.dates of a table of results,
election.spelling of the tables of a definition.
"""

MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|"
    "ene|abr|ago|set|dic|fev|mai|out|dez|janv|févr|avr|juin|juil|août|déc|mär|mrz|okt|gen|mag|giu|lug|ott"
)
"""As spreadsheets write them in English, Spanish, Portuguese, French, German and Italian."""
NAMED = f"(?:{MONTHS}|{'|'.join(month.capitalize() for month in MONTHS.split('|'))})"
DAY = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
    rf"|[0-9]{{1,2}}[-./ ]{NAMED}\.?(?:[-./ ](?:[0-9]{{2}}|[0-9]{{4}}))?"
    rf"|{NAMED}\.?[-/ ](?:[0-9]{{2}}|[0-9]{{4}})"
    r"|(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}"
)
IS_DAY = rf"\A *(?:{DAY}) *\z"
MESSAGE = "a date where a {} belongs, as a spreadsheet makes of 1-4"
OF_A_SPREADSHEET = "If a spreadsheet made it, make the column text and type what stood there"
REMEDY = "Get the table as its publisher made it, or make the column text and type what stood there"
