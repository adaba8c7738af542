"""The WSGI application that a web server loads; the packs are read before the first request."""

import os

from django.core.wsgi import get_wsgi_application

from huigong.catalogue.startup import load_packs
from huigong.portals.shared.everybody import Everybody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
application = Everybody(get_wsgi_application())
load_packs()
