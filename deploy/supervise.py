"""`python -m deploy.supervise`: start the Procfile's processes, say when the guide answers, stop cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import shlex
import signal
import socket
import string
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from bot.privacy import shared_secret
from bot.privacy.key_file import read_or_make

ROOT = Path(__file__).parents[1]
# In a file, so that `make shell` in another terminal can talk to the actions of `make run`.
INTERNAL_SECRET_FILE = ROOT / "var" / "internal.key"
DEFAULTS = {
    "GUIDE_HOST": "127.0.0.1",
    "GUIDE_PORT": "8080",
    "GUIDE_ENGINE_PORT": "5005",
    "GUIDE_ACTIONS_PORT": "5055",
    "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_HOST": "127.0.0.1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONUNBUFFERED": "1",
    # The sentence model's threads would otherwise spin while they wait, and the processes share the cores.
    "OMP_WAIT_POLICY": "PASSIVE",
    "PYTHONWARNINGS": "ignore",
}
STOP_SECONDS = 8.0
POLL_SECONDS = 0.1
LONGEST_PAUSE = 30.0
READY_SECONDS = 240.0
_PR_SET_PDEATHSIG = 1


def environment() -> dict[str, str]:
    """Return the processes' environment: what is set, else the defaults, and what is made of them."""
    settings = {**DEFAULTS, **os.environ}
    settings.setdefault("GUIDE_ENGINE_URL", f"http://127.0.0.1:{settings['GUIDE_ENGINE_PORT']}")
    settings.setdefault("GUIDE_ACTIONS_URL", f"http://127.0.0.1:{settings['GUIDE_ACTIONS_PORT']}/webhook")
    if not settings.get(shared_secret.SETTING):
        settings[shared_secret.SETTING] = read_or_make(INTERNAL_SECRET_FILE)
    settings["PYTHONPATH"] = str(ROOT)
    return settings


def commands(settings: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each process's command line from the Procfile, its ${VARIABLES} filled."""
    lines = (line.partition(":") for line in (ROOT / "Procfile").read_text().splitlines() if line.strip())
    return {name: shlex.split(string.Template(command).substitute(settings)) for name, _, command in lines}


def taken_ports(settings: Mapping[str, str]) -> list[str]:
    """Return a line for each port that something else listens on."""
    taken = []
    for name in ("GUIDE_PORT", "GUIDE_ENGINE_PORT", "GUIDE_ACTIONS_PORT"):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings["GUIDE_HOST"] if name == "GUIDE_PORT" else "127.0.0.1", int(settings[name])))
            except OSError:
                taken.append(f"Port {settings[name]} is taken. Stop what uses it, or set {name} to another port.")
    return taken


class Supervisor:
    """Runs the processes until told to stop."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._settings = settings
        self._stopping = asyncio.Event()
        self._ready = False

    async def run(self) -> int:
        """Start everything, wait for a stop signal, stop everything. Returns the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stopping.set)
        keepers = [asyncio.create_task(self._keep(*process)) for process in commands(self._settings).items()]
        announcer = asyncio.create_task(self._announce())
        await self._stopping.wait()
        _say("Stopping …")
        announcer.cancel()
        await asyncio.gather(*keepers)
        _say("Stopped.")
        return 0

    async def _keep(self, name: str, command: list[str]) -> None:
        """Run one process; when it dies, start it again after a pause that doubles."""
        pause = 1.0
        while not self._stopping.is_set():
            started = time.monotonic()
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=ROOT,
                env=dict(self._settings),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
            reader = asyncio.create_task(self._forward(name, process))
            await self._until_dead_or_stopping(process)
            _kill_group(process.pid, signal.SIGKILL)
            reader.cancel()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            _say(f"{name} stopped with code {process.returncode}; starting it again in {pause:.0f} s")
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _until_dead_or_stopping(self, process: asyncio.subprocess.Process) -> None:
        death = asyncio.create_task(_death_of(process))
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({death, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not death.done():
            _kill_group(process.pid, signal.SIGTERM)
            await asyncio.wait({death}, timeout=STOP_SECONDS)
            _kill_group(process.pid, signal.SIGKILL)
            await death

    async def _forward(self, name: str, process: asyncio.subprocess.Process) -> None:
        """Pass on JSON lines. Other output is shown only until the guide is ready: later it could quote citizens."""
        assert process.stdout is not None
        while line := await _read_line(process.stdout):
            text = line.decode(errors="replace").strip()
            if _is_json_object(text):
                print(text, file=sys.stderr, flush=True)
            elif text and not self._ready:
                print(json.dumps({"level": "info", "logger": name, "event": "output", "text": text}), file=sys.stderr)

    async def _announce(self) -> None:
        """Say how the start goes, and print the address once a real message has been answered."""
        address = f"http://{self._settings['GUIDE_HOST']}:{self._settings['GUIDE_PORT']}"
        _say("Starting engine, actions and web; the engine takes about 20 s to load …")
        started = time.monotonic()
        while not await asyncio.to_thread(_is_ready, address):
            waited = time.monotonic() - started
            if waited > READY_SECONDS:
                _say("The guide has not answered yet; see the lines above. Still trying.")
            elif int(waited) % 5 == 0:
                _say(f"  … waiting for the first answer ({waited:.0f} s)")
            await asyncio.sleep(1)
        self._ready = True
        _say(f"\n  Sundhedsguiden answers at {address}  (after {time.monotonic() - started:.0f} s; Ctrl-C stops it)\n")


async def _death_of(process: asyncio.subprocess.Process) -> None:
    """Return when the process itself is dead; `wait` would wait for its children, too, while they hold its output."""
    while process.returncode is None:
        await asyncio.sleep(POLL_SECONDS)


async def _read_line(stream: asyncio.StreamReader) -> bytes:
    """Return the next line, or a piece of one that is longer than the stream's buffer; empty at the end."""
    try:
        return await stream.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as overrun:
        return await stream.readexactly(overrun.consumed)


def _is_json_object(text: str) -> bool:
    if not text.startswith("{"):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=30) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _die_with_parent() -> None:
    # If the supervisor itself is killed, the kernel stops its children, so nothing is left running.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _say(text: str) -> None:
    print(text, flush=True)


def main() -> int:
    """Check the ports, then run. Returns the exit code."""
    settings = environment()
    if taken := taken_ports(settings):
        print("\n".join(taken), file=sys.stderr)
        return 1
    return asyncio.run(Supervisor(settings).run())


if __name__ == "__main__":
    sys.exit(main())
