"""The pages of django-allauth: signing in and out, password, second factor, passkeys, sessions."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("providers/", include("allauth.socialaccount.urls")),
]
