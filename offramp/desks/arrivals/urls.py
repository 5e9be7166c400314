"""One address, the same for every justice partner."""

from django.urls import path

from offramp.desks.arrivals import views

app_name = "arrivals"

urlpatterns = [path("", views.home, name="home")]
