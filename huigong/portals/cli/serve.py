"""`huigong serve`: the portals on one address, with the nightly routines beside them."""

from __future__ import annotations

import argparse
import os
import threading

from django.conf import settings


def run(argv: list[str]) -> int:
    words = arguments(argv)
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    print(f"\n  惠工已启动：http://{words.host}:{words.port}/      （按 Ctrl-C 停止）", flush=True)
    if words.show_accounts:
        from huigong.portals.cli.county import accounts_table

        print(accounts_table(f"http://{words.host}:{words.port}"), flush=True)
    start_routines()
    Server(
        "huigong.config.wsgi:application",
        address=words.host,
        port=words.port,
        interface=Interfaces.WSGI,
        workers=words.workers,
        blocking_threads=words.threads,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huigong serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--show-accounts", action="store_true", help="列出虚构县的登录账号")
    return parser.parse_args(argv)


def start_routines() -> None:
    """The routines run in a thread of this process: a county needs no second service."""
    from huigong.portals.cli.routines import huey

    consumer = huey.create_consumer(workers=1, periodic=True, check_worker_health=False)
    # The signal handlers belong to the web server.
    consumer._set_signal_handlers = lambda: None
    threading.Thread(target=consumer.run, name="routines", daemon=True).start()
    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True)
