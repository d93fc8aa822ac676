"""Settings of the hub. Operators change options (config/options.py), not this file."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from gcmhub.config.mail import mail_settings
from gcmhub.config.options import read_options

OPTIONS = read_options()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(OPTIONS["HUB_DATA"]).resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def _secret_key() -> str:
    if OPTIONS["HUB_SECRET_KEY"]:
        return str(OPTIONS["HUB_SECRET_KEY"])
    path = DATA / "secret-key"
    if not path.exists():
        # Written whole and then linked: processes that start together agree on one key.
        draft = DATA / f".secret-key-{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "hub.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
                    " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgresql://, not with {parts.scheme}://")
    more = dict(parse_qsl(parts.query))  # host for a socket's folder, sslmode, sslrootcert and what else libpq knows
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": more.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A pool, not a connection kept by each thread: there are many threads, and most wait for slow readers.
        "OPTIONS": more | {"pool": {"min_size": 1, "max_size": max(4, OPTIONS["HUB_WEB_THREADS"] + 2), "timeout": 20}},
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
DEBUG = OPTIONS["HUB_DEBUG"]
HUB_NAME = OPTIONS["HUB_NAME"]
HUB_BASE_URL = OPTIONS["HUB_BASE_URL"].rstrip("/")
HUB_ORGANISATION = OPTIONS["HUB_ORGANISATION"]
HUB_CRAWLER_RATE = max(0, OPTIONS["HUB_CRAWLER_RATE"])
HUB_LOOPBACK = OPTIONS["HUB_LOOPBACK"]
HUB_WEB_THREADS = max(1, OPTIONS["HUB_WEB_THREADS"])
HUB_MAP_FILE = OPTIONS["HUB_MAP_FILE"]
HUB_UPLOAD_LIMIT = OPTIONS["HUB_UPLOAD_LIMIT"]
HUB_DEMO_LOGINS = DATA / "demo-logins.json"
HUB_INDEX = DATA / "index"
HUB_SEARCH_ENGINE = OPTIONS["HUB_SEARCH_ENGINE"]
HUB_OPENSEARCH_URL = OPTIONS["HUB_OPENSEARCH_URL"]
HUB_OPENSEARCH_PREFIX = OPTIONS["HUB_OPENSEARCH_PREFIX"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *OPTIONS["HUB_HOSTS"]]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "gcmhub.vocabulary",
    "gcmhub.search",
    "gcmhub.workflow",
    "gcmhub.accounts",
    "gcmhub.notices",
    "gcmhub.library",
    "gcmhub.review",
    "gcmhub.face",
    "gcmhub.web",
    "gcmhub.desk",
    "gcmhub.api",
    "gcmhub.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gcmhub.face.middleware.SecurityHeaders",
    "gcmhub.web.middleware.PageCache",  # stands before sessions and authentication on purpose
    "gcmhub.api.middleware.OpenData",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gcmhub.web.crawlers.Crawlers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gcmhub.web.middleware.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "gcmhub.config.urls"
WSGI_APPLICATION = "gcmhub.config.wsgi.application"
DATABASES = {"default": _database(OPTIONS["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "face" / "templates", PACKAGE / "web" / "templates", PACKAGE / "desk" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "gcmhub.face.jinja.environment", "auto_reload": DEBUG},
    },
    {
        # Third-party mails only; every page we show has a Jinja template of ours.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "gcmhub.web.accounts.adapter.MailingAdapter"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {"signup": "gcmhub.web.accounts.forms.SignUpForm"}
ACCOUNT_MAX_EMAIL_ADDRESSES = 8
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # addresses are changed only by who has just proved who they are
ACCOUNT_RATE_LIMITS = {"signup": "10/m/ip,40/h/ip", "reset_password": "20/m/ip,5/h/key", "contact": "5/m/ip,30/h/ip"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "web:home"
ALLAUTH_TRUSTED_PROXY_COUNT = OPTIONS["HUB_PROXIES"]  # guesses are counted for the address that this leads to
HUB_SIGN_UP = OPTIONS["HUB_SIGN_UP"] != "closed"
MFA_TOTP_ISSUER = HUB_NAME
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Who signs in has a verified address; one added later may wait for its confirmation (decision 0019).
MFA_ALLOW_UNVERIFIED_EMAIL = True
CSRF_FAILURE_VIEW = "gcmhub.web.site.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "عربي"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [DATA / "locale"]  # compiled from src/gcmhub/locale by ./hub
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "face" / "static"]
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/files/"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What limits guesses and lets a code count once must be known to every process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

HUB_MAIL_CONTACT = OPTIONS["HUB_MAIL_CONTACT"]
globals().update(mail_settings(OPTIONS["HUB_MAIL_URL"], OPTIONS["HUB_MAIL_FROM"], HUB_MAIL_CONTACT))
_PUBLIC = urlsplit(HUB_BASE_URL)
_HTTPS = _PUBLIC.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
CSRF_TRUSTED_ORIGINS = [f"{_PUBLIC.scheme}://{_PUBLIC.netloc}"] if _PUBLIC.netloc else []
# Readers of an https address come by HTTPS to the server before the hub, which comes by HTTP; it need not say so itself.
SECURE_PROXY_SSL_HEADER = ("wsgi.url_scheme", "http") if _HTTPS else None
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # "Not ready yet" is an answer, not an error.
    "filters": {
        "no_503": {"()": "django.utils.log.CallbackFilter", "callback": lambda row: getattr(row, "status_code", 0) != 503},
        "crawlers": {"()": "gcmhub.web.crawlers.OneLineAMinute"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_503", "crawlers"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django_tasks": {"level": "WARNING"},  # each task is a row of its table already
        "django_tasks_db": {"level": "ERROR"},
    },
}
