from django.urls import path

from offramp.desks.oversight import views, witness

app_name = "oversight"
urlpatterns = [
    path("", views.home, name="home"),
    path("complaints/<uuid:complaint_id>/", views.complaint, name="complaint"),
    path("lists/<uuid:list_id>/", views.listed, name="listed"),
    path("trail/", witness.mark, name="mark"),
    path("weeks/<slug:monday>/", views.week, name="week"),
]
