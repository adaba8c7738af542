#!/usr/bin/env python3
"""Every command of this checkout. Standard library only; needs Python 3.11 or newer.

python3 run.py demo [--check] [--port N] [--people N]   set up, load a fictitious county, serve it
python3 run.py test [--all] [--postgres] [pytest words] set up the test tools and run the tests;
                                                        --all adds those that only a release runs
python3 run.py check                                    lint, types, contracts, docs; changes nothing
python3 run.py fix                                      format and mend what can be mended by machine
python3 run.py docs                                     rebuild the pages that are made from the code
python3 run.py bench [NAME]                             measure, and print the figures
python3 run.py huigong WORDS                            the product's own command (read, entitle, ...)
python3 run.py lock                                     resolve the dependencies anew (needs uv)
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# The browser without windows first: it takes a third of the processor time of a whole one.
BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
)  # fmt: skip
SHELL = ("-m", "huigong")
STOPPED = 130  # what a program stopped by Ctrl-C exits with
CODE = ("huigong", "tests", "bench", "run.py")
# All that a demonstration takes from the surroundings: not the database, keys, files and senders of an installation.
SETTINGS_OF_A_DEMO = (
    "HUIGONG_DATA", "HUIGONG_POLICIES", "HUIGONG_FONTS", "HUIGONG_TYPESETTER_MEMORY", "HUIGONG_DEBUG",
)  # fmt: skip
REGION_OF_THE_DEMO = "510400"  # as huigong/demo/county.yaml
IN_USE = ("huigong.sqlite3", "sealing.key", "audit.key")  # what an installation has in its data folder


# Setting up --------------------------------------------------------------------------------------


def prepare(lock: str) -> None:
    """Make .venv and install what `lock` names, once for each content of the lock."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"需要 Python 3.11 或更高版本，现在是 {sys.version.split()[0]}。Python 3.11 or newer is needed."
        )
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = VENV / f".installed-{lock}"
    if is_installed(stamp, wanted):
        return
    VENV.mkdir(exist_ok=True)
    with (VENV / "installing.lock").open("w") as turn:
        wait_for(turn.fileno(), "another command is installing here; waiting for it")
        if not is_installed(stamp, wanted):
            install(lock)
            stamp.write_text(wanted)


def is_installed(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def install(lock: str) -> None:
    if not PYTHON.exists():
        say(f"making {VENV.name}")
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    say(f"installing what {lock} names (once)")
    # What is never imported need not be compiled; the rest is, the first time.
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    if subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / lock)]).returncode:
        sys.exit(
            "安装没有完成：请检查网络或软件源后再运行一次，已装好的部分不会丢。Installation did not finish; run it again."
        )
    offer_command()


def offer_command() -> None:
    """`.venv/bin/huigong`, which runs this checkout."""
    script = BIN / "huigong"
    lines = (f"#!{PYTHON}", "import sys", f"sys.path.insert(0, {str(ROOT)!r})",
             "from huigong.__main__ import main", "sys.exit(main())")  # fmt: skip
    script.write_text("\n".join(lines) + "\n")
    script.chmod(0o755)


def say(text: str) -> None:
    print(f"→ {text}", flush=True)


def python(*words: str, env: dict[str, str] | None = None) -> int:
    """Run a Python command inside .venv with this checkout importable."""
    return subprocess.run([str(PYTHON), *words], cwd=ROOT, env={**os.environ, **(env or {})}).returncode


