"""The sergeant's addresses."""

from django.urls import path

from offramp.desks.supervisor import views

app_name = "supervisor"

urlpatterns = [
    path("", views.home, name="home"),
]
