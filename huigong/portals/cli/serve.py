"""`huigong serve`: the portals on one address, with the nightly routines beside them."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.conf import settings
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from huigong.catalogue.startup import load_packs

UNTOLD_PROXY = (
    "注意：HUIGONG_HTTPS 已打开，说明前面有代理，但 HUIGONG_PROXIES 是 0：所有人都会算作同一个网络地址，"
    "一个人输错密码或者要太多验证码，会连累所有人。请设为前面代理的层数，通常是 1。"
)


def run(argv: list[str]) -> int:
    words = arguments(argv)
    for trouble in load_packs():
        print(f"  停用：{trouble}", file=sys.stderr, flush=True)
    print(f"\n  惠工已启动：http://{words.host}:{words.port}/      （按 Ctrl-C 停止）", flush=True)
    if is_proxy_untold():
        print(f"  {UNTOLD_PROXY}\n", file=sys.stderr, flush=True)
    if words.show_accounts:
        from huigong.portals.cli.county import accounts_table

        print(accounts_table(f"http://{words.host}:{words.port}"), flush=True)
    with nullcontext() if words.without_routines else routines_beside():
        Portals(words).run()
    return 0


class Portals(BaseApplication):
    """gunicorn with our few choices; whatever else it can do stays at its defaults."""

    def __init__(self, words: argparse.Namespace) -> None:
        self.words = words
        super().__init__()

    def load_config(self) -> None:
        choices = {
            "bind": f"{self.words.host}:{self.words.port}",
            "workers": self.words.workers,
            "threads": self.words.threads,
            "worker_class": "gthread",
            "loglevel": "warning",
            "timeout": 60,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return import_app("huigong.config.wsgi:application")


def is_proxy_untold() -> bool:
    """This server does no TLS itself: with HUIGONG_HTTPS, some proxy stands in front."""
    return bool(settings.HTTPS) and not settings.PROXIES


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huigong serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--without-routines", action="store_true", help="例行任务由别处的 huigong sweep 来做")
    parser.add_argument("--show-accounts", action="store_true", help="列出虚构县的登录账号")
    return parser.parse_args(argv)


@contextmanager
def routines_beside() -> Iterator[None]:
    """The nightly routines in a process of their own, ended with this one.

    Not a thread: the web server forks its workers, and a fork of a process with
    threads can hang for ever on a lock that nobody holds any more.
    """
    command = [sys.executable, "-m", "huigong.portals.cli.main", "routines", "--with-parent"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
