"""Every address of the house: each room mounts its own."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from kommin.foundation.access import declare
from kommin.site import health, home

handler500 = "kommin.site.faults.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("kommin.people.identity.urls")),
    path("", include("kommin.portal.media_urls")),
    path("redaktion/", include("kommin.portal.desk_urls")),
    *i18n_patterns(
        path("", home.page, name="home"),
        path("", include("kommin.people.urls")),
        path("accounts/", include("kommin.people.account_urls")),
        path("", include("kommin.portal.urls")),
        path("", include("kommin.balance.urls")),
        path("", include("kommin.decisions.urls")),
        path("", include("kommin.examination.urls")),
        path("", include("kommin.imports.urls")),
        path("", include("kommin.cases.urls")),
        path("", include("kommin.programmes.urls")),
        path("", include("kommin.questionnaires.urls")),
        path("", include("kommin.regimes.urls")),
        path("", include("kommin.register.urls")),
        *([path("", include("kommin.demo.notices"))] if settings.KOMMIN.demo else []),
        path("", include("kommin.foundation.files.urls")),
        path("", include("kommin.foundation.notices.urls")),
        path("", include("kommin.foundation.runs.urls")),
        path("", include("kommin.foundation.audit.urls")),
        path("", include("kommin.foundation.ui.urls")),
        path("", include("kommin.portal.page_urls")),
        prefix_default_language=False,
    ),
]

# The look stands below the access rules and cannot declare its own.
for route in ("healthz", "readyz", "home", "ui:language", "ui:theme", "ui:styleguide"):
    declare(route, public=True)
