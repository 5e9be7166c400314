"""Every address, desk by desk."""

from django.urls import include, path

urlpatterns = [
    path("", include("offramp.desks.urls")),
]

handler400 = handler403 = handler404 = "offramp.design.pages.cannot_show"
handler429 = "offramp.design.pages.too_many"  # allauth's, which Django does not ask for
handler500 = "offramp.design.pages.broken"
