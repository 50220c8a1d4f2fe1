"""Django's settings, built from the typed settings. Names in capitals here are Django's and its apps' own."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from codeward.settings import cache_dir, home
from codeward.web.conf import assets, policy
from codeward.web.conf.database import database, mail_server
from codeward.web.conf.secret import secret_key
from codeward.web.conf.settings import read

CODEWARD = read()
HOME = home()
WEB = Path(__file__).resolve().parents[1]

DEBUG = CODEWARD.debug
# The demo learner: only `serve --demo` turns it on, in its own process (serving.serve).
DEMO = False
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = [*CODEWARD.allowed_hosts, urlsplit(CODEWARD.site_url).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [CODEWARD.site_url]
ROOT_URLCONF = "codeward.web.conf.urls"
WSGI_APPLICATION = "codeward.web.conf.wsgi.application"
SITE_NAME = "Codeward"

INSTALLED_APPS = [
    "codeward.web.ui",
    "codeward.web.accounts",
    "codeward.web.mail",
    "codeward.web.jobs",
    "codeward.web.pages",
    "codeward.web.charts",
    "codeward.web.results",
    "codeward.web.progress",
    "codeward.web.codebook",
    "codeward.web.ownbook",
    "codeward.web.fhir",
    "codeward.web.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "codeward.web.conf.middleware.RequestLog",
    "codeward.web.conf.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "codeward.web.accounts.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "codeward.web.accounts.middleware.TimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "codeward.web.pages.middleware.MethodPage",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "codeward.web.ui.context.page",
                "codeward.web.accounts.context.page",
                "codeward.web.mail.context.page",
            ],
        },
    },
]

DATABASES = {"default": database(CODEWARD.database_url, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that every worker and host sees the same rate limits.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "codeward_cache",
        # Django's own limit of 300 would drop rate limits that are still in force.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["codeward.web.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:home"
ACCOUNT_ADAPTER = "codeward.web.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = CODEWARD.verification
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# No mail to addresses that have no account: anybody could have us write to anybody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(CODEWARD.site_url).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = CODEWARD.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# The e-mail is unique by a functional constraint, Lower(email), which these two checks do not see.
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]

# Sessions, cookies, headers
SESSION_COOKIE_NAME = "cw_session"
SESSION_COOKIE_SECURE = CODEWARD.https
# Renewed on every day of use (accounts.sessions); a guest's work is kept no longer than the way back to it.
SESSION_COOKIE_AGE = 60 * 60 * 24 * max(30, CODEWARD.guest_days)
CSRF_COOKIE_NAME = "cw_csrf"
CSRF_COOKIE_SECURE = CODEWARD.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "codeward.web.pages.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "cw_language"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CODEWARD.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CODEWARD.trusted_proxies else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = policy.POLICY
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Language and time: UTC in the database, the reader's zone on the page
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = cache_dir() / "static" / assets.digest()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "codeward.web.conf.storage.ManifestStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Mail goes into the outbox table; a job sends it by this server
EMAIL_BACKEND = "codeward.web.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = CODEWARD.mail_from
SERVER_EMAIL = CODEWARD.mail_from
SMTP = mail_server(CODEWARD.smtp_url)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LOGGING_CONFIG = "codeward.web.conf.logs.apply"
LOGGING = {"log_format": CODEWARD.log_format, "level": CODEWARD.log_level}
