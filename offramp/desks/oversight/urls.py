from django.urls import path

from offramp.desks.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.home, name="home"),
    path("complaints/<uuid:complaint_id>/", views.complaint, name="complaint"),
    path("weeks/<slug:monday>/", views.week, name="week"),
]
