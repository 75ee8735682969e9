"""Settings of one Prévenance site. What an operator may change comes from the environment: see docs/operating.md."""

from __future__ import annotations

import os
from pathlib import Path

from prevenance.kit import logs
from prevenance.site import database, secrets

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PREVENANCE_DATA", "data")).resolve()

DEBUG = False
SECRET_KEY = secrets.site_key(DATA)
# Keys in use before the present one: the codes that people took along keep opening until their end date.
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("PREVENANCE_OLD_SECRET_KEYS", "").split(",") if key]
HTTPS = os.environ.get("PREVENANCE_HTTPS", "") == "1"
TRUSTED_PROXIES = int(os.environ.get("PREVENANCE_PROXIES", "0"))  # how many of our own stand before this server
# A server of travel times that the operator chose; none is asked without it.
PREVENANCE_OSRM_URL = os.environ.get("PREVENANCE_OSRM_URL", "")
PREVENANCE_VALHALLA_URL = os.environ.get("PREVENANCE_VALHALLA_URL", "")
TERRITORY_FILE = os.environ.get("PREVENANCE_TERRITORY", str(DATA / "territory.toml"))
ALLOWED_HOSTS = os.environ.get("PREVENANCE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "prevenance.kit",
    "prevenance.territories",
    "prevenance.people",
    "prevenance.consent",
    "prevenance.offer",
    "prevenance.plans",
    "prevenance.mediation",
    "prevenance.campaigns",
    "prevenance.site",
]

MIDDLEWARE = [
    "prevenance.kit.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # no cookie, no secret in the pages: nothing for an oracle to find
    "prevenance.kit.languages.Language",
    "prevenance.kit.limits.Size",
    "prevenance.kit.characters.WithoutNul",  # before anything reads what was sent
    "prevenance.kit.origin.Origin",
    "django.middleware.common.CommonMiddleware",
]

# No cookie, no session, no account: cross-site requests are refused by kit.origin, which needs none of them.
REQUEST_BODY_MOST = 64 * 1024  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = REQUEST_BODY_MOST
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# Framing is refused by kit.headers; the other two would ask for cookies.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]

LOGGING = logs.configuration(os.environ.get("PREVENANCE_LOG_LEVEL", "WARNING"))

# Agents only: residents have no account. Sessions are ours (people.models.OpenSession); Django's are not installed.
AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # memory-hard, no dependency
# A second factor is asked of every agent where the site is really served; "required" or "optional" says otherwise.
SECOND_FACTOR_REQUIRED = os.environ.get("PREVENANCE_SECOND_FACTOR", "required" if HTTPS else "optional") == "required"

# Without a mail server, messages to agents are kept a week for the host to read on screen.
EMAIL_HOST = os.environ.get("PREVENANCE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("PREVENANCE_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("PREVENANCE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PREVENANCE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("PREVENANCE_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("PREVENANCE_MAIL_FROM", "prevenance@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "prevenance.people.operations.mail.Outbox"
)

# Without a gateway, text messages wait on screen for somebody of the team to send them: docs/operating.md.
PREVENANCE_SMS_URL = os.environ.get("PREVENANCE_SMS_URL", "")
PREVENANCE_SMS_BODY = os.environ.get("PREVENANCE_SMS_BODY", "")
PREVENANCE_SMS_HEADERS = os.environ.get("PREVENANCE_SMS_HEADERS", "")

ROOT_URLCONF = "prevenance.site.urls"
WSGI_APPLICATION = "prevenance.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "prevenance.kit.pages.everywhere",
            ]
        },
    }
]

DATABASES = {"default": database.configured(os.environ.get("PREVENANCE_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {"staticfiles": {"BACKEND": "prevenance.kit.static_files.Storage"}}
WHITENOISE_USE_FINDERS = True  # nobody is obliged to collect the static files first
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages
