"""Fixed wording that goes out with protected facts.

The text is the second, shorter statement of 42 CFR 2.32(a)(2) as amended in 2024. A person checks it against the current
eCFR before a site goes live; a test pins it so that nobody changes it in passing.
"""

STATEMENT_VERSION = "2.32(a)(2) 2024"
STATEMENT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
