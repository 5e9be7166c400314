"""The addresses of the state coordinator's desk."""

from django.urls import path

from offramp.desks.state import views

app_name = "state"

urlpatterns = [
    path("", views.home, name="home"),
    path("map.svg", views.picture, name="map"),
    path("counts/", views.counts, name="counts"),
]
