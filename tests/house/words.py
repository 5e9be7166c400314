"""The words that are not used, and where. CONTEXT.md tells people the same; a test holds the two together.

A word here is matched whole and in any case. An allowed phrase is taken out of the text before it is searched.
"""

from datetime import date

NEVER_ON_A_PAGE = (
    "offender", "perpetrator", "suspect", "inmate", "client", "addict", "abuser", "user", "clean", "dirty",
    "sober", "relapse", "non-compliant", "compliance", "violation", "failed", "failure", "terminated",
    "discharged", "dropped out", "absconded", "lost", "no-show", "refused", "frequent flyer", "hot list",
    "target", "informant", "tip", "graduate", "reward", "sanction", "score", "risk level", "illegal", "alien",
    "permission denied", "not found in our records", "already exists", "this person is known",
)  # fmt: skip
NEVER_ON_A_PAGE_IN_SPANISH = (
    "delincuente", "infractor", "sospechoso", "recluso", "reo", "cliente", "adicto", "drogadicto", "usuario", "sobrio",
    "recaída", "incumplimiento", "violación", "fracaso", "fracasó", "ausente", "soplón", "informante", "sanción",
    "puntaje", "nivel de riesgo", "ilegal", "permiso denegado", "ya existe",
)  # fmt: skip
NEVER_ON_A_JUSTICE_DESK = ("overdue", "vencido")
JUSTICE_DESKS = ("desks/officer/", "desks/supervisor/", "desks/approvals/", "desks/prosecutor/", "desks/justice/")

#: Nothing that leaves the program says what it is: a phone on a table is read by whoever sits there.
NEVER_SENT_OUT = ("LEAD",)
SENT_OUT = ("notices.py", ".txt")

#: A part of a name in code.
NEVER_A_NAME = frozenset(
    {
        "offender", "perpetrator", "suspect", "inmate", "convict", "client", "addict", "abuser", "divertee",
        "absconder", "absconded", "violator", "violation", "sanction", "graduate", "relapse", "informant", "lead",
    }
)  # fmt: skip
#: Names that hold such a part and are right all the same, with the reason.
ALLOWED_NAMES = {"client_token": "the token that the browser, the client of the server, makes for a verb"}

#: Phrases that hold a word of the list and are right all the same, with the reason.
ALLOWED = {
    "the tip in one side of the nose": "how naloxone is given, in the words that a medical reviewer signs",
    "compliance notice": "the notice's own name, in the site's protocol",
    "no tips": "what every officer's box says it is not for",
    "nombre de usuario": "what one signs in with",
}
#: The same for a while: phrase -> (until, why).
ALLOWED_FOR_NOW: dict[str, tuple[date, str]] = {}
