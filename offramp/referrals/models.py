"""Requests that somebody enter the program, who agreed to them, and the hand-off."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from offramp.directory.models import Membership
from offramp.directory.states import ASSIGNABLE_ROLES, JUSTICE_ROLES, Role
from offramp.kernel import clocks, identifiers
from offramp.kernel.models import AppendOnly, Row, at_and_by
from offramp.people.models import KeptOut
from offramp.people.states import AgeBand, Race, Sex
from offramp.protocols.models import ProtocolVersion
from offramp.protocols.rules import is_out_of_hours
from offramp.protocols.states import PaperworkMode
from offramp.referrals.states import (
    PLACE_LENGTH,
    CloseReason,
    DeclineReason,
    Door,
    InsteadOfWaiting,
    Mode,
    NotOfferedReason,
    PassReason,
    Status,
)

if TYPE_CHECKING:
    from offramp.kernel.trail import Actor

_NO_NAME_KEPT = (Status.DECLINED, Status.NOT_OFFERED, Status.NOT_DIVERTIBLE)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, member: "Actor", at: datetime) -> Self:
        """Own submissions for police, own approvals for who is asked, the site's for care and project management.

        A prosecutor sees what waits for their answer, and nothing of it from the moment somebody has answered. Whoever
        stands in sees what waits while it is out of hours, and a sergeant afterwards what they answered. What the public
        told us reaches none of them, whomever a protocol names.
        """
        here = self.filter(site=member.site_id)._through_doors_open_to(member)
        if isinstance(member, Membership) and member.role in ASSIGNABLE_ROLES:
            return here.exclude(person__in=KeptOut.objects.of(member).values("person"))
        if member.role == Role.PROSECUTOR:
            return here._asked(member, at).filter(status=Status.ASKED)
        if member.role == Role.SUPERVISOR:
            answered = Approval.objects.filter(site=member.site_id, made_by=member.pk).values("referral")
            asked = here._asked(member, at).values("pk")
            return here.filter(Q(officer=member.pk) | Q(pk__in=asked) | Q(pk__in=answered))
        return here.filter(officer=member.pk) if member.role in (Role.OFFICER, Role.LE_LIAISON) else here.none()

    def sent_since(self, moment: datetime) -> Self:
        return self.filter(received_at__gte=moment).order_by("-received_at", "-pk")

    def waiting_for(self, member: Membership, at: datetime) -> Self:
        """Waiting for this member to agree, oldest first. What they sent themselves waits for somebody else."""
        of_the_role = self.filter(site=member.site_id, status=Status.ASKED)._asked(member, at)
        by_others = of_the_role.filter(Q(officer__isnull=True) | ~Q(officer__user=member.user_id))
        return by_others.order_by("received_at", "pk")

    def _asked(self, member: "Actor", at: datetime) -> Self:
        """What asks this member's role; and what still waits where the role stands in, by protocols that say so now."""
        to_stand_in = Q(stand_in_role=member.role, status=Status.ASKED)
        versions = self.filter(to_stand_in).values("protocol_version")
        out_of_hours = [
            version.pk
            for version in ProtocolVersion.objects.filter(pk__in=versions).select_related("site")
            if is_out_of_hours(version.protocol, clocks.local_time(at, version.site.time_zone))
        ]
        asked = self.filter(Q(asked_role=member.role) | to_stand_in & Q(protocol_version__in=out_of_hours))
        return asked._through_doors_open_to(member)

    def _through_doors_open_to(self, member: "Actor") -> Self:
        return self.exclude(door=Door.COMMUNITY) if member.role in JUSTICE_ROLES else self


