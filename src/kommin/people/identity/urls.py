"""Where identity providers send browsers back to: the same addresses in every language, because providers know one."""

from django.urls import include, path

from kommin.people.identity import oidc

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("", include("allauth.socialaccount.providers.saml.urls")),
]
