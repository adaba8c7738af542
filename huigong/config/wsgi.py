"""The WSGI application that a web server loads; the packs are read before the first request.

Nothing is loaded beside a key that is not the database's: `DomainError` (`sealing.not_of_database`)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.timezone import localdate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
_django = get_wsgi_application()  # before the imports below, which need the models

from huigong.catalogue.startup import load_packs, settle  # noqa: E402
from huigong.portals.shared.everybody import Everybody  # noqa: E402
from huigong.portals.shared.ownkey import OwnKey  # noqa: E402

application = Everybody(OwnKey(_django))
gc.set_threshold(20_000, 20, 20)  # as commands do: nearly all that is read stays
load_packs()
settle(localdate())
connections.close_all()  # a server that forks after loading: each process must open its own