class Referral(Row):
    """One request that one person enter the program, and what became of it. Facts used to judge it are not kept."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    code = models.CharField(max_length=8, default=identifiers.spoken_code)
    door = models.CharField(max_length=20, choices=[(door, door) for door in Door])
    status = models.CharField(max_length=20, choices=[(status, status) for status in Status])
    status_since = models.DateTimeField()
    received_at = models.DateTimeField()
    protocol_version = models.ForeignKey("protocols.ProtocolVersion", on_delete=models.PROTECT)
    findings = models.JSONField(default=list)  # [{"clause", "answer", "reason", "authority"}], one for every clause
    officer = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="referrals")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, null=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="referrals")
    asked_role = models.CharField(max_length=30, blank=True)
    stand_in_role = models.CharField(max_length=30, blank=True)
    decline_reason = models.CharField(max_length=40, blank=True, choices=[(r, r) for r in DeclineReason])
    not_offered_reason = models.CharField(max_length=40, blank=True, choices=[(r, r) for r in NotOfferedReason])
    close_reason = models.CharField(max_length=40, blank=True, choices=[(r, r) for r in CloseReason])
    offense = models.CharField(max_length=60, blank=True)  # the protocol's own category
    aggrieved_party = models.CharField(max_length=20, blank=True)  # only the answer; nothing about that person
    incident_number = models.CharField(max_length=40, blank=True)
    statute = models.CharField(max_length=60, blank=True)
    report_reference = models.CharField(max_length=40, blank=True)
    property_reference = models.CharField(max_length=40, blank=True)
    report_note = models.CharField(max_length=240, blank=True)
    finished_at = models.DateTimeField(null=True)  # when the officer had written everything, or all that they had
    finished_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)  # write-only for whoever sent it
    concerns = models.JSONField(default=list)  # of a social contact or community referral, from a list
    seen_race = models.CharField(max_length=60, blank=True, choices=[(r, r) for r in Race])  # as the officer saw it
    seen_sex = models.CharField(max_length=10, blank=True, choices=[(s, s) for s in Sex])
    seen_age = models.CharField(max_length=12, blank=True, choices=[(a, a) for a in AgeBand])
    referrer_relation = models.CharField(max_length=40, blank=True)  # community door
    referrer_contact = models.CharField(max_length=120, blank=True)
    wants_call_back = models.BooleanField(default=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "code"], name="referral_code_once"),
            models.CheckConstraint(name="referral_status_is_known", condition=Q(status__in=list(Status))),
            models.CheckConstraint(name="referral_door_is_known", condition=Q(door__in=list(Door))),
            models.CheckConstraint(
                name="no_name_is_kept_without_a_yes",
                condition=~Q(status__in=_NO_NAME_KEPT) | Q(person__isnull=True),
            ),
            models.CheckConstraint(
                name="police_doors_have_an_officer", condition=Q(door=Door.COMMUNITY) | Q(officer__isnull=False)
            ),
            models.CheckConstraint(
                name="community_referrals_are_not_police_records",
                condition=~Q(door=Door.COMMUNITY) | Q(officer__isnull=True, incident_number="", offense=""),
            ),
            at_and_by("referral", "finished"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "status", "received_at"], name="referrals_by_status"),
            models.Index(fields=["site", "officer", "-received_at"], name="referrals_of_an_officer"),
            models.Index(fields=["site", "-received_at"], name="referrals_newest_first"),
        ]

    class Privacy:
        C1 = ("person",)
        C3 = ("place",)
        C4 = ("officer", "unit", "offense", "aggrieved_party", "incident_number", "statute", "report_reference",
              "property_reference", "report_note", "findings", "asked_role", "stand_in_role", "finished_at", "finished_by",
              "code", "door", "received_at")  # fmt: skip
        C5 = ("status", "status_since", "decline_reason", "not_offered_reason", "close_reason", "concerns")
        C2 = ("referrer_relation", "referrer_contact", "wants_call_back")
        C12 = ("seen_race", "seen_sex", "seen_age")
        T = ("id", "site", "protocol_version")

    @property
    def answered_by_id(self) -> UUID | None:
        """Who took the call, if there was one."""
        hand_off = HandOff.objects.filter(referral=self).only("answered_by").first()
        return hand_off.answered_by_id if hand_off else None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def left_to_write(self) -> int:
        """How many boxes of what could wait are still empty; none once the officer said that it is all they have.

        A note never has to be written, and where no report is written it has no reference.
        """
        boxes = [self.incident_number, self.statute, self.property_reference]
        if self.protocol_version.protocol.paperwork.mode is not PaperworkMode.NONE:
            boxes.append(self.report_reference)
        return 0 if self.is_finished else boxes.count("")

    @property
    def returned_to_sender(self) -> bool:
        """A diversion that whoever was asked sent back. It went out without a name."""
        return self.status == Status.RETURNED and self.door == Door.ARREST_DIVERSION

    @property
    def may_be_offered(self) -> bool:
        return self.status == Status.MAY_OFFER

    @property
    def waits_for_sender(self) -> bool:
        """The officer still has something to do: to offer, or to write what could wait. Nobody else's act changes it."""
        was_called = self.door == Door.ARREST_DIVERSION and hasattr(self, "hand_off")
        return self.may_be_offered or (was_called and not self.is_finished)


