"""How far a referral is, as a project manager reads it."""

from django.utils.translation import gettext_lazy as _

from offramp.referrals.states import Status

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
