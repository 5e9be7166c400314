"""What each part of the intake asks (domain.md, form F8). Every question can be skipped, or met with "prefer not to say".

A question without answers to choose from is answered in the person's own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from offramp.casework.states import PREFER_NOT, SKIPPED, Part


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its name in the record, its words, and the answers to choose from as (kept, shown)."""

    name: str
    words: Any
    answers: tuple[tuple[str, Any], ...] = ()


YES_NO = (("yes", _("Yes")), ("no", _("No")))
OFTEN = (
    ("daily", _("Every day")),
    ("weekly", _("Most weeks")),
    ("sometimes", _("Now and then")),
    ("not now", _("Not now")),
)
READY = (
    ("precontemplation", _("Not thinking about it")), ("contemplation", _("Thinking about it")),
    ("preparation", _("Getting ready")), ("action", _("Doing it")), ("maintenance", _("Keeping it up")),
)  # fmt: skip
READY_ABOUT_USE = (*READY, ("recurrence", _("Used again, and talking about it")))

QUESTIONS: dict[Part, tuple[Question, ...]] = {
    Part.REACHING_YOU: (
        Question("reach", _("What is the best way to reach you?"), (
            ("phone", _("Phone")), ("text", _("Text")), ("find", _("Come and find me")),
        )),
        Question("hours", _("When is a good time?")),
        Question("places", _("Where can we look for you?")),
        Question("message_with", _("Is there somebody we may leave a message with?"), YES_NO),
    ),
    Part.HOME_AND_FAMILY: (
        Question("housing", _("Where do you stay now?"), (
            ("shelter", _("A shelter")), ("transitional", _("Transitional housing")), ("doubling up", _("With others")),
            ("street", _("Outside or in a car")), ("permanent", _("A place of my own")), ("other", _("Somewhere else")),
        )),
        Question("safe_there", _("Do you feel safe there?"), YES_NO),
        Question("children", _("Who depends on you: children, others, pets?")),
        Question("people", _("Who is on your side?")),
    ),
    Part.INCOME_WORK_PAPERS: (
        Question("papers", _("Do you have an ID?"), YES_NO),
        Question("income", _("What do you live on?")),
        Question("work", _("How is it with work?"), (
            ("unemployed_looking", _("Looking for work")), ("not_looking", _("Not looking now")), ("unable", _("Not able to")),
            ("training", _("In training")), ("part_time", _("Part time")), ("full_time", _("Full time")),
            ("informal", _("Day jobs")),
        )),
        Question("insurance", _("Do you have health insurance?"), YES_NO),
        Question("veteran", _("Were you in the military?"), YES_NO),
    ),
    Part.HEALTH: (
        Question("now", _("Is there anything about your body that should be seen to now?")),
        Question("doctor", _("Is there a doctor or clinic you go to?"), YES_NO),
        Question("hepatitis_c", _("Have you been tested for hepatitis C?"), YES_NO),
        Question("medicines", _("Do you take medicines?")),
    ),
    Part.SUBSTANCE_USE: (
        Question("what", _("What do you use, if anything?")),
        Question("how_often", _("How often?"), OFTEN),
        Question("last", _("When was the last time?")),
        Question("has_overdosed", _("Did you ever overdose?"), YES_NO),
        Question("medication", _("Medicine for opioid use: had it, want it, or not for you?"), (
            ("has", _("I take it now")), ("had", _("I took it before")), ("wants", _("I want to know more")),
            ("not for me", _("Not for me")),
        )),
    ),
    Part.MIND_AND_MOOD: (
        Question("mood", _("How have you felt these weeks?")),
        Question("sleep", _("How do you sleep?")),
        Question("help_before", _("Was there help for this before that did you good?")),
        Question("hurting_self", _("Have you thought of hurting yourself?"), YES_NO),
    ),
    Part.HARD_THINGS: (
        Question("tell", _("Is there something hard that we should know, so that we do no harm?")),
        Question("safe_from", _("Is there somebody you need to be safe from?"), YES_NO),
        Question("avoid", _("What should we not do or say?")),
    ),
    Part.LEGAL: (
        Question("open_matters", _("Are there other matters in court?"), YES_NO),
        Question("warrants", _("Do you think there is a warrant?"), YES_NO),
        Question("fines", _("Fines or fees that weigh on you?"), YES_NO),
        Question("supervision", _("Are you on probation or parole?"), YES_NO),
        Question("help_wanted", _("What would help most?")),
    ),
    Part.STRENGTHS: (
        Question("good_at", _("What are you good at?")),
        Question("helped_before", _("What has helped you before?")),
        Question("culture", _("Is there a language, faith or custom that we should know of?")),
    ),
    Part.WHAT_YOU_WANT: (
        Question("first", _("What do you want first?")),
        Question("in_a_year", _("How should it be in a year?")),
        Question("in_the_way", _("What is in the way?")),
    ),
    Part.CHANGE: (
        Question("housing", _("A place to live"), READY),
        Question("work", _("Work and income"), READY),
        Question("use", _("Substance use"), READY_ABOUT_USE),
        Question("health", _("Health"), READY),
        Question("law", _("Trouble with the law"), READY),
    ),
}  # fmt: skip


def in_words(part: Part, answers: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """Each question of a part with what was said to it, as it was chosen or written; a skip and no answer in words too."""
    shown: dict[str, Any] = {"": _("Left open"), SKIPPED: _("Skipped"), PREFER_NOT: _("Prefers not to say")}
    said = ((question, answers.get(question.name, "")) for question in QUESTIONS[part])
    return [(question.words, (dict(question.answers) | shown).get(kept, kept)) for question, kept in said]
