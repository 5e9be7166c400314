"""The addresses at which whoever is asked answers."""

from django.urls import path

from offramp.desks.approvals import views

app_name = "approvals"

urlpatterns = [
    path("", views.home, name="home"),
    path("<uuid:referral_id>/", views.approval, name="approval"),
    path("<uuid:referral_id>/<slug:answer>/", views.answer, name="answer"),
    path("by-phone/<uuid:referral_id>/", views.confirm, name="confirm"),
    path("by-phone/<uuid:referral_id>/deny/", views.deny, name="deny"),
]
