"""The pages of django-allauth: signing in and out, password, second factor, sessions, identity providers."""

from access.routes import Row
from access.world import EVERYBODY, SIGNED_IN

NOT_SIGNED_IN = {"nobody": 200}
"""Who is signed in already is sent on."""

AGAIN = "asks for the password again"

rows = [
    Row(route="account_login", allowed=EVERYBODY, status=302, other=NOT_SIGNED_IN),
    Row(route="account_logout", allowed=EVERYBODY, other={"nobody": 302}),
    Row(route="account_inactive", allowed=EVERYBODY),
    Row(route="account_signup", allowed=EVERYBODY, status=302, other=NOT_SIGNED_IN),
    Row(route="account_reauthenticate", allowed=SIGNED_IN),
    Row(route="account_email", allowed=SIGNED_IN),
    Row(route="account_email_verification_sent", allowed=EVERYBODY),
    Row(route="account_change_password", allowed=SIGNED_IN),
    Row(route="account_set_password", allowed=SIGNED_IN, status=302, case="with a password"),
    Row(route="account_reset_password", allowed=EVERYBODY),
    Row(route="account_confirm_login_code", allowed=EVERYBODY, status=302, case="without a code"),
    Row(route="account_confirm_email", allowed=EVERYBODY, of=lambda _: {"key": "x"}, case="invented"),
    Row(route="account_reset_password_from_key_done", allowed=EVERYBODY),
    Row(route="account_reset_password_from_key", allowed=EVERYBODY, of=lambda _: {"uidb36": "1", "key": "x"}),
    Row(route="account_reset_password_done", allowed=EVERYBODY),
    Row(route="mfa_index", allowed=SIGNED_IN),
    Row(route="mfa_authenticate", allowed=EVERYBODY, status=302, case="without a password before"),
    Row(route="mfa_reauthenticate", allowed=SIGNED_IN, status=302, case="without a factor"),
    Row(route="mfa_activate_totp", allowed=SIGNED_IN, status=302, case=AGAIN),
    Row(route="mfa_deactivate_totp", allowed=SIGNED_IN, status=404, case="without one"),
    Row(route="mfa_view_recovery_codes", allowed=SIGNED_IN, status=404, case="without any"),
    Row(route="mfa_generate_recovery_codes", allowed=SIGNED_IN, status=302, case=AGAIN),
    Row(route="mfa_download_recovery_codes", allowed=SIGNED_IN, status=404, case="without any"),
    Row(route="mfa_list_webauthn", allowed=SIGNED_IN),
    Row(route="mfa_add_webauthn", allowed=SIGNED_IN, status=302, case=AGAIN),
    Row(route="mfa_reauthenticate_webauthn", allowed=SIGNED_IN, status=302, case="without one"),
    Row(route="mfa_remove_webauthn", allowed=SIGNED_IN, status=302, of=lambda _: {"pk": 1}, case=AGAIN),
    Row(route="mfa_edit_webauthn", allowed=SIGNED_IN, status=302, of=lambda _: {"pk": 1}, case=AGAIN),
    Row(route="mfa_login_webauthn", allowed=EVERYBODY, status=302),
    Row(route="usersessions_list", allowed=SIGNED_IN),
    Row(route="socialaccount_login_cancelled", allowed=EVERYBODY),
    Row(route="socialaccount_login_error", allowed=EVERYBODY, status=401),
    Row(route="socialaccount_signup", allowed=EVERYBODY, status=302, case="without a provider before"),
    Row(route="socialaccount_connections", allowed=SIGNED_IN),
    *(
        Row(route=route, allowed=EVERYBODY, status=404, of=lambda _: {"provider_id": "x"}, case="unknown")
        for route in ("openid_connect_login", "openid_connect_callback")
    ),
    *(
        Row(
            route=route, allowed=EVERYBODY, status=404, of=lambda _: {"organization_slug": "x"}, case="unknown provider"
        )
        for route in ("saml_finish_acs", "saml_sls", "saml_metadata", "saml_login")
    ),
    Row(route="saml_acs", allowed=EVERYBODY, status=302, of=lambda _: {"organization_slug": "x"}, case="unknown"),
]
