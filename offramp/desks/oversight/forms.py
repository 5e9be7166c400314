"""What is said to a complaint, and what a reviewer found in a week."""

from django import forms
from django.utils.translation import gettext_lazy as _

from offramp.design.forms import Form, LongText, Options
from offramp.oversight.states import ANSWER_LENGTH

STEPS = {"answer": _("Answer it, and keep it open"), "close": _("Close it")}


class AnswerForm(Form):
    """One sentence or a few, and whether the complaint is closed by it."""

    words_may_stay = True  # it answers what was complained of

    sentence = LongText(
        label=_("What do you say to it?"), max_length=ANSWER_LENGTH,
        readers=_("the privacy officer and the civil-rights reviewer, except one it is about"),
        help_text=_("It stays with the complaint. If there is a phone or an email, give the same answer there."),
        error_messages={"required": _("Write what you say to it.")},
    )  # fmt: skip
    step = forms.ChoiceField(
        label=_("And then?"), choices=list(STEPS.items()), widget=Options,
        error_messages={"required": _("Choose whether it stays open.")},
    )  # fmt: skip


class AgreeForm(Form):
    """The second yes to a list, or what must change in it."""

    words_may_stay = True

    answer = forms.ChoiceField(
        label=_("Is this exactly what the order lists?"), widget=Options,
        choices=[("agree", _("Yes, I agree")), ("send_back", _("No, send it back"))],
        error_messages={"required": _("Choose Yes or No.")},
    )  # fmt: skip
    reason = LongText(
        label=_("What must change"), required=False, readers=_("the privacy officer"),
        help_text=_("Only if you send it back. Write no participant's name."),
    )  # fmt: skip


class ReviewForm(Form):
    """What was found. Sending it is the signature."""

    words_may_stay = True

    found = LongText(
        label=_("What did you find?"), max_length=ANSWER_LENGTH,
        readers=_("the privacy officer and the civil-rights reviewer"),
        help_text=_("For example: each of these has its reason. Or: whom you asked about which, and what they said."),
        error_messages={"required": _("Write what you found, or that everything has its reason.")},
    )  # fmt: skip
