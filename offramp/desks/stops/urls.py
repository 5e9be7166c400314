from django.urls import path

from offramp.desks.stops import views

app_name = "stops"
urlpatterns = [
    path("", views.home, name="home"),
    path("waiting/", views.waiting, name="waiting"),
    path("waiting/<uuid:stop_id>/", views.place, name="place"),
]
