"""Django settings: one file, every choice from the environment (see environment.py)."""

from __future__ import annotations

from datetime import timedelta

from csp.constants import NONE, SELF

from huigong.config import environment as env
from huigong.kernel import packs
from huigong.policy.languages import FOLDER as LANGUAGES_FOLDER
from huigong.policy.languages import offered

ROOT = env.ROOT
DATA_FOLDER = env.place("HUIGONG_DATA", ROOT / "var")

DEBUG = env.flag("HUIGONG_DEBUG")
DEMO = env.flag("HUIGONG_DEMO")
SECRET_KEY = env.secret(DATA_FOLDER)
SEALING_KEY = env.text("HUIGONG_SEALING_KEY") or env.kept_secret(DATA_FOLDER / "sealing.key")
AUDIT_KEY = env.text("HUIGONG_AUDIT_KEY") or env.kept_secret(DATA_FOLDER / "audit.key")
SIGNING_KEY = env.text("HUIGONG_SIGNING_KEY") or env.kept_secret(DATA_FOLDER / "signing.key")
ALLOWED_HOSTS = env.words("HUIGONG_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("HUIGONG_TRUSTED_ORIGINS")
HOME_REGION = env.text("HUIGONG_REGION")  # no default: a place is said, never guessed

INSTALLED_APPS = [
    "huigong.portals.desk.accounts",
    "huigong.portals.desk.approvals",
    "huigong.portals.desk.arrears",
    "huigong.portals.desk.audit",
    "huigong.portals.desk.cases",
    "huigong.portals.desk.drafts",
    "huigong.portals.desk.duplicates",
    "huigong.portals.desk.duties",
    "huigong.portals.desk.figures",
    "huigong.portals.desk.funds",
    "huigong.portals.desk.health",
    "huigong.portals.desk.letters",
    "huigong.portals.desk.library",
    "huigong.portals.desk.messages",
    "huigong.portals.desk.obligations",
    "huigong.portals.desk.offers",
    "huigong.portals.desk.offices",
    "huigong.portals.desk.people",
    "huigong.portals.desk.ratings",
    "huigong.portals.desk.records",
    "huigong.portals.desk.restdays",
    "huigong.portals.desk.retention",
    "huigong.portals.desk.safeguards",
    "huigong.portals.desk.services",
    "huigong.portals.desk.texts",
    "huigong.portals.desk.wages",
    "huigong.portals.desk.parts",
    "huigong.portals.desk.frame",
    "huigong.portals.worker",
    "huigong.portals.shared",
    "huigong.statistics",
    "huigong.arrears",
    "huigong.safeguards",
    "huigong.wages",
    "huigong.offers",
    "huigong.obligations",
    "huigong.feedback",
    "huigong.lapses",
    "huigong.funds",
    "huigong.correspondence",
    "huigong.casework",
    "huigong.catalogue",
    "huigong.records",
    "huigong.messages",
    "huigong.registry",
    "huigong.policy",
    "huigong.directory",
    "huigong.notices",
    "huigong.files",
    "huigong.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "simple_history",
]

MIDDLEWARE = [
    "huigong.portals.shared.middleware.RoomMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "huigong.portals.shared.bounds.CookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huigong.portals.shared.middleware.LanguageMiddleware",
    "huigong.portals.shared.bounds.BoundedInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huigong.portals.shared.middleware.PrincipalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huigong.portals.shared.middleware.DomainErrorMiddleware",
    "huigong.portals.worker.ending.EndingMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "huigong.config.urls"
WSGI_APPLICATION = "huigong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "huigong.portals.shared.icons.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huigong.portals.shared.context.page",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "huigong.portals.shared.templatetags.fixed",
                "huigong.portals.shared.templatetags.said",
                "huigong.portals.shared.templatetags.signs",
            ],
        },
    },
]

DATABASES = {"default": env.database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "directory.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
]
PORTALS = {"/": "worker:home", "/desk/": "desk:home"}  # the first page of what lies under each address
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "worker:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a desk is shared: closing the browser ends the session
# Above the limit of axes, whose page says what happened; below it wrong second factors would go uncounted.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/300s/key"}
ACCOUNT_ADAPTER = "huigong.portals.shared.accounts.OfficialsOnly"
SECOND_FACTOR_REQUIRED = env.flag("HUIGONG_SECOND_FACTOR", default=not DEMO)  # of those who reach many
MFA_ADAPTER = "huigong.portals.shared.second_factors.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "huigong.portals.desk.accounts.views.login.locked"
AXES_CLIENT_IP_CALLABLE = "huigong.portals.shared.addresses.line_of"
AXES_USERNAME_CALLABLE = "huigong.portals.shared.accounts.name_counted"
AXES_HANDLER = "huigong.portals.shared.accounts.OfficialsLog"

# allauth's counts, which every web worker must share. Above MAX_ENTRIES a third of the rows is
# thrown away, so at Django's 300 anyone could wash a count away by filling the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "zh-hans"
_OTHERS = offered(packs.folder())
LANGUAGES = [(LANGUAGE_CODE, "中文"), *((each.code, each.name) for each in _OTHERS)]
LANGUAGES_BIDI = [each.code for each in _OTHERS if each.right_to_left]
LOCALE_PATHS = [ROOT / "huigong" / "portals" / "locale", packs.folder() / LANGUAGES_FOLDER]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "huigong.portals.shared.static_files.StaticFiles"},
}

