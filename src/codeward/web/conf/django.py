"""Django's settings, built from the typed settings. Names in capitals here are Django's and its apps' own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from codeward.settings import cache_dir, home
from codeward.web.conf import assets, policy
from codeward.web.conf.database import database, mail_server
from codeward.web.conf.secret import secret_key
from codeward.web.conf.served import served_at
from codeward.web.conf.settings import given, read

CODEWARD = read()
# Which of them the environment decides: the others the office may (web.school).
CODEWARD_GIVEN = given()
HOME = home()
if "site_url" not in CODEWARD_GIVEN and (_served := served_at(HOME)):
    CODEWARD = replace(CODEWARD, site_url=_served)
WEB = Path(__file__).resolve().parents[1]

DEBUG = CODEWARD.debug
# The demo learner: only `serve --demo` turns it on, in its own process (serving.serve).
DEMO = False
# What an author previews: only `preview` says it, in its own process (serving.preview).
PREVIEW: dict[str, Any] = {}
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = [*CODEWARD.allowed_hosts, urlsplit(CODEWARD.site_url).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [CODEWARD.site_url]
ROOT_URLCONF = "codeward.web.conf.urls"
WSGI_APPLICATION = "codeward.web.conf.wsgi.application"
SITE_NAME = "Codeward"

INSTALLED_APPS = [
    "codeward.web.ui",
    "codeward.web.school",
    "codeward.web.audit",
    "codeward.web.accounts",
    "codeward.web.grants",
    "codeward.web.mail",
    "codeward.web.today",
    "codeward.web.notices",
    "codeward.web.office",
    "codeward.web.jobs",
    "codeward.web.pages",
    "codeward.web.guided",
    "codeward.web.courses",
    "codeward.web.exams",
    "codeward.web.learning",
    "codeward.web.charts",
    "codeward.web.results",
    "codeward.web.progress",
    "codeward.web.codebook",
    "codeward.web.ownbook",
    "codeward.web.scratchpad",
    "codeward.web.scrub",
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
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "codeward.web.conf.middleware.RequestLog",
    "codeward.web.conf.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    # Before the static files, which have a policy too (ASVS 3.4.3).
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "codeward.web.pages.middleware.KnownHost",
    "codeward.web.pages.middleware.Refusals",
    "codeward.web.accounts.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "codeward.web.grants.middleware.LookingOnce",
    "codeward.web.accounts.idle.Idle",
    "codeward.web.accounts.devices.Devices",
    "codeward.web.accounts.middleware.TimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "codeward.web.grants.middleware.SecondStep",
    "codeward.web.pages.middleware.MethodPage",
    "codeward.web.pages.pace.Paced",
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
                "codeward.web.school.context.page",
                "codeward.web.accounts.context.page",
                "codeward.web.mail.context.page",
                "codeward.web.notices.context.page",
                "codeward.web.office.context.page",
                "codeward.web.exams.context.page",
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
    {"NAME": "codeward.web.accounts.passwords.ContextWords"},
    {"NAME": "codeward.web.accounts.passwords.Longest"},
]
# A link for a new password lives as long as it takes to read a mail.
PASSWORD_RESET_TIMEOUT = 3600
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
# Told by web.notices (safety), in the school's words and in one place.
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "codeward.web.accounts.resets.ResetTokens"  # noqa: S105 - a name
# Failed passwords are counted by accounts.tries. A class signs in behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "signup": "30/m/ip,120/h/ip",
    "change_password": "5/m/user,20/h/user,30/m/ip",
    "reauthenticate": "5/m/user,20/h/user,30/m/ip",
    "manage_email": "10/m/user,20/h/user",
    "reset_password": "20/m/ip,5/m/key,10/h/key",
    # Codes of the second step: by the account.
    "login_failed": "20/m/ip,5/300s/key",
}
ACCOUNT_FORMS = {
    "signup": "codeward.web.accounts.doorforms.SignupForm",
    "change_password": "codeward.web.accounts.doorforms.ChangePasswordForm",
    "set_password": "codeward.web.accounts.doorforms.SetPasswordForm",
    "reset_password_from_key": "codeward.web.accounts.doorforms.ResetPasswordKeyForm",
}
# Only in the browser session that signed up: whoever else opens the link is asked to sign in (allauth's own rule).
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(CODEWARD.site_url).scheme
ALLAUTH_TRUSTED_PROXY_COUNT = CODEWARD.trusted_proxies
MFA_ADAPTER = "codeward.web.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# The e-mail is unique by a functional constraint, Lower(email), which these two checks do not see.
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]

# Sessions, cookies, headers
# Taken by browsers from this very host alone.
COOKIE_PREFIX = "__Host-" if CODEWARD.https else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}cw_session"
SESSION_COOKIE_SECURE = CODEWARD.https
# Renewed on every day of use (accounts.sessions); a guest's work is kept no longer than the way back to it.
SESSION_COOKIE_AGE = 60 * 60 * 24 * max(30, CODEWARD.guest_days)
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}cw_csrf"
CSRF_COOKIE_SECURE = CODEWARD.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "codeward.web.pages.views.csrf_failure"
MESSAGE_STORAGE = "codeward.web.accounts.cookies.ShortMessages"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}cw_language"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if CODEWARD.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = CODEWARD.hsts_subdomains
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
STATICFILES_FINDERS = ["codeward.web.conf.sheets.SheetFinder"]
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
# Files are for our own pages (ASVS 3.4.2).
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG

# Mail goes into the outbox table; a job sends it by this server
EMAIL_BACKEND = "codeward.web.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = CODEWARD.mail_from
SERVER_EMAIL = CODEWARD.mail_from
SMTP = mail_server(CODEWARD.smtp_url)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LOGGING_CONFIG = "codeward.web.conf.logs.apply"
LOGGING = {"log_format": CODEWARD.log_format, "level": CODEWARD.log_level}
