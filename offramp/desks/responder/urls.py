from django.urls import path

from offramp.desks.responder import looking, meetings, views

app_name = "responder"
urlpatterns = [
    path("", views.home, name="home"),
    path("rings/", views.rings, name="rings"),
    path("rings/<uuid:hand_off_id>/answer/", views.answer, name="answer"),
    path("rings/<uuid:hand_off_id>/cannot-come/", views.cannot_come, name="cannot-come"),
    path("on-the-way/<uuid:referral_id>/", views.on_the_way, name="on-the-way"),
    path("on-the-way/<uuid:referral_id>/step-back/", views.step_back, name="step-back"),
    path("on-the-way/<uuid:referral_id>/arrived/", views.arrived, name="arrived"),
    path("on-the-way/<uuid:referral_id>/start/", views.start, name="start"),
    path("on-the-way/<uuid:referral_id>/nobody/", views.nobody, name="nobody"),
    path("looking/<uuid:referral_id>/met/", looking.met, name="met"),
    path("looking/<uuid:referral_id>/close/", looking.close, name="close"),
    path("closed/", looking.closed, name="closed"),
    path("closed/<uuid:referral_id>/look-again/", looking.look_again, name="look-again"),
    path("meeting/<uuid:referral_id>/", meetings.meeting, name="meeting"),
    path("meeting/<uuid:meeting_id>/saved/", meetings.saved_meeting, name="saved-meeting"),
    path("card/", meetings.naloxone_card, name="naloxone-card"),
]
