"""`huigong serve`: the portals on one address, with the nightly routines beside them."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.timezone import localdate

from huigong.catalogue.startup import load_packs, settle
from huigong.messages import sms
from huigong.portals.cli.connections import Bounds
from huigong.portals.cli.looking import Looking
from huigong.portals.cli.processes import Processes, listen, serve_here
from huigong.portals.shared import bodies, realname
from huigong.portals.shared.everybody import Everybody
from huigong.portals.shared.ownkey import OwnKey, is_asked

UNTOLD_PROXY = (
    "注意：HUIGONG_HTTPS 已打开，说明前面有代理，但 HUIGONG_PROXIES 是 0：所有人都会算作同一个网络地址，"
    "一个人输错密码或者要太多验证码，会连累所有人。请设为前面代理的层数，通常是 1。"
)

UNSET_SILENCE = (
    "提示：没有设 HUIGONG_UNUSED_FOR_DAYS：手机号{days}天没有登录过，登录时就多问一句。"
    "请向本地运营商问清号码收回以后多久再给别人用，照那个天数设。"
)


def run(argv: list[str]) -> int:
    words = arguments(argv)
    is_asked()  # before anything is read; a database that is down, or has no tables yet, is asked again
    Looking().once()
    for trouble in load_packs():
        print(f"  停用：{trouble}", file=sys.stderr, flush=True)
    with listen(words.host, words.port) as listener:
        address = address_of(listener, words.host)
        print(f"\n  惠工已启动：{address}/      （按 Ctrl-C 停止）", flush=True)
        for warning in warnings():
            print(f"  {warning}\n", file=sys.stderr, flush=True)
        with nullcontext() if words.without_routines else routines_beside():
            serve(listener, address, words)
    return 0


def serve(listener: socket.socket, address: str, words: argparse.Namespace) -> None:
    application = Everybody(OwnKey(get_wsgi_application()))
    bounds = Bounds(bodies.most_at, small=bodies.SMALL, by_network=not settings.PROXIES)
    settle(localdate())
    connections.close_all()  # a forked process must open its own
    if words.address_file:
        tell(address, words.address_file)
    if hasattr(os, "fork"):
        Processes(application, listener, count=words.workers, threads=words.threads, bounds=bounds).run()
    else:
        serve_here(application, listener, threads=words.threads, bounds=bounds)


def address_of(listener: socket.socket, host: str) -> str:
    """`http://127.0.0.1:8000`, with the port that was really taken."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def tell(address: str, path: Path) -> None:
    """Writes the address to a file, atomically, for the process that started this server."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_text(address, encoding="utf-8")
    unfinished.replace(path)


def warnings() -> list[str]:
    """What the technician has to know about this installation's settings."""
    told = (
        UNTOLD_PROXY if is_proxy_untold() else "",
        sms.warning(),
        ""
        if settings.UNUSED_FOR_SET or settings.DEMO
        else UNSET_SILENCE.format(days=settings.UNUSED_FOR.days),
        broken_provider(),
    )
    return [warning for warning in told if warning]


def broken_provider() -> str:
    """What keeps the provider of real names from working at all, before a worker finds out."""
    try:
        realname.provider()
    except ImproperlyConfigured as error:
        return f"警告：实名认证用不了：{error}"
    return ""


def is_proxy_untold() -> bool:
    """This server does no TLS itself: with HUIGONG_HTTPS, some proxy stands in front."""
    return bool(settings.HTTPS) and not settings.PROXIES


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="huigong serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="0 表示任意空闲端口")
    parser.add_argument("--address-file", type=Path, help="启动后把网址写入这个文件")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="进程数")
    parser.add_argument("--threads", type=int, default=4, help="每个进程的线程数")
    parser.add_argument("--without-routines", action="store_true", help="例行任务由别处的 huigong sweep 来做")
    return parser.parse_args(argv)


@contextmanager
def routines_beside() -> Iterator[None]:
    """The nightly routines in a process of their own, ended with this one.

    Not a thread: the web server forks its workers, and a fork of a process with
    threads can hang for ever on a lock that nobody holds any more.
    """
    command = [sys.executable, "-m", "huigong", "routines", "--with-parent"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
