"""Fixed wording for whoever tells us about a person. The same words for everyone, on the page and on the telephone.

A native speaker checks the Spanish, and signs with name and date, before a site goes live; a test pins both.
"""

#: Before anything is asked (screens reference, X6).
EMERGENCY = {
    "en": (
        "If someone could die or get hurt right now, call 911. Do not use this form. If someone may hurt themselves or "
        "cannot cope, call or text 988, day or night. It is free. No one reads this form at night, and no one comes out "
        "right away. We use it to find the person and ask if they want help. We cannot tell you what happens next. That "
        "is private."
    ),
    "es": (
        "Si alguien se puede morir o lastimar ahora, llame al 911. No use esta hoja. Si alguien quiere hacerse daño o ya "
        "no puede más, llame al 988 y oprima el 2, o mande la palabra AYUDA al 988, de día o de noche. Es gratis. De "
        "noche nadie lee esta hoja y nadie sale en ese momento. La usamos para buscar a la persona y ver si quiere "
        "ayuda. No le podemos decir qué pasa después. Eso es privado."
    ),
}

#: What everyone is told who sent something, asks again or is called back (M03). Never more.
RECEIPT = {
    "en": (
        "Thank you. We have your message. If we can, we will look for the person and ask if they want help. To protect "
        "their privacy we cannot tell you what happens, today or later."
    ),
    "es": (
        "Gracias. Tenemos su mensaje. Si podemos, vamos a buscar a la persona y a preguntarle si quiere ayuda. Para "
        "cuidar su vida privada no le podemos decir qué pasa, ni hoy ni después."
    ),
}
