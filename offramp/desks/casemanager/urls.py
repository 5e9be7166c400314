from django.urls import path

from offramp.desks.casemanager import (
    consents,
    details,
    emergencies,
    intakes,
    matters,
    notices,
    releases,
    sharing,
    views,
)

app_name = "casemanager"
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
    path(P + "next-time/", views.next_time, name="next-time"),
    path(P + "contact/", views.contact, name="contact"),
    path(P + "contact/keep/", views.keep, name="contact-keep"),
    path(P + "contact/share/", views.share, name="contact-share"),
    path(P + "names/", details.names, name="names"),
    path(P + "names/<uuid:alias_id>/remove/", details.remove_name, name="name-remove"),
    path(P + "about/", details.about, name="about"),
    path(P + "take-over/", views.take_over, name="take-over"),
    path(P + "same/<uuid:other_id>/", views.same, name="same"),
    path(P + "links/<uuid:link_id>/undo/", views.unlink, name="unlink"),
    path(P + "release/", releases.who, name="release"),
    path(P + "release/ask/", releases.ask, name="release-ask"),
    path(P + "release/sign/", releases.sign, name="release-sign"),
    path(P + "release/<uuid:release_id>/copy/", releases.copy, name="release-copy"),
    path(P + "release/lines/<uuid:line_id>/stop/", releases.stop, name="release-stop"),
    path(P + "shared/", sharing.shared, name="shared"),
    path(P + "update/", sharing.update, name="update"),
    path(P + "intake/", intakes.parts, name="intake"),
    path(P + "intake/complete/", intakes.complete, name="intake-complete"),
    path(P + "intake/undo/", intakes.undo, name="intake-undo"),
    path(P + "intake/<slug:part>/", intakes.part, name="intake-part"),
    path(MATTER, matters.matter, name="matter"),
    path(MATTER + "clock/", matters.clock, name="clock"),
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
