"""The WSGI application that a web server loads; the packs are read before the first request."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.utils.timezone import localdate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
_django = get_wsgi_application()  # before the imports below, which need the models

from huigong.catalogue.startup import load_packs, settle  # noqa: E402
from huigong.portals.shared.everybody import Everybody  # noqa: E402

application = Everybody(_django)
gc.set_threshold(
    20_000, 20, 20
)  # as commands do: what is read stays, and looking for what may go takes a fifth
load_packs()
settle(localdate())
