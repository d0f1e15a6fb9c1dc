"""Django's settings, derived from the checked environment (`config.py`). Nothing here reads `os.environ`."""

from pathlib import Path

from csp.constants import NONE, SELF

from kommin.foundation.notices import smtp_address
from kommin.people.identity import configuration as identity_providers
from kommin.site import config

KOMMIN = config.load()
try:
    IDENTITY = identity_providers.load(KOMMIN.identity_providers)
except identity_providers.IdentityProvidersError as error:
    raise config.ConfigurationError(f"KOMMIN_IDENTITY_PROVIDERS: {error}") from None
PACKAGE = Path(__file__).resolve().parents[1]

PRODUCTION = KOMMIN.env == "production"
DEBUG = KOMMIN.debug
SECRET_KEY = KOMMIN.signing_key()
ALLOWED_HOSTS = list(KOMMIN.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]", ".localhost"]

INSTALLED_APPS = [
    "kommin.site",
    "kommin.demo",
    "kommin.portal",
    "kommin.balance",
    "kommin.decisions",
    "kommin.examination",
    "kommin.imports",
    "kommin.cases",
    "kommin.programmes",
    "kommin.questionnaires",
    "kommin.people",
    "kommin.register",
    "kommin.regimes",
    "kommin.foundation.search",
    "kommin.foundation.tables",
    "kommin.foundation.backup",
    "kommin.foundation.notices",
    "kommin.foundation.documents",
    "kommin.foundation.runs",
    "kommin.foundation.files",
    "kommin.foundation.audit",
    "kommin.foundation.access",
    "kommin.foundation.ui",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.locales",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django_tasks",
    "django_htmx",
    "django_cotton",
    "csp",
]

MIDDLEWARE = [
    "kommin.site.arrival.ArrivalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kommin.foundation.ui.languages.RememberedLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kommin.foundation.access.middleware.AccessMiddleware",
    "kommin.people.middleware.PeopleMiddleware",
    "kommin.portal.middleware.EditorialMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ALLAUTH_TRUSTED_PROXY_COUNT = KOMMIN.trusted_proxies
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "KOMM-IN"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # else a second factor would forbid changing the address (counts once confirmed)
MFA_ADAPTER = "kommin.people.identity.adapters.MFAAdapter"
SECOND_FACTOR_REQUIRED = KOMMIN.second_factor == "required" and (
    not KOMMIN.demo or "second_factor" in KOMMIN.model_fields_set
)
ACCOUNT_ADAPTER = "kommin.people.identity.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "kommin.people.forms.signing_in.SignInForm"}
SOCIALACCOUNT_ADAPTER = "kommin.people.identity.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = IDENTITY.settings
DEMO_PASSWORD = "demo-foerderung-2026"  # noqa: S105 - shown on the demonstration's sign-in page, nowhere else used

ROOT_URLCONF = "kommin.site.urls"
WSGI_APPLICATION = "kommin.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kommin.site.context.house",
            ],
        },
    }
]

FORM_RENDERER = "kommin.foundation.ui.forms.HouseRenderer"

DATABASES = {"default": KOMMIN.database}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            " PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=ON;"  # so that REPLACE meets triggers against DELETE
        ),
    }
MAILBOX_FOLDER = KOMMIN.home / "mailbox"
EMAIL_BACKEND = "kommin.foundation.notices.backends.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = KOMMIN.email_from
try:
    SMTP = smtp_address.parse(KOMMIN.email_url) if KOMMIN.email_url else None
except smtp_address.EmailUrlError as error:
    raise config.ConfigurationError(f"KOMMIN_EMAIL_URL: {error}") from None
MAIL_DELIVERY_BACKEND = f"kommin.foundation.notices.backends.{'Smtp' if SMTP else 'Folder'}Backend"
TASKS = {"default": {"BACKEND": "kommin.foundation.runs.backend.HouseBackend", "QUEUES": []}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kommin",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "foundation" / "cli" / "locale", PACKAGE / "portal" / "old_releases" / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = KOMMIN.time_zone
USE_TZ = True

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a table of a questionnaire can have 200 rows of 12 columns

STATIC_URL = "static/"
STATIC_ROOT = KOMMIN.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION or KOMMIN.demo
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (PRODUCTION or KOMMIN.demo)
MEDIA_ROOT = KOMMIN.home / "files"
FILE_UPLOAD_HANDLERS = [
    "kommin.foundation.files.uploading.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *IDENTITY.origins],  # browsers hold redirects after a form against this too
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = KOMMIN.base_url.startswith("https://")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    CSRF_TRUSTED_ORIGINS = [KOMMIN.base_url]
if KOMMIN.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

WAGTAIL_SITE_NAME = "KOMM-IN"
WAGTAILADMIN_BASE_URL = KOMMIN.base_url
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES  # further languages are said page by page: `portal.models.languages`
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False  # no request leaves the house
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = False  # their mails would tell what is under embargo, past the house's notices
WAGTAIL_WORKFLOW_ENABLED = False  # the house has its own way to the public: `portal.actions.releasing`
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "kommin.portal.forms.media.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = KOMMIN.largest_upload
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp", "webp": "webp"}
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "kommin.portal.forms.media.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv", "txt", "png", "jpg", "jpeg", "mp4", "webm"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = KOMMIN.largest_upload
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": KOMMIN.log_level},
    "loggers": {"wagtail": {"level": "WARNING"}},  # it tells every saved page, also while thousands are imported
}
