"""The officer's addresses. None holds a name, and none searches."""

from django.urls import path

from offramp.desks.officer import charges, diversion, views

app_name = "officer"

urlpatterns = [
    path("", views.home, name="home"),
    path("diversion/", diversion.diversion, name="diversion"),
    path("scene/<slug:slug>/", diversion.before_sign_in, name="scene"),
    path("social-contact/", views.social_contact, name="social-contact"),
    path("referrals/", views.my_referrals, name="my-referrals"),
    path("referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_id>/again/", views.ask_again, name="ask-again"),
    path("referrals/<uuid:referral_id>/offer/", diversion.offer, name="offer"),
    path("referrals/<uuid:referral_id>/wait/", diversion.wait, name="wait"),
    path("referrals/<uuid:referral_id>/steps/", diversion.steps, name="steps"),
    path("referrals/<uuid:referral_id>/hand-over/", diversion.hand_over, name="hand-over"),
    path("referrals/<uuid:referral_id>/go-on/", diversion.go_on, name="go-on"),
    path("referrals/<uuid:referral_id>/seen/", diversion.seen, name="seen"),
    path("referrals/<uuid:referral_id>/finish/", views.finish, name="finish"),
    path("referrals/<uuid:referral_id>/rate/", views.rate, name="rate"),
    path("charges/", charges.charges, name="charges"),
    path("charges/<uuid:referral_id>/", charges.charge, name="charge"),
    path("charges/<uuid:referral_id>/confirm/", charges.confirm, name="confirm-charge"),
    path("to-finish/", views.to_finish, name="to-finish"),
    path("rules/", views.rules, name="rules"),
]
