"""What places say of themselves, on this machine or another one, counts in a process that serves: a look now and then."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from huigong.kernel.packs import local

EVERY = 30.0  # seconds
_log = logging.getLogger(__name__)


class Looking:
    """Draws the local files anew where more was said. A failure is reported and tried again; what was drawn before holds."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="looking", daemon=True).start()

    def _run(self) -> None:
        while not self.stopping.wait(EVERY):
            self.once()
            connection.close()  # of this thread: it waits long, and connections are few

    def once(self) -> None:
        try:
            local.look()
        except (DatabaseError, OSError):
            _log.exception("what places say of themselves could not be read; what was drawn before holds")