@contextlib.contextmanager
def started(*words: str, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs beside us, and is stopped however we leave."""
    process = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env={**os.environ, **env})
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def huigong(*words: str, env: dict[str, str] | None = None) -> int:
    return python(*SHELL, *words, env=env)


def must(code: int) -> None:
    if code:
        sys.exit(code)


# Commands ----------------------------------------------------------------------------------------


def demo(words: list[str]) -> int:
    """Set up, load a fictitious county, serve; with --check, walk the main job and stop."""
    parser = argparse.ArgumentParser(prog="run.py demo", description=demo.__doc__)
    parser.add_argument("--check", action="store_true", help="walk the main job over HTTP and stop")
    parser.add_argument("--port", type=int, help="where to serve; without it 8000, or a free one")
    parser.add_argument("--people", type=int, help="how many people the county has")
    wanted = parser.parse_args(words)
    prepare("requirements.lock")
    stop_when_told()
    leave_installation_alone()
    if not wanted.check:
        data = Path(os.environ.get("HUIGONG_DATA") or ROOT / "var" / "demo")
        return serve_county(data, port=wanted.port or free_port(8000), people=wanted.people or 5000)
    with tempfile.TemporaryDirectory(prefix="huigong-") as folder:
        return walk_county(Path(folder), people=wanted.people or 300)


def stop_when_told() -> None:
    """SIGTERM, or a closed window, unwinds like an error would: what was started is stopped on the way out."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))


def leave_installation_alone() -> None:
    """Forgets what this machine's own installation is set to, so that no made-up county gets there."""
    for name in list(os.environ):
        ours = name.startswith("HUIGONG_") or name == "DATABASE_URL"
        if ours and name not in SETTINGS_OF_A_DEMO:
            del os.environ[name]


def county_settings(data: Path, *, codes: str) -> dict[str, str]:
    """`codes` says where a worker's login code goes: to this window, or to a file that a program reads."""
    return {
        "HUIGONG_DATA": str(data),
        "HUIGONG_SMS": codes,
        "HUIGONG_HTTPS": "0",
        "HUIGONG_DEMO": "1",
        "HUIGONG_REGION": REGION_OF_THE_DEMO,
    }


def serve_county(data: Path, *, port: int, people: int) -> int:
    env = county_settings(data, codes="console")
    with only_one_demo(data):
        must(huigong("set-up", env=env))
        must(huigong("county", "--people", str(people), "--accounts-at", f"http://127.0.0.1:{port}", env=env))
        with started(*SHELL, "serve", "--port", str(port), env=env) as server:
            while (code := wait_through_keys(server)) is None:
                pass  # the server heard the key too and is finishing what it does
    if code not in (0, STOPPED):
        return code
    say("stopped; what was entered is kept, run it again to go on")
    return 0


def wait_through_keys(process: subprocess.Popen[bytes]) -> int | None:
    """The exit code, or None when Ctrl-C came first. Not `subprocess.run`: that kills after a quarter second."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        return None


def walk_county(data: Path, *, people: int) -> int:
    env = county_settings(data, codes="file")
    must(huigong("set-up", env=env))
    must(huigong("county", "--people", str(people), env=env))
    told = data / "address"
    with started(*SHELL, "serve", "--port", "0", "--address-file", str(told), env=env) as server:
        return huigong("walk", address_told(told, server), env=env)


def test(words: list[str]) -> int:
    """The tests, spread over the cores; with --postgres on a throwaway PostgreSQL cluster."""
    with debians_browser():
        prepare("requirements-dev.lock")
    on_postgres = "--postgres" in words
    words = [word for word in words if word != "--postgres"]
    # Programs that tests start load what is compiled, also where the surroundings forbid to write it down.
    env = {"HUIGONG_BROWSER": find_browser() or "", "PYTHONDONTWRITEBYTECODE": ""}
    with contextlib.ExitStack() as stack:
        if on_postgres:
            env["DATABASE_URL"] = stack.enter_context(throwaway_postgres())
        return python("-m", "pytest", "-n", "auto", "--dist", "worksteal", *words, env=env)


def check(words: list[str]) -> int:
    """All that can be held against the code without running it. Changes nothing."""
    prepare("requirements-dev.lock")
    steps = {
        "lint": ("-m", "ruff", "check", *CODE),
        "format": ("-m", "ruff", "format", "--check", *CODE),
        "types": ("-m", "mypy"),
        "contracts": ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
        "manual": ("-m", "tests.spec.manual", "--check"),
        "pages": ("-m", "tests.architecture.pages", "--check"),
        "migrations": ("-m", "huigong", "migrations"),
    }
    python("-m", "tests.architecture.sizes")  # reported, not judged: the tests hold the limits
    failed = [name for name, step in steps.items() if say(name) or python(*step)]
    print("all good" if not failed else f"failed: {', '.join(failed)}")
    return len(failed)


def fix(words: list[str]) -> int:
    prepare("requirements-dev.lock")
    return python("-m", "ruff", "check", "--fix", *CODE) | python("-m", "ruff", "format", *CODE)


def docs(words: list[str]) -> int:
    prepare("requirements-dev.lock")
    return python("-m", "tests.spec.manual") | python("-m", "tests.architecture.pages")


def bench(words: list[str]) -> int:
    prepare("requirements-dev.lock")
    folder = ROOT / "bench"
    benchmarks = {path.stem for path in folder.glob("[a-z]*.py")}
    benchmarks |= {path.parent.name for path in folder.glob("*/__main__.py")}
    names = words[:1] or sorted(benchmarks)
    return max(python("-m", f"bench.{name}", *words[1:]) for name in names)


def command(words: list[str]) -> int:
    if not PYTHON.exists():
        prepare("requirements.lock")
    return huigong(*words)


def lock(words: list[str]) -> int:
    """Hashes of every platform's files, and no address of where they were found."""
    common = ["uv", "pip", "compile", "pyproject.toml", "--extra", "postgres", "--universal", "--upgrade",
              "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11", "--quiet"]  # fmt: skip
    must(subprocess.run([*common, "-o", "requirements.lock"], cwd=ROOT).returncode)
    return subprocess.run(
        [*common, "--extra", "spark", "--extra", "s3", "--group", "dev", "-o", "requirements-dev.lock"],
        cwd=ROOT,
    ).returncode


# The world outside -------------------------------------------------------------------------------


def free_port(wanted: int) -> int:
    """`wanted` if nothing listens there, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise OSError("no free port")


def address_told(file: Path, server: subprocess.Popen[bytes], seconds: int = 900) -> str:
    """Where the server that we started listens, by its own word: another program may have any port by now.

    On a busy machine it starts late: we wait as long as it lives, up to a quarter of an hour.
    """
    for _ in range(seconds * 5):
        if server.poll() is not None:
            sys.exit("the server stopped before it answered")
        if file.exists():
            return file.read_text(encoding="utf-8")
        time.sleep(0.2)
    sys.exit(f"the server did not start within {seconds} s")


@contextlib.contextmanager
def only_one_demo(data: Path) -> Iterator[None]:
    """Two demos on one database would load and serve over each other, and a demo on real data over that."""
    data.mkdir(parents=True, exist_ok=True)
    held = data / "demo.lock"  # and the mark by which a demo knows its own folder
    if not held.exists() and any((data / name).exists() for name in IN_USE):
        sys.exit(
            f"这个数据文件夹（{data}）不是演示用的，没有改动：请用 HUIGONG_DATA 另指一个空文件夹。"
            "This data folder is not a demo's; nothing was changed. Name an empty one by HUIGONG_DATA."
        )
    with held.open("w") as lock:
        try:
            hold(lock.fileno())
        except OSError:
            sys.exit(
                f"这个数据文件夹（{data}）里已有一个演示在运行：请先停掉它，或用 HUIGONG_DATA 另指一个文件夹。"
                "A demo is already running on this data folder; stop it, or name another by HUIGONG_DATA."
            )
        yield


def hold(file: int) -> None:
    """Lock an open file until this process ends, however it ends; `OSError` where another holds it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def wait_for(file: int, why: str) -> None:
    """As `hold`, but waits for whoever holds the lock now, and says why once."""
    told = False
    while True:
        try:
            return hold(file)
        except (BlockingIOError, PermissionError):  # on Windows the second
            if not told:
                say(why)
            told = True
            time.sleep(0.2)
        except OSError:
            return None  # a file system without locks: nobody can be waited for


def find_browser() -> str | None:
    """A Chromium on this machine; where there is none, Playwright's own is tried."""
    named = os.environ.get("HUIGONG_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if named:
        return named
    say("no Chromium found; trying to install one for the browser tests")
    return "playwright" if python("-m", "playwright", "install", "chromium-headless-shell") == 0 else None


@contextlib.contextmanager
def debians_browser() -> Iterator[None]:
    """Where no Chromium is found and we may, Debian's is installed while something else is done."""
    may = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not may or os.environ.get("HUIGONG_BROWSER") or any(map(shutil.which, BROWSERS)):
        yield
        return
    say("no Chromium found; installing Debian's for the browser tests")
    # An older Debian has the shell in the whole browser only.
    shell, whole = "chromium-headless-shell fonts-noto-cjk", "chromium fonts-noto-cjk"
    install = f"apt-get update; apt-get install -y {shell} || apt-get install -y {whole}"
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with subprocess.Popen(["sh", "-c", install], env=env, stdout=subprocess.DEVNULL):
        yield


def postgres_binaries() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True
    )
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else (installed[0].parent if installed else None)


@contextlib.contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """A cluster of its own in a temporary folder, reached by a socket there, gone afterwards.

    Tests do not wait for the disk; `durable` does, as an installation would.
    """
    binaries = postgres_binaries()
    if binaries is None:
        sys.exit("no PostgreSQL server binaries (initdb, pg_ctl) on this machine; set DATABASE_URL instead")
    with tempfile.TemporaryDirectory(prefix="hgpg") as folder:
        home = Path(folder)
        as_owner = owner_prefix(home)
        data = home / "data"

        def run(name: str, *words: str) -> None:
            subprocess.run(
                [*as_owner, str(binaries / name), *words], check=True, stdout=subprocess.DEVNULL, cwd=folder
            )

        run("initdb", "-D", str(data), "-U", "huigong", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {folder} -c listen_addresses='' -c fsync={'on' if durable else 'off'}"
        run("pg_ctl", "-D", str(data), "-l", str(home / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://huigong@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def owner_prefix(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to an ordinary user there."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    import pwd

    user = next(
        name for name in ("postgres", "nobody") if any(name == entry.pw_name for entry in pwd.getpwall())
    )
    shutil.chown(home, user)
    home.chmod(0o755)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo, "test": test, "check": check, "fix": fix,
    "docs": docs, "bench": bench, "huigong": command, "lock": lock,
}  # fmt: skip


def main(words: list[str]) -> int:
    if not words or words[0] not in COMMANDS:
        print(__doc__)
        return 0 if not words else 2
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
