"""The addresses for whoever is not signed in."""

from django.urls import path

from offramp.desks.public import views

app_name = "public"

urlpatterns = [
    path("sites/", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("complaint/", views.complaint, name="complaint"),
    path("sites/<slug:slug>/", views.site, name="site"),
    path("sites/<slug:slug>/tell-us/", views.tell_us, name="tell_us"),
    path("sites/<slug:slug>/tell-us/received/", views.received, name="received"),
    path("sites/<slug:slug>/complaint/", views.complain, name="complain"),
]
