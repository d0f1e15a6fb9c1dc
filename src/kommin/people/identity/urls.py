"""Where identity providers send browsers back to: the same addresses in every language, because providers know one."""

from django.urls import include, path

from kommin.people.identity import oidc, saml

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("saml/<str:organization_slug>/acs/finish/", saml.finish, name="saml_finish_acs"),
    path("", include("allauth.socialaccount.providers.saml.urls")),
]
