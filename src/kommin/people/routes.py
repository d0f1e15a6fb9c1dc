"""Who may open the pages of django-allauth, and how often their forms may be sent."""

from datetime import timedelta

from kommin.foundation.access import Limit, declare, is_signed_in, posted

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)

LIMITED = {
    "account_login": [
        Limit("sign_in", most=30, per=QUARTER),
        Limit("sign_in_account", most=10, per=QUARTER, by=posted("login")),
    ],
    "account_reset_password": [
        Limit("reset_password", most=10, per=HOUR),
        Limit("reset_password_account", most=3, per=HOUR, by=posted("email")),
    ],
    "account_reset_password_from_key": [Limit("reset_password_key", most=20, per=HOUR)],
    "mfa_authenticate": [Limit("second_factor", most=30, per=QUARTER)],
    "mfa_login_webauthn": [Limit("sign_in_passkey", most=30, per=QUARTER)],
}

FOR_EVERYBODY = (
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_logout",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_signup",
    "saml_*",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
)

FOR_WHOEVER_IS_SIGNED_IN = (
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "mfa_*",
    "socialaccount_connections",
    "usersessions_list",
)


def declare_routes_of_allauth() -> None:
    """Fill the table of the access rules; pages of our own say it on their views."""
    for route, limits in LIMITED.items():
        declare(route, public=True, limits=limits)
    for route in FOR_EVERYBODY:
        declare(route, public=True)
    for route in FOR_WHOEVER_IS_SIGNED_IN:
        declare(route, is_signed_in)
