"""The web server: waitress in forked processes on one listening socket.

waitress reads requests without a thread of its own for each connection, so silent, half-sent
and slow clients hold no thread; they hold a connection until a deadline. Its threads share one
interpreter; forked processes use the cores.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import waitress

from huigong.kernel.errors import Unavailable
from huigong.portals.cli.connections import Bounds, channels
from huigong.portals.cli.dispatching import TakingTurns
from huigong.portals.cli.looking import Looking
from huigong.portals.shared.bodies import LARGE

Application = Callable[..., Any]
BACKLOG = 1024
SLOWEST_RESTART = 30.0  # seconds between starts of a process that dies at once, at most
CLIENT_SILENCE = 30  # seconds after which waitress drops a client that sends nothing
MOST_CONNECTIONS = 2000  # of one process; what files it may open bounds it too
# Seconds after which a busy thread lets another have the interpreter. Each question to the database gives it up,
# so with Python's 5 ms a move of thirty questions beside a busy page holds its locks for 150 ms longer.
TURN = 0.0005
FILES_KEPT_FREE = 100  # for the database, templates and uploads


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one.

    Raises `Unavailable` (`serve.address_taken`).
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if os.name != "nt":  # on Windows the option would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:  # the latter where it is no port at all
        listener.close()
        raise Unavailable(
            code="serve.address_taken",
            what=f"不能在 {host}:{port} 上启动",
            why=f"这个地址或端口不能用（{getattr(error, 'strerror', error)}），多半是另一个程序正在用它",
            do="请停掉那个程序，或用 --port 换一个端口",
        ) from error
    return listener


def most_connections() -> int:
    """What one process takes at once, within the number of files it may open."""
    if os.name == "nt":
        return MOST_CONNECTIONS
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = files == resource.RLIM_INFINITY
    return (
        MOST_CONNECTIONS
        if unlimited
        else max(FILES_KEPT_FREE, min(MOST_CONNECTIONS, files - FILES_KEPT_FREE))
    )


def serve_here(application: Application, listener: socket.socket, *, threads: int, bounds: Bounds) -> None:
    """Serve in this process until SIGTERM or Ctrl-C; requests under way are finished."""
    signal.signal(signal.SIGTERM, _stop)
    sys.setswitchinterval(TURN)
    server = waitress.create_server(
        application,
        sockets=[listener],
        _dispatcher=TakingTurns(threads),
        channel_timeout=CLIENT_SILENCE,
        cleanup_interval=CLIENT_SILENCE // 3,
        connection_limit=most_connections(),
        max_request_body_size=LARGE,
        asyncore_use_poll=True,  # select() knows no file above 1023
        ident=None,
    )
    server.channel_class = channels(bounds)
    Looking().start()  # after the fork, which a thread would not survive
    server.run()


@dataclass
class Processes:
    """`count` forked servers on one socket: a process that dies is replaced, and none outlives the parent."""

    application: Application
    listener: socket.socket
    count: int
    threads: int
    bounds: Bounds
    running: dict[int, float] = field(default_factory=dict)  # process id → when it started
    pause: float = 0.0

    def run(self) -> None:
        """Returns when the servers have stopped after SIGTERM or Ctrl-C."""
        self.parent_lives, self.held_by_parent = os.pipe()
        signal.signal(signal.SIGTERM, _stop)
        try:
            for _ in range(self.count):
                self._start()
            while True:
                self._replace_one()
        except (SystemExit, KeyboardInterrupt):
            self._end_all()

    def _start(self) -> None:
        process = os.fork()
        if process:
            self.running[process] = time.monotonic()
            return
        status = 1
        try:
            os.close(self.held_by_parent)
            threading.Thread(target=self._end_with_parent, daemon=True).start()
            serve_here(self.application, self.listener, threads=self.threads, bounds=self.bounds)
            status = 0
        except Exception:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _end_with_parent(self) -> None:
        """The parent holds the other end of the pipe: when it closes, even by a kill, there is no parent left."""
        os.read(self.parent_lives, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    def _replace_one(self) -> None:
        process, _ = os.wait()
        started = self.running.pop(process, None)
        if started is None:
            return
        lived = time.monotonic() - started
        self.pause = 0.0 if lived > SLOWEST_RESTART else min(SLOWEST_RESTART, self.pause * 2 + 0.5)
        print(f"一个服务进程意外结束，{self.pause:.1f} 秒后重新启动", file=sys.stderr, flush=True)
        time.sleep(self.pause)
        self._start()

    def _end_all(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in self.running:
            os.kill(process, signal.SIGTERM)
        for process in self.running:
            os.waitpid(process, 0)


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)
