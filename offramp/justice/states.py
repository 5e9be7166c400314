"""The life of a diverted matter. Only these steps exist.

Whether the two steps are done is not a status: it is computed from facts, and no justice partner can read that it is not.
"""

from enum import StrEnum

from offramp.kernel import steps
from offramp.kernel.refusals import NotNow

#: An update is one sentence: so many characters at most, with the name and the opener.
UPDATE_LENGTH = 200

#: On what a record is removed, in characters: a law, an order or a clause.
BASIS_LENGTH = 80


class Opener(StrEnum):
    """How an update begins: with something good about the person, or with nothing that is asked of anybody."""

    HAS_MET = "has met with us"
    IS_CONNECTED = "is connected with help"
    NEEDS_NOTHING = "needs nothing from you"
    ASKS_FOR_A_CALL = "asks you to call {worker}"


#: What an update never says, for no release opens these classes to a justice desk (trust reference, 4.3: C3 and C6 are
#: closed to them under any consent), and an update says nothing against anybody. Accents are not looked at, and each phrase
#: may end like a plural ("clinics"). A list is a help to whoever writes and no guarantee: it knows no other words.
HEALTH_WORDS = (
    "health", "hospital", "clinic", "doctor", "nurse", "sick", "illness", "diagnosis", "diagnosed", "psychiatric",
    "pregnant", "HIV", "hepatitis", "overdose", "overdosed", "overdosing", "drug", "drug test", "alcohol", "drunk",
    "fentanyl", "heroin", "meth", "cocaine", "opioid", "opiate", "narcotic", "marijuana", "cannabis", "weed",
    "naloxone", "narcan", "used again", "using again", "relapse", "relapsed", "sober", "sobriety", "treatment", "rehab",
    "detox", "therapy", "therapist", "counseling", "counselor", "recovery", "inpatient", "in-patient", "in patient",
    "outpatient", "out-patient", "psychiatrist", "psychologist", "medication", "medicine", "meds", "pill",
    "prescription", "methadone", "buprenorphine", "suboxone", "naltrexone", "MOUD", "test result", "tested positive",
    "tested negative", "tests positive", "tests negative", "test positive", "test negative", "urine",
    "salud", "hospitalizado", "hospitalizada", "clínica", "médico", "médica", "doctora", "enfermera", "enfermero",
    "enfermo", "enferma", "enfermedad", "diagnóstico", "embarazada", "VIH", "sobredosis", "droga", "prueba de drogas",
    "marihuana", "opiáceo", "narcótico", "psiquiatra", "psicólogo", "psicóloga", "borracho", "borracha", "fentanilo",
    "heroína", "metanfetamina", "cocaína", "opioide", "naloxona", "consumo", "consume", "volvió a usar", "recaída",
    "recayó", "sobrio", "sobria", "tratamiento", "rehabilitación", "desintoxicación", "terapia", "terapeuta",
    "recuperación", "medicamento", "medicina", "pastilla", "receta", "metadona", "buprenorfina", "naltrexona",
    "resultado de la prueba", "resultados de la prueba", "da positivo", "da negativo", "dio positivo", "dio negativo",
    "orina",
)  # fmt: skip
PLACE_WORDS = (
    "shelter", "jail", "prison", "motel", "hotel", "camp", "tent", "street", "avenue", "home address", "new address",
    "lives at", "lives in", "lives on", "lives with", "living at", "living in", "living with", "stays at", "stays in",
    "stays with", "staying at", "staying in", "staying with", "sleeps at", "sleeps in", "sleeping at", "sleeping in",
    "moved to", "bed at", "bed in", "room at", "room in",
    "albergue", "refugio", "cárcel", "prisión", "campamento", "carpa", "calle", "avenida", "domicilio", "dirección",
    "vive en", "vive con", "se queda en", "se queda con", "duerme en", "se mudó a", "cama en", "cuarto en",
)  # fmt: skip
WORDS_AGAINST = (
    "violation", "violated", "noncompliant", "non-compliant", "noncompliance", "fails", "failed", "failing", "failure",
    "terminated", "discharged", "not met", "inactive", "in the wind", "absconded", "missed", "no-show", "dropped out",
    "refused", "refuses", "skipped", "skips", "did not come", "didn't come", "did not show", "didn't show",
    "stopped coming", "stopped showing",
    "violación", "violó", "incumplimiento", "incumplió", "no cumplió", "falló", "faltó", "fracasó", "fracaso",
    "inactivo", "inactiva", "ausente", "se negó", "no se presentó", "no vino", "no asistió", "dejó de venir",
    "dejó de asistir", "se saltó",
)  # fmt: skip
#: A number, one to three words with a capital, and a kind of street: "123 Main St".
AN_ADDRESS = r"\d+\s+(?:(?-i:[A-Z])\w*\.?\s+){1,3}(?:st|ave?|rd|dr|ln|blvd|hwy|pkwy|road|drive|lane|boulevard)"
NEVER_IN_AN_UPDATE = HEALTH_WORDS + PLACE_WORDS + WORDS_AGAINST


class Status(StrEnum):
    HELD = "held"  # the charge is held while the person completes what the protocol asks
    NOT_FILED = "not filed"
    FILED = "filed"
    DECLINED = "declined"
    INELIGIBLE = "not eligible on review"


class Holder(StrEnum):
    """Whose turn a step is."""

    PROSECUTOR = "the prosecutor"
    OFFICER = "the referring officer"


class ToldHow(StrEnum):
    """How a person was told of a notice: only what reaches them counts."""

    FACE_TO_FACE = "face to face"
    ON_THE_PHONE = "on the phone, and spoke with them"


class Answered(StrEnum):
    """What the person said when they were told. Only the last of these lets the notice go."""

    STOP_IT = "stop it"
    DO_IT_FIRST = "wants to do it first"
    OK = "ok"


Step = steps.Step[Status, Holder]

STEPS = (
    Step("do_not_file", Status.HELD, Status.NOT_FILED, Holder.PROSECUTOR),
    Step("file", Status.HELD, Status.FILED, Holder.PROSECUTOR),
    Step("decline", Status.HELD, Status.DECLINED, Holder.PROSECUTOR),
    Step("find_ineligible", Status.HELD, Status.INELIGIBLE, Holder.PROSECUTOR),
    # Where the protocol leaves the charge to the officer, these two are the only steps, and the prosecutor's are none.
    Step("do_not_charge", Status.HELD, Status.NOT_FILED, Holder.OFFICER),
    Step("charge", Status.HELD, Status.FILED, Holder.OFFICER),
)


def find_step(verb: str, status: Status) -> Step:
    """The step called `verb` out of `status`. Raises `NotNow` with the sentence to show when there is none."""
    decided = NotNow("This matter is decided already. Its decision is on the page.")
    return steps.find_step(STEPS, verb, status, otherwise=decided)
