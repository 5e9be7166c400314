from django.urls import path, register_converter

from offramp.casework.states import Part
from offramp.desks.casemanager import (
    consents,
    details,
    emergencies,
    intakes,
    matters,
    notes,
    notices,
    releases,
    relief,
    sharing,
    telling,
    views,
)

app_name = "casemanager"


class PartByNumber:
    """A part of the intake as its number: browsers keep addresses, and its name can be a word about health."""

    regex = "[0-9]{1,2}"

    def to_python(self, number: str) -> str:
        return dict(enumerate(Part, 1)).get(int(number), "")

    def to_url(self, part: str) -> str:
        return str([*Part].index(Part(part)) + 1 if part in set(Part) else 0)


register_converter(PartByNumber, "part")
P = "p/<uuid:person_id>/"
MATTER = P + "matter/<uuid:diversion_id>/"
NOTICE = MATTER + "notice/<uuid:recipient_id>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/", views.my_people, name="people"),
    path("unassigned/", views.unassigned, name="unassigned"),
    path("emergency/", emergencies.open_it, name="emergency"),
    path("emergency/<uuid:access_id>/", emergencies.file, name="emergency-file"),
    path(P, views.person, name="person"),
    path("notes-to-sign/", notes.unsigned, name="unsigned-notes"),
    path("team/", notes.team, name="team"),
    path(P + "notes/", notes.listed, name="notes"),
    path(P + "notes/new/", notes.write, name="note-new"),
    path(P + "notes/<uuid:contact_id>/", notes.note, name="note"),
    path(P + "notes/<uuid:contact_id>/throw-away/", notes.throw_away, name="note-throw-away"),
    path(P + "next-time/", views.next_time, name="next-time"),
    path(P + "contact/", views.contact, name="contact"),
    path(P + "contact/keep/", views.keep, name="contact-keep"),
    path(P + "contact/share/", views.share, name="contact-share"),
    path(P + "names/", details.names, name="names"),
    path(P + "names/<uuid:alias_id>/remove/", details.remove_name, name="name-remove"),
    path(P + "kept-out/", details.kept_out, name="kept-out"),
    path(P + "kept-out/<uuid:kept_out_id>/let-in/", details.let_in, name="let-in"),
    path(P + "about/", details.about, name="about"),
    path(P + "take-over/", views.take_over, name="take-over"),
    path(P + "same/<uuid:other_id>/", views.same, name="same"),
    path(P + "links/<uuid:link_id>/undo/", views.take_back, name="take-back"),
    path(P + "release/", releases.who, name="release"),
    path(P + "release/ask/", releases.ask, name="release-ask"),
    path(P + "release/sign/", releases.sign, name="release-sign"),
    path(P + "release/<uuid:release_id>/copy/", releases.copy, name="release-copy"),
    path(P + "release/lines/<uuid:line_id>/stop/", telling.stop, name="release-stop"),
    path(P + "shared/", sharing.shared, name="shared"),
    path(P + "shared/<uuid:line_id>/stop/", telling.stop_card, name="shared-stop"),
    path(P + "update/", sharing.update, name="update"),
    path(P + "update/confirm/", sharing.update_confirm, name="update-confirm"),
    path(P + "update/<uuid:update_id>/take-back/", sharing.update_take_back, name="update-take-back"),
    path(P + "intake/", intakes.parts, name="intake"),
    path(P + "intake/complete/", intakes.complete, name="intake-complete"),
    path(P + "intake/undo/", intakes.undo, name="intake-undo"),
    path(P + "intake/<part:part>/", intakes.part, name="intake-part"),
    path(MATTER, matters.matter, name="matter"),
    path(MATTER + "relief/", relief.relief, name="relief"),
    path(MATTER + "relief/take-back/", relief.take_back, name="relief-take-back"),
    path(MATTER + "clock/", matters.clock, name="clock"),
    path(MATTER + "told/", matters.told, name="told"),
    path(MATTER + "happened/<slug:clock>/<slug:condition>/", matters.happened, name="happened"),
    path(P + "happened/<uuid:condition_id>/undo/", matters.undo_happened, name="happened-undo"),
    path("extend/<uuid:diversion_id>/", matters.extend, name="extend"),
    path(MATTER + "justice-consent/<uuid:recipient_id>/", consents.form, name="justice-consent"),
    path(MATTER + "contact/", consents.contact, name="contact-word"),
    path(NOTICE, notices.before, name="notice"),
    path(NOTICE + "preview/", notices.preview, name="notice-preview"),
    path(NOTICE + "tell/", notices.tell, name="notice-tell"),
    path(NOTICE + "send/", notices.send, name="notice-send"),
    path(NOTICE + "form/", notices.form, name="notice-form"),
]
