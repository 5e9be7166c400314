"""The desks, one line each. A desk whose folder has no `urls.py` yet is left out."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from offramp.design import gallery

DESKS = (
    ("officer/", "offramp.desks.officer"),
    ("supervisor/", "offramp.desks.supervisor"),
    ("approvals/", "offramp.desks.approvals"),
    ("responder/", "offramp.desks.responder"),
    ("casemanager/", "offramp.desks.casemanager"),
    ("prosecutor/", "offramp.desks.prosecutor"),
    ("projectmanager/", "offramp.desks.projectmanager"),
    ("state/", "offramp.desks.state"),
    ("privacy/", "offramp.desks.privacyofficer"),
    ("oversight/", "offramp.desks.oversight"),
    ("stops/", "offramp.desks.stops"),
    ("arrivals/", "offramp.desks.arrivals"),
    ("", "offramp.desks.account"),
    ("", "offramp.desks.public"),
)

urlpatterns: list[URLPattern | URLResolver] = [path("design/", gallery.gallery, name="gallery")]
urlpatterns += [
    path(prefix, include(f"{package}.urls"))
    for prefix, package in DESKS
    if find_spec(package) and find_spec(f"{package}.urls")
]
