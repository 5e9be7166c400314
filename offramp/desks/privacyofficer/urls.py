from django.urls import path

from offramp.desks.privacyofficer import breaches, legal

app_name = "privacyofficer"
urlpatterns = [
    path("breach/", breaches.breach, name="breach"),
    path("breach/names/", breaches.ask, name="ask"),
    path("breach/<uuid:inquiry_id>/", breaches.names, name="names"),
    path("legal/", legal.register, name="legal"),
    path("legal/<uuid:paper_id>/", legal.paper, name="paper"),
    path("legal/<uuid:paper_id>/letter/", legal.letter, name="letter"),
]
