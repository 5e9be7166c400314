from django.urls import path

from offramp.desks.privacyofficer import views

app_name = "privacyofficer"
urlpatterns = [
    path("", views.home, name="home"),
]
