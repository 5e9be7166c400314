from django.urls import path

from offramp.desks.privacyofficer import alarms, breaches, legal, productions, removals

app_name = "privacyofficer"
urlpatterns = [
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/bell/", alarms.bell, name="bell"),
    path("breach/", breaches.breach, name="breach"),
    path("breach/names/", breaches.ask, name="ask"),
    path("breach/<uuid:inquiry_id>/", breaches.names, name="names"),
    path("legal/", legal.register, name="legal"),
    path("legal/<uuid:paper_id>/", legal.paper, name="paper"),
    path("legal/<uuid:paper_id>/answer/", legal.answer, name="answer"),
    path("legal/<uuid:paper_id>/letter/", legal.letter, name="letter"),
    path("legal/<uuid:paper_id>/list/", productions.write_list, name="list"),
    path("legal/lists/<uuid:list_id>/", productions.produce, name="produce"),
    path("legal/lists/<uuid:list_id>/page/", productions.produced, name="produced"),
    path("removals/", removals.waiting, name="removals"),
    path("removals/<uuid:relief_id>/", removals.remove, name="remove"),
    path("removals/<uuid:relief_id>/not/", removals.turn_down, name="turn-down"),
    path("removed/<uuid:tombstone_id>/", removals.removed, name="removed"),
]
