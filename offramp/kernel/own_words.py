"""What harms a person by being on file, wherever somebody writes in their own words: numbers, federal files, three words.

No field asks for any of it, so it can only come in as free text. What was written is looked at and never logged: a
finding says what kind of thing it looks like, and not the words themselves.
"""

import re
import unicodedata

from offramp.kernel.refusals import marked

NUMBER = marked("This looks like a Social Security, immigration or FBI number, or a result from a federal file.")
STANDING = marked("This looks like somebody's immigration status, or like who informs for the police or is in a gang.")

#: A Social Security number, an A-number, an FBI number, the name of a federal file.
_NUMBERS = (
    r"\d{3}[-. ]\d{2}[-. ]\d{4}",
    r"SSN",
    r"(?:social|seguro)\W+(?:\w+\W+){0,2}\d{3}\W?\d{2}\W?\d{4}",
    r"A[-# ]{0,2}\d{2,3}[- ]?\d{3}[- ]?\d{3}",
    r"(?:alien|USCIS) (?:registration |number|no|#)+\W{0,3}\d+",
    r"(?:FBI|UCN)\W{0,3}(?:no|number|#)?\W{0,3}(?:is )?\d\w*",
    r"NCIC", r"III (?:checks?|hits?|quer(?:y|ies)|records?|returns?|shows?)", r"(?:ran|run|per|by) III", r"N-DEx",
    r"rap ?sheets?", r"hoja de antecedentes(?: penales)?",
)  # fmt: skip
#: Immigration status, informants and gangs, as people write of them. No accents: they are not looked at.
_WORDS = (
    r"(?:immigration|citizenship) status", r"undocumented", r"illegal (?:aliens?|immigrants?)", r"illegals",
    r"non-?citizens?", r"not an? (?:U\.?S\.? )?citizen", r"deport(?!ment|es?\b|iv)\w*", r"green card",
    r"overstayed (?:\w+ ){0,3}visa", r"visa (?:has )?(?:expired|overstay)", r"asylum seekers?",
    r"(?:seeking|asked for|applied for) asylum", r"DACA", r"without papers",
    r"(?-i:ICE) (?:hold|detainer|agents?|officers?|raids?|custody|arrested|picked|took|came)", r"(?:has|have) no papers",
    r"(?:estatus|estado|situacion) migratori[oa]", r"indocumentad[oa]s?", r"(?:inmigrantes?|extranjer[oa]s?) ilegal(?:es)?",
    r"tarjeta verde", r"visa (?:\w+ )?vencida", r"sin papeles",
    r"no tiene papeles", r"solicitantes? de asilo", r"pidi(?:o|eron|endo) asilo", r"la migra",
    r"informants?", r"snitch(?:es|ing|ed)?", r"confidential sources?", r"cooperating witness",
    r"informantes?", r"sopl(?:on|ona|ones|onas)", r"confidentes? de la policia", r"chivat[oa]s?",
    r"gangs?", r"gang-?(?:affiliated|related|member|members)", r"gangsters?", r"MS-?13",
    r"pandillas?", r"pandiller[oa]s?",
)  # fmt: skip


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_LOOKED_FOR = ((NUMBER, _any_of(_NUMBERS)), (STANDING, _any_of(_WORDS)))
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def harm_in(text: str) -> str:
    """The sentence that says what this looks like that should not be kept; empty for nothing.

    >>> harm_in("123-45-6789") == NUMBER, harm_in("Es indocumentado.") == STANDING, harm_in("Call 304-555-0142.")
    (True, True, '')
    """
    signs = unicodedata.normalize("NFKD", text.translate(_DASHES))
    plain = re.sub(r"\s+", " ", "".join(sign for sign in signs if not unicodedata.combining(sign)))
    return next((sentence for sentence, looked_for in _LOOKED_FOR if looked_for.search(plain)), "")
