from django.urls import path

from offramp.desks.civilrights import views

app_name = "civilrights"
urlpatterns = [
    path("", views.home, name="home"),
]
