"""The sealer of a running installation: every few seconds, in a thread beside the routines."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from huigong.audit import actions, published
from huigong.kernel.errors import DomainError

EVERY = 3.0  # seconds
PUBLISH_EVERY = 300.0
_log = logging.getLogger(__name__)


class Sealing:
    """Seals, and now and then publishes the head outside the database. A failure is reported and retried."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._published_at = float("-inf")
        self._published = 0

    def start(self) -> None:
        threading.Thread(target=self._run, name="sealing", daemon=True).start()

    def _run(self) -> None:
        while not self.stopping.wait(EVERY):
            self.once()

    def once(self) -> None:
        try:
            actions.seal(now=timezone.now())
            self._publish()
        except (DatabaseError, DomainError):
            _log.exception("the audit trail was not sealed; trying again in %s s", EVERY)
            connection.close()

    def _publish(self) -> None:
        if time.monotonic() - self._published_at < PUBLISH_EVERY:
            return
        head = published.newest()
        if head and head.batch != self._published:
            published.append(head, settings.AUDIT_HEADS)
            self._published = head.batch
        self._published_at = time.monotonic()
