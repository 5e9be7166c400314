"""Every address, desk by desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("offramp.desks.urls")),
]
