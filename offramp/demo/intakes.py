"""What invented people answer in the parts of an intake that every shipped protocol needs."""

from random import Random

from offramp.casework.states import PREFER_NOT, SKIPPED, Part

#: By part and question, what one or another of them says.
_ANSWERS: dict[Part, dict[str, tuple[str, ...]]] = {
    Part.REACHING_YOU: {
        "reach": ("phone", "text"),
        "hours": ("After ten in the morning.", "Evenings, not on Sundays.", "Any time before dark."),
        "places": ("The library when it rains.", "Riverside lot, near the benches.", "My aunt's porch."),
        "message_with": ("yes", "no", PREFER_NOT),
    },
    Part.HOME_AND_FAMILY: {
        "housing": ("doubling up", "shelter", "street"),
        "safe_there": ("yes", "no"),
        "children": ("A dog, Biscuit.", "A daughter who stays with her grandmother.", SKIPPED),
        "people": ("My sister.", "An old friend from work.", "Nobody just now."),
    },
    Part.HEALTH: {
        "now": ("A tooth that hurts at night.", "My knee, since the winter.", SKIPPED),
        "doctor": ("no", "yes"),
        "hepatitis_c": ("no", "yes", PREFER_NOT),
        "medicines": ("Something for blood pressure, when I have it.", "None.", SKIPPED),
    },
    Part.SUBSTANCE_USE: {
        "what": (
            "Pills at first, then whatever there was.",
            "Mostly stimulants.",
            "Fentanyl, and I want to slow down.",
        ),
        "how_often": ("daily", "weekly", "sometimes"),
        "last": ("Yesterday.", "Three days ago.", PREFER_NOT),
        "has_overdosed": ("no", "yes", PREFER_NOT),
        "medication": ("wants", "had", "not for me"),
    },
    Part.LEGAL: {
        "open_matters": ("no", "yes"),
        "warrants": ("no", PREFER_NOT),
        "fines": ("yes", "no"),
        "supervision": ("no",),
        "help_wanted": ("Getting my license back.", "Knowing what I still owe.", "Somebody to come to court with me."),
    },
    Part.WHAT_YOU_WANT: {
        "first": ("A room with a door that locks.", "My papers.", "To sleep through a night."),
        "in_a_year": ("Working mornings, and seeing my daughter.", "My own place.", "Nothing that I have to hide."),
        "in_the_way": ("No phone half the time.", "Everything is far away without a car.", SKIPPED),
    },
}


def answers(part: Part, dice: Random) -> dict[str, str]:
    """What somebody answers to the questions of one part."""
    return {question: dice.choice(said) for question, said in _ANSWERS[part].items()}
