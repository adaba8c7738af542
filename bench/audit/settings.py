"""The product's settings with a stop-watch on the database, and yesterday's trail where the bench asks for it."""

import os

from huigong.config.settings import *  # noqa: F403
from huigong.config.settings import INSTALLED_APPS as _APPS

_YESTERDAY = ["bench.audit.yesterday.Yesterday"] if os.environ.get("BENCH_TRAIL") == "yesterday" else []
INSTALLED_APPS = [*_YESTERDAY, "bench.audit.watching.Watching", *_APPS]
