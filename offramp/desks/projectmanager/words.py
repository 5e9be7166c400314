"""How far a referral is, and what became of stops, as a project manager reads it."""

from django.utils.translation import gettext_lazy as _

from offramp.referrals.states import Status
from offramp.reporting.states import Outcome

HOW_FAR = {
    Status.ASKED: _("Waits for a yes"),
    Status.RETURNED: _("Sent back to the officer"),
    Status.MAY_OFFER: _("Agreed, not offered yet"),
    Status.ACCEPTED: _("A worker is being called"),
    Status.LOOKING: _("A worker is looking for the person"),
    Status.HANDED_OFF: _("Handed off to a worker"),
    Status.DECLINED: _("The person said no"),
    Status.NOT_OFFERED: _("Not offered"),
    Status.NOT_DIVERTIBLE: _("The protocol does not allow it"),
    Status.NOT_AGREED: _("Not agreed to"),
    Status.CLOSED: _("Closed, and may come back"),
}

BECAME = {
    Outcome.SAID_YES: _("The person said yes"),
    Outcome.SAID_NO: _("The person said no"),
    Outcome.NOT_OFFERED: _("Not offered"),
    Outcome.HARMED_DID_NOT_AGREE: _("The person harmed did not agree"),
    Outcome.PROTOCOL_SAID_NO: _("The protocol does not allow it"),
    Outcome.NOT_AGREED_TO: _("Not agreed to"),
    Outcome.NO_ANSWER: _("No answer in time"),
}