class Approval(AppendOnly, Row):
    """What somebody answered who had to agree. Several can follow each other: sent back, then agreed."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="approvals")
    answer = models.CharField(max_length=20)  # the verb of the step
    reason = models.CharField(max_length=240, blank=True)
    was_by_phone = models.BooleanField(default=False)  # the officer says so; the approver confirms in the queue
    is_exception = models.BooleanField(default=False)
    agreed_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="exceptions_say_why", condition=Q(is_exception=False) | ~Q(reason="")),
            models.UniqueConstraint(
                name="confirmed_or_denied_once",
                fields=["site", "referral", "made_by"],
                condition=Q(answer__in=["confirm", "deny"]),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "referral", "made_at"], name="approvals_of_a_referral")]

    class Privacy:
        C4 = ("answer", "reason", "was_by_phone", "is_exception")
        C13 = ("agreed_member", "made_at", "made_by")
        T = ("id", "site", "referral")


#: Where the officer and the worker meet once the officer has chosen another way.
_MEETS_INSTEAD: Mapping[str, str] = {
    InsteadOfWaiting.CENTER: Mode.CENTER,
    InsteadOfWaiting.PHONE: Mode.PHONE,
    InsteadOfWaiting.SITE_RULE: InsteadOfWaiting.SITE_RULE,
}


class HandOff(Row):
    """The hand-off of one referral: the call, the answer, the way, the arrival, the officer free to go."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="hand_off")
    mode = models.CharField(max_length=10, choices=[(mode, mode) for mode in Mode])
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    rings_since = models.DateTimeField(null=True)  # anew, since whoever had taken the call stepped back
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="calls_taken")
    on_the_way_at = models.DateTimeField(null=True)
    minutes_away = models.PositiveSmallIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")  # who said so
    custody_ended_at = models.DateTimeField(null=True)
    custody_ended_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    nobody_came = models.CharField(max_length=40, blank=True)  # `InsteadOfWaiting`
    rating = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="hand_off_mode_is_known", condition=Q(mode__in=list(Mode))),
            models.CheckConstraint(
                name="hand_off_answered_at_and_by",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__gte=F("called_at"), answered_by__isnull=False),
            ),
            at_and_by("hand_off", "arrived"),
            at_and_by("hand_off", "custody_ended"),
            models.CheckConstraint(
                name="what_was_done_instead_is_known", condition=Q(nobody_came__in=["", *InsteadOfWaiting])
            ),
            models.CheckConstraint(
                name="rating_is_one_to_five", condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "answered_at", "called_at"], name="hand_offs_waiting")]

    class Privacy:
        C4 = ("mode", "called_at", "called_by", "custody_ended_at", "custody_ended_by", "rating", "nobody_came")
        C13 = ("rings_since", "answered_at", "answered_by", "on_the_way_at", "minutes_away", "arrived_at", "arrived_by")
        T = ("id", "site", "referral")

    @property
    def rings_from(self) -> datetime:
        """From when on the roster is rung: the call, or the moment in which whoever had taken it stepped back."""
        return self.rings_since or self.called_at

    @property
    def meets(self) -> str:
        """Where both sides meet, a `Mode` or the site's rule: as the officer chose last, unless the worker calls or comes."""
        chosen = _MEETS_INSTEAD.get(self.nobody_came, self.mode)
        if self.on_the_way_at is None:
            return chosen
        if self.minutes_away is None:
            return Mode.PHONE
        if chosen in (Mode.PHONE, InsteadOfWaiting.SITE_RULE):  # whoever comes, comes to where the officer waits
            return Mode.SCENE if self.mode == Mode.PHONE else self.mode
        return chosen

    @property
    def is_by_phone(self) -> bool:
        """Whether whoever takes the call helps by phone: they said so, or it was asked for and they gave no minutes."""
        return self.meets == Mode.PHONE

    @property
    def went_another_way(self) -> bool:
        """Whether the officer did something else than wait for a worker."""
        return self.nobody_came not in ("", InsteadOfWaiting.WAITED, InsteadOfWaiting.WORKER_CAME)

    @property
    def is_worker_unknown(self) -> bool:
        """Whether the officer met a worker who had not answered, and nobody has said yet who it was."""
        return self.answered_at is None and self.nobody_came == InsteadOfWaiting.WORKER_CAME

    @property
    def is_nobody_there(self) -> bool:
        """Whether nobody has answered or is there, and the officer has neither gone another way nor is clear."""
        is_waiting = self.nobody_came in ("", InsteadOfWaiting.WAITED)
        return self.answered_at is None and is_waiting and self.custody_ended_at is None

    @property
    def minutes_to_arrival(self) -> int | None:
        """Whole minutes from the call to the arrival."""
        return None if self.arrived_at is None else int((self.arrived_at - self.called_at).total_seconds() // 60)


class CallPass(AppendOnly, Row):
    """Somebody who was rung could not come and passed the call on. No count of these is shown to anyone."""

    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    hand_off = models.ForeignKey(HandOff, on_delete=models.PROTECT, related_name="passes")
    reason = models.CharField(max_length=20, choices=[(reason, reason) for reason in PassReason])
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "hand_off", "passed_by"], name="passed_on_once")
        ]

    class Privacy:
        C13 = ("reason", "passed_at", "passed_by")
        T = ("id", "site", "hand_off")


class StillCounted(Row):
    """What the counts keep of a diversion whose record was removed by law: that a unit sent one, and in which months.

    Nothing leads from here to anybody, nor from anywhere to here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)  # no moment in it, unlike other identifiers
    site = models.ForeignKey("directory.Site", on_delete=models.PROTECT)
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, null=True)
    received_in = models.DateField()  # the first day of the month in which it came, where the site is
    called_in = models.DateField()
    handed_off_in = models.DateField()
    aggrieved_party = models.CharField(max_length=20, blank=True)  # the answer, as on the referral

    class Privacy:
        A = ("unit", "received_in", "called_in", "handed_off_in", "aggrieved_party")
        T = ("id", "site")
