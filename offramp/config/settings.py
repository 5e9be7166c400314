"""Every setting, each from the environment. A missing one in production stops the start with a hint."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent

# Where this installation keeps what it writes: the SQLite file, the demonstration's key.
DATA_FOLDER = Path(env.str("OFFRAMP_DATA", str(Path.cwd() / "var")))
# Where the newest marks of the trail are added, to be copied to where this server cannot write.
TRAIL_HEADS = Path(env.str("OFFRAMP_TRAIL_HEADS", str(DATA_FOLDER / "trail-heads.txt")))
ERASURES = Path(env.str("OFFRAMP_ERASURES", str(DATA_FOLDER / "removed-by-law.txt")))
DEMO = env.bool("OFFRAMP_DEMO", False)
DEBUG = False

_MADE_UP_KEY = "demonstration-only-" * 3  # refused outside demonstration and tests by kernel.checks
# An empty key is none: whoever left the line of a file open has not set it.
SECRET_KEY = env.str("OFFRAMP_SECRET_KEY", "") or _MADE_UP_KEY
TRAIL_KEY = env.str("OFFRAMP_TRAIL_KEY", "") or _MADE_UP_KEY
KEYS_ARE_MADE_UP = _MADE_UP_KEY in (SECRET_KEY, TRAIL_KEY)
ALLOWED_HOSTS = env.list("OFFRAMP_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("OFFRAMP_ORIGINS", [])
HTTPS = env.bool("OFFRAMP_HTTPS", False)
# How many proxies of ours add to X-Forwarded-For. With 0 nobody is believed, and a visitor's address is their connection's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("OFFRAMP_TRUSTED_PROXIES", 0)

INSTALLED_APPS = [
    "offramp.kernel",
    "offramp.directory",
    "offramp.people",
    "offramp.protocols",
    "offramp.consent",
    "offramp.referrals",
    "offramp.casework",
    "offramp.justice",
    "offramp.oversight",
    "offramp.reporting",
    "offramp.design",
    "offramp.desks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before what answers for files, which are read under the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "offramp.desks.middleware.SessionsEnd",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "offramp.desks.middleware.NothingIsKept",
    "offramp.desks.middleware.RefusalsSpeak",
]

ROOT_URLCONF = "offramp.config.urls"
WSGI_APPLICATION = "offramp.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((PACKAGE / "desks").glob("*/templates")),  # each desk keeps its own; they come before allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "offramp.design.context.header",
            ],
            "builtins": ["django.templatetags.i18n", "offramp.design.templatetags.design"],
        },
    }
]
FORM_RENDERER = "offramp.design.forms.Renderer"

DATABASES = {"default": env.dj_db_url("OFFRAMP_DATABASE_URL", f"sqlite:///{DATA_FOLDER / 'offramp.sqlite3'}")}
if env.str("OFFRAMP_OWNER_DATABASE_URL", ""):
    DATABASES["owner"] = env.dj_db_url("OFFRAMP_OWNER_DATABASE_URL")  # for `offramp migrate` alone
for database in DATABASES.values():
    if database["ENGINE"].endswith("sqlite3"):
        database["ENGINE"] = "offramp.kernel.sqlite3"  # its writers queue
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        }
    else:
        if not database["ENGINE"].endswith("backends.postgresql") or not (
            database["NAME"] or database.get("OPTIONS", {}).get("service")
        ):
            raise ImproperlyConfigured(
                "OFFRAMP_DATABASE_URL names no database that Offramp can use: write it like "
                "postgres://role:password@host/name, or leave it out for SQLite in the folder OFFRAMP_DATA."
            )
        database["ENGINE"] = "offramp.kernel.postgresql"  # its rows are locked by site
        asked_often = {"server_side_binding": True, "prepare_threshold": 3}  # planned once for each connection
        on_this_machine = database["HOST"].startswith("/") or database["HOST"] in ("", "localhost", "127.0.0.1", "::1")
        on_the_way = (
            {} if on_this_machine else {"sslmode": "verify-full"}
        )  # else names would go over the network in the clear
        database["OPTIONS"] = asked_often | on_the_way | database.get("OPTIONS", {})
    database["CONN_MAX_AGE"] = 60  # seconds; opening anew at each request costs more than a query
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits live in the cache, and every worker must see the same one.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "offramp.directory.passwords.WordsOfThisPlace", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "offramp.desks.account.adapter.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing leaves by mail, not by mistake either
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The second count is of one account from one address (StaffAccounts): no stranger uses up the tries of whoever is on call.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "offramp.desks.account.adapter.SecondKeys"
ACCOUNT_FORMS = {
    "login": "offramp.desks.account.forms.SignIn",
    "change_password": "offramp.desks.account.forms.ChangePassword",
    "reauthenticate": "offramp.desks.account.forms.PasswordAgain",
}
MFA_FORMS = {
    "authenticate": "offramp.desks.account.forms.TypeCode",
    "reauthenticate": "offramp.desks.account.forms.CodeAgain",
    "activate_totp": "offramp.desks.account.forms.SetUpCodeApp",
    "add_webauthn": "offramp.desks.account.forms.AddPasskey",
    "edit_webauthn": "offramp.desks.account.forms.NamePasskey",
    "authenticate_webauthn": "offramp.desks.account.forms.ShowPasskey",
    "reauthenticate_webauthn": "offramp.desks.account.forms.PasskeyAgain",
    "login_webauthn": "offramp.desks.account.forms.PasskeyAlone",
}
MFA_TOTP_ISSUER = "Sign-in"  # no program name leaves the application
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = False  # desks.middleware.SessionsEnd does, once a minute

# 15 minutes without a request (14 at the least), or 12 hours in all, and one signs in again. Writing in a page counts
# as a request (static/offramp/staying.js), what a page asks for by itself does not (doors.asked_by_pages). The bar comes
# SESSION_WARNING seconds before the end.
SESSION_COOKIE_AGE = 15 * 60
SESSION_WARNING = 2 * 60 + 30
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_LONGEST_HOURS = 12
SCREEN_COVERED_AFTER = 10 * 60  # seconds without a touch, on a phone
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token, so no script needs the cookie
CSRF_FAILURE_VIEW = "offramp.design.pages.too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
COOKIES_OF_THIS_HOST = "__Host-" if HTTPS else ""  # browsers then take them from this host alone, over HTTPS alone
NIGHT_COOKIE_NAME = f"{COOKIES_OF_THIS_HOST}night"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "offramp.config.formats"
LANGUAGE_COOKIE_NAME = f"{COOKIES_OF_THIS_HOST}language"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = HTTPS, True, "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # pages show the site's own zone; the database keeps UTC

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = DATA_FOLDER / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a use for our files

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "offramp.kernel.lines.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"offramp.sign_in": {"level": "INFO"}},  # each attempt, whatever the level of the rest
    "root": {"handlers": ["console"], "level": env.str("OFFRAMP_LOG_LEVEL", "WARNING")},
}
