"""The sergeant's addresses."""

from django.urls import path

from offramp.desks.supervisor import views

app_name = "supervisor"

urlpatterns = [
    path("", views.home, name="home"),
    path("approvals/<uuid:referral_id>/", views.approval, name="approval"),
    path("approvals/<uuid:referral_id>/<slug:answer>/", views.answer, name="answer"),
    path("by-phone/<uuid:referral_id>/", views.confirm, name="confirm"),
]
