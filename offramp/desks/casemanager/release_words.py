"""The words of a release that differ from line to line, in both languages side by side so that counsel can compare them."""

from django.utils.translation import get_language

from offramp.directory.states import JUSTICE_ROLES, Role
from offramp.kernel.classification import DataClass

MAY_BE_TOLD = {
    DataClass.IDENTITY: {"en": "your name", "es": "su nombre"},
    DataClass.CONTACT: {"en": "how to reach you", "es": "cómo encontrarle"},
    DataClass.JUSTICE_EVENT: {"en": "what you were stopped for", "es": "por qué le pararon"},
    DataClass.PARTICIPATION: {
        "en": "that both steps are done, and the date",
        "es": "que ya hizo los dos pasos, y la fecha",
    },
    DataClass.SHARED_UPDATE: {
        "en": "a sentence your worker writes, and you see first",
        "es": "una frase que escribe su trabajador y que usted ve antes",
    },
    DataClass.CLINICAL: {"en": "your health and drug use", "es": "su salud y lo que usa"},
    DataClass.NOTES: {"en": "your worker's notes", "es": "las notas de su trabajador"},
    DataClass.SERVICES: {"en": "the services you use, like housing", "es": "los servicios que usa, como vivienda"},
    DataClass.LEGAL_NEEDS: {"en": "court dates and warrants", "es": "sus fechas de corte y órdenes de arresto"},
}
WHY = {
    Role.PROSECUTOR: {"en": "to decide your charge", "es": "para decidir su cargo"},
    Role.OFFICER: {"en": "to know that you did what you set out to do", "es": "para saber que usted cumplió"},
    Role.DEFENDER: {"en": "to help you in court", "es": "para ayudarle en la corte"},
}
COST = {
    Role.PROSECUTOR: {
        "en": "We cannot tell the prosecutor that you are done. The charge may be filed. You still get help here.",
        "es": "No le podemos decir al fiscal que usted ya hizo los dos pasos. Le pueden poner el cargo. "
        "Aquí le ayudamos igual.",
    },
    Role.OFFICER: {
        "en": "We cannot tell the officer that you are done. The charge may be filed. You still get help here.",
        "es": "No le podemos decir al agente que usted ya hizo los dos pasos. Le pueden poner el cargo. "
        "Aquí le ayudamos igual.",
    },
}
NO_COST = {"en": "Nothing else changes.", "es": "No cambia nada más."}
NEVER_FOR_JUSTICE = {
    "en": "health, drug use, notes, where you are",
    "es": "su salud, lo que usa, las notas, dónde está usted",
}
NEVER = {"en": "where you are", "es": "dónde está usted"}


def spoken() -> str:
    """The language of the page, where these words exist in it; else English."""
    language = get_language()
    return language if language in NO_COST else "en"


def cost(role: str, needs: tuple[str, ...], language: str) -> str:
    """What a no costs, in one sentence: something only where the protocol needs this line for the clock."""
    return (COST[Role(role)] if role in needs and Role(role) in COST else NO_COST)[language]


def never(role: str, language: str) -> str:
    return (NEVER_FOR_JUSTICE if role in JUSTICE_ROLES else NEVER)[language]