# Personal data passes through every page: nothing is cached outside the browser's own memory,
# and nothing is loaded from or framed by another origin.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "huigong.portals.shared.refusals.forged"
HTTPS = env.flag("HUIGONG_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_SERIALIZER = "huigong.portals.shared.sealed.SealedSession"
SESSION_COOKIE_AGE = 8 * 3600
ANSWERS_KEPT = timedelta(days=env.whole("HUIGONG_ANSWERS_KEPT_DAYS", 30))  # of workers who have logged in
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # forms without their files; fields: portals/shared/bounds.py

# Pages of a scan that are recognised while somebody waits for the desk's answer; needs the `ocr` extra.
RECOGNISED_PAGES = env.whole("HUIGONG_RECOGNISED_PAGES", 3, least=0)

# Login codes and messages go through one provider: `console`, `file`, `gateway`, or a city's own class.
SMS_PROVIDER = env.text("HUIGONG_SMS", "console")
SMS_FOLDER = DATA_FOLDER / "codes"
SMS_URL, SMS_KEY = env.text("HUIGONG_SMS_URL"), env.text("HUIGONG_SMS_KEY")
SMS_SECRET = env.text("HUIGONG_SMS_SECRET")
SMS_SIGN = env.text("HUIGONG_SMS_SIGN", "惠工")
SMS_TEMPLATES = env.pairs("HUIGONG_SMS_TEMPLATES")
SMS_A_RUN = env.whole("HUIGONG_SMS_A_RUN", 300)  # people reached in one run of the routine, each minute
QUIET_HOURS = env.text("HUIGONG_QUIET_HOURS", "21:00-08:00")

# An outside provider that says who somebody is: none, `oidc`, or a city's own class.
REAL_NAME, REAL_NAME_TITLE = env.text("HUIGONG_REAL_NAME"), env.text("HUIGONG_REAL_NAME_TITLE", "实名认证")
OIDC_ISSUER = env.text("HUIGONG_OIDC_ISSUER")
OIDC_CLIENT, OIDC_SECRET = env.text("HUIGONG_OIDC_CLIENT"), env.text("HUIGONG_OIDC_SECRET")

# Files that people hand in; see huigong/files. Technical bounds, not from any law.
FILES = env.text("HUIGONG_FILES") or str(DATA_FOLDER / "files")
FILES_PER_PLACE = env.whole("HUIGONG_FILES_PER_PLACE", 200)  # megabytes of one case or draft
FILES_PER_DAY = env.whole("HUIGONG_FILES_PER_DAY", 200)  # megabytes of one person
FILES_PER_VISIT = env.whole("HUIGONG_FILES_PER_VISIT", 80)  # megabytes of somebody who has not logged in
FILES_OF_VISITS = env.whole("HUIGONG_FILES_OF_VISITS", 4000)  # megabytes of all of them together
FILES_PER_NETWORK = env.whole("HUIGONG_FILES_PER_NETWORK", 400)  # megabytes of them from one network in a day
ANSWERS_PER_NETWORK = env.whole(
    "HUIGONG_ANSWERS_PER_NETWORK", 100
)  # megabytes that they write there in a day
PICTURE_SIDE = env.whole("HUIGONG_PICTURE_SIDE", 2400, least=800)  # pixels; an A4 page stays readable
CLAMD = env.text("HUIGONG_CLAMD")
ROSTER_ROWS = env.whole(
    "HUIGONG_ROSTER_ROWS", 10_000
)  # people of one sheet on the desk, some seconds of a processor
WAGE_PEOPLE = env.whole(
    "HUIGONG_WAGE_PEOPLE", 4000
)  # people of one project in a month; kept in one transaction

# A whole dormitory goes online through one address: the caps stop a flood, not a pay-day.
PROXIES = env.whole("HUIGONG_PROXIES", 0, least=0)
CODES_PER_ADDRESS = env.whole("HUIGONG_CODES_PER_ADDRESS", 600)
# To phones that have not logged in from there before; ten times what one address may have, since a line gets a tenth.
CODES_AN_HOUR = env.whole("HUIGONG_CODES_AN_HOUR", 6000)
WRONG_CODES_PER_ADDRESS = env.whole("HUIGONG_WRONG_CODES_PER_ADDRESS", 300)
# Telecoms give a number that nobody uses to somebody else; then the phone alone opens no account.
UNUSED_FOR_SET = bool(env.text("HUIGONG_UNUSED_FOR_DAYS").strip())
UNUSED_FOR = timedelta(days=env.whole("HUIGONG_UNUSED_FOR_DAYS", 90))
# What one phone may make in a day; more goes by the counter. Technical, not from any law.
CASES_PER_DAY = env.whole("HUIGONG_CASES_PER_DAY", 40)
CHILDREN_PER_DAY = env.whole("HUIGONG_CHILDREN_PER_DAY", 10)
ADDRESS_WINDOW = timedelta(minutes=env.whole("HUIGONG_ADDRESS_WINDOW", 60))

# One sitting with one person and purpose is one look in the trail. Technical, not from any law.
AUDIT_VISIT = timedelta(minutes=env.whole("HUIGONG_AUDIT_VISIT", 30))
# What one official may try in an hour before it ends: looks that are refused (and numbers
# of nobody that an auditor seeks in the trail), and people found by name. Technical.
REFUSED_LOOKS = env.whole("HUIGONG_REFUSED_LOOKS", 20)
FOUND_BY_NAME = env.whole("HUIGONG_FOUND_BY_NAME", 200)
# Heads of the trail that the routine puts outside the database; best on another machine.
AUDIT_HEADS = env.place("HUIGONG_AUDIT_HEADS", DATA_FOLDER / "audit-heads.jsonl")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
