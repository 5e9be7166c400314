from django.urls import path

from offramp.desks.privacyofficer import breaches, views

app_name = "privacyofficer"
urlpatterns = [
    path("", views.home, name="home"),
    path("breach/", breaches.breach, name="breach"),
    path("breach/names/", breaches.ask, name="ask"),
    path("breach/<uuid:inquiry_id>/", breaches.names, name="names"),
]
