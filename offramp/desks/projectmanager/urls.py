"""The addresses of the project manager's desk."""

from django.urls import path

from offramp.desks.projectmanager import protocol, views

app_name = "projectmanager"

urlpatterns = [
    path("", views.home, name="home"),
    path("approve/<uuid:referral_id>/", views.approval, name="approval"),
    path("settle/<uuid:referral_id>/", views.settle, name="settle"),
    path("call-back/<uuid:referral_id>/", views.call_back, name="call_back"),
    path("referrals/", views.all_referrals, name="referrals"),
    path("counts/", views.counts, name="counts"),
    path("on-call-log/", views.on_call_log, name="on_call_log"),
    path("roster/", views.roster, name="roster"),
    path("protocol/", protocol.in_force, name="protocol"),
    path("protocol/adopt/", protocol.adopt, name="adopt"),
    path("protocol/adopt/look-over/", protocol.look_over, name="look_over"),
    path("protocol/<uuid:version_id>/", protocol.earlier, name="version"),
]
