"""The words of a release that differ from line to line, in both languages side by side so that counsel can compare them."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from offramp.directory.states import Role
from offramp.justice.notices import SentNotice
from offramp.kernel.classification import DataClass
from offramp.kernel.purposes import Purpose
from offramp.protocols.document import Protocol

MAY_BE_TOLD = {
    DataClass.PARTICIPATION: {
        "en": "that both steps are done, and the date",
        "es": "que ya hizo los dos pasos, y la fecha",
    },
    DataClass.SHARED_UPDATE: {
        "en": "a sentence that your worker writes, and you see first",
        "es": "una frase que escribe su trabajador, y que usted ve primero",
    },
    DataClass.COMPLIANCE_NOTICE: {
        "en": "one message, if the two steps are not done by their day",
        "es": "un solo aviso, si los dos pasos no se hacen para su fecha",
    },
}
#: What a justice consent can ever say, and nothing else.
MAY_BE_TOLD_IN_JUSTICE = {
    "en": "that both steps are done, yes for contact, and your next date",
    "es": "que ya hizo los dos pasos, que sí hay contacto, y su próxima fecha",
}
#: Why a record was opened, as its subject reads it.
OPENED = {
    Purpose.CARE: {"en": "to work with you", "es": "para trabajar con usted"},
    Purpose.HANDOFF: {"en": "to meet you", "es": "para encontrarse con usted"},
    Purpose.EMERGENCY_MEDICAL: {
        "en": "in a medical emergency, to tell those who treated you",
        "es": "en una emergencia médica, para informar a quienes le atendieron",
    },
    Purpose.SECURITY_REVIEW: {
        "en": "to find out who had looked at your file",
        "es": "para averiguar quién había mirado su expediente",
    },
    Purpose.LEGAL_PROCESS: {"en": "because a court ordered it", "es": "porque un tribunal lo ordenó"},
}
CHARGES = {
    Role.OFFICER: {"en": "The officer", "es": "el agente"},
    Role.PROSECUTOR: {"en": "The prosecutor", "es": "el fiscal"},
}
TO_DECIDE = {"en": "to decide your charge", "es": "para decidir su cargo"}
TO_KNOW = {"en": "to know that you did what you set out to do", "es": "para saber que usted cumplió"}
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
#: A yes to something else lets the clock's step happen as little as a no does.
COSTS_THE_SAME = {
    "en": "A yes without “{told}” costs the same.",
    "es": "Un sí sin “{told}” cuesta lo mismo.",
}
LEAVES_OUT = {
    "en": "Your yes leaves out {told}. That costs the same.",
    "es": "Su sí no incluye {told}. Eso cuesta lo mismo.",
}
NO_COST = {"en": "Nothing else changes.", "es": "No cambia nada más."}
NEVER = {
    "en": "health, drug use, notes, where you are",
    "es": "su salud, lo que usa, las notas, dónde está usted",
}


def spoken() -> str:
    """The language of the page, where these words exist in it; else English."""
    language = get_language()
    return language if language in NO_COST else "en"


def who_charges(protocol: Protocol, told: str, role: str, language: str) -> str:
    """Who may charge after a notice: whoever is `told`, by name, if it is theirs to decide; else who it is, in a word."""
    decides = protocol.may_charge
    return told if decides is None or role == decides else CHARGES[decides][language]


def why(role: str, held_by: Role | None, language: str) -> str:
    """Why somebody may be told: to decide the charge, for whoever the protocol of a held one lets decide it."""
    return (TO_DECIDE if role == held_by else TO_KNOW)[language]


def cost(role: str, needs: tuple[str, ...], language: str) -> str:
    """What a no costs, in one sentence: something only where the protocol needs this line for the clock."""
    return (COST[Role(role)] if _is_needed(role, needs) else NO_COST)[language]


def costs_the_same(role: str, needs: tuple[str, ...], classes: Collection[DataClass], language: str) -> str:
    """That a yes to the other classes which are asked for costs as much as a no; nothing where it does not."""
    if not _is_needed(role, needs) or len(classes) < 2:
        return ""
    return COSTS_THE_SAME[language].format(told=MAY_BE_TOLD[DataClass.PARTICIPATION][language].capitalize())


def leaves_out(role: str, needs: tuple[str, ...], yes_to: Collection[DataClass], language: str) -> str:
    """The same of a yes that was given; nothing where it is a no, or whole."""
    if not _is_needed(role, needs) or not yes_to or DataClass.PARTICIPATION in yes_to:
        return ""
    return LEAVES_OUT[language].format(told=MAY_BE_TOLD[DataClass.PARTICIPATION][language])


def notice_became(sent: SentNotice) -> str:
    """What became of a notice, as its subject reads it in the language of the page."""
    if sent.shown_at is not None:
        said = gettext("Used: %(name)s was shown this message on %(day)s. Nothing more follows from this paper.")
    elif sent.waits:
        said = gettext("The message waits for %(name)s, who was not shown it yet. You can still stop it.")
    else:
        said = gettext(
            "The message for %(name)s was held back, and is never shown. Nothing more follows from this paper."
        )
    day = date_format(timezone.localdate(sent.shown_at), "DATE_FORMAT") if sent.shown_at else ""
    return said % {"name": sent.notice.recipient.name, "day": day}


def _is_needed(role: str, needs: tuple[str, ...]) -> bool:
    return role in needs and Role(role) in COST
