"""The product's own settings, made strict: what a template or a query leaves open fails a test."""

import os
import tempfile
from pathlib import Path

# Keys, codes and databases of a test run belong to that run alone.
os.environ.setdefault("HUIGONG_DATA", tempfile.mkdtemp(prefix="huigong-tests-"))

from huigong.config.settings import *  # noqa: F403
from huigong.config.settings import STORAGES, TEMPLATES


class UnknownVariable(str):
    """What Django prints for a variable that a template names and nobody gave: here, an error."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise LookupError(f"the template names {name!r}, which its view does not give")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable("%s")
# Hashed names need a gathered folder; a test serves the files where they lie.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
SMS_FOLDER = Path(os.environ["HUIGONG_DATA"]) / "codes"
# A test that asks no database must be able to count; what workers share is walked over HTTP instead.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Most tests are about what comes after; those about the second factor switch it on.
SECOND_FACTOR_REQUIRED = False
# The product's own hash at the least cost it can have: a test is not about how long a guess takes.
PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]
