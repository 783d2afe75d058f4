"""The processes below a supervisor, read from /proc."""

from __future__ import annotations

from pathlib import Path


def children(pid: int) -> dict[str, int]:
    """Return the supervisor's own processes by the name in the Procfile."""
    marks = {"engine": "rasa\0run", "actions": "-m\0actions", "web": "-m\0web"}
    found = {}
    for child, (parent, _) in _all().items():
        command = _read(child, "cmdline")
        found |= {name: child for name, mark in marks.items() if parent == pid and mark in command}
    return found


def sessions(pids: set[int]) -> set[int]:
    """Return every living process of the sessions that these began: the supervisor starts each in one of its own."""
    return {pid for pid, (_, session) in _all().items() if session in pids}


def _all() -> dict[int, tuple[int, int]]:
    """Return parent and session of each living process; a zombie is none."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (stat := _read(int(entry.name), "stat")):
            state, parent, _, session = stat.rpartition(")")[2].split()[:4]
            if state != "Z":
                found[int(entry.name)] = (int(parent), int(session))
    return found


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""
