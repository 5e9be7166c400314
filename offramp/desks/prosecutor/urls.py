"""The addresses of the prosecutor's desk."""

from django.urls import path

from offramp.desks.prosecutor import views

app_name = "prosecutor"

urlpatterns = [
    path("", views.home, name="home"),
    path("decided/", views.decided, name="decided"),
    path("clock/", views.clock, name="clock"),
    path("rules/", views.rules, name="rules"),
    path("matter/<uuid:matter_id>/", views.matter, name="matter"),
    path("matter/<uuid:matter_id>/decide/", views.decide, name="decide"),
    path("matter/<uuid:matter_id>/decide/confirm/", views.confirm, name="confirm"),
]
