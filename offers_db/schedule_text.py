"""Schedules in plain Danish: "tirsdage kl. 19-21", "torsdag 4. februar 2027 kl. 19-20.30"."""

import re
from collections.abc import Iterable
from datetime import date

from offers_db.models import Schedule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTH_NAMES = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
ORDINALS = {"1": "første", "2": "anden", "3": "tredje", "4": "fjerde", "5": "femte", "-1": "sidste"}
EVENING = "17:00"
SHOWN_EVENTS = 3
_BYDAY = re.compile(r"(-?\d)?(MO|TU|WE|TH|FR|SA|SU)")


def danish_date(day: date) -> str:
    """4. februar 2027"""
    return f"{day.day}. {MONTH_NAMES[day.month - 1]} {day.year}"


def upcoming(schedules: Iterable[Schedule], today: date) -> list[Schedule]:
    """The schedules not yet over, in the source's order but single events last and by date."""
    alive = [schedule for schedule in schedules if (_last_day(schedule) or today) >= today]
    return sorted(
        alive, key=lambda schedule: (_is_event(schedule), (_is_event(schedule) and schedule.dtstart) or date.min)
    )


def weekdays(schedules: Iterable[Schedule]) -> frozenset[str]:
    """The days of the week (MO..SU) that are known; empty = not known."""
    days: set[str] = set()
    for schedule in schedules:
        if schedule.byday:
            days.update(day for _, day in _BYDAY.findall(schedule.byday))
        elif schedule.dtstart:
            days.add(WEEKDAYS[schedule.dtstart.weekday()])
    return frozenset(days)


def is_evening(schedules: Iterable[Schedule]) -> bool | None:
    """Whether any schedule opens at 17 or later; None if no opening time is known."""
    opening = [schedule.opens_at for schedule in schedules if schedule.opens_at]
    return any(time >= EVENING for time in opening) if opening else None


def schedule_text(schedules: Iterable[Schedule], today: date) -> str | None:
    """All coming times in one line, None if none is known. The source's own words win over composed ones."""
    alive = upcoming(schedules, today)
    events = [schedule for schedule in alive if _is_event(schedule)]
    shown = [schedule for schedule in alive if not _is_event(schedule)] + events[:SHOWN_EVENTS]
    parts = [part for part in (schedule.description or _composed(schedule) for schedule in shown) if part]
    return "; ".join(dict.fromkeys(parts)) or None


def _is_event(schedule: Schedule) -> bool:
    return schedule.dtstart is not None and schedule.freq is None


def _last_day(schedule: Schedule) -> date | None:
    if _is_event(schedule):
        return schedule.dtstart
    return schedule.valid_to or schedule.until


def _composed(schedule: Schedule) -> str:
    day = _event_day(schedule) if _is_event(schedule) else _recurring_days(schedule)
    return " ".join(part for part in (day, _hours(schedule), _period(schedule)) if part)


def _event_day(schedule: Schedule) -> str:
    assert schedule.dtstart is not None
    return f"{DAY_NAMES[schedule.dtstart.weekday()]} {danish_date(schedule.dtstart)}"


def _recurring_days(schedule: Schedule) -> str:
    byday = schedule.byday or (WEEKDAYS[schedule.dtstart.weekday()] if schedule.dtstart else "")
    days = [_recurring_day(schedule, number, day) for number, day in _BYDAY.findall(byday)]
    if not days:
        return ""
    return days[0] if len(days) == 1 else f"{', '.join(days[:-1])} og {days[-1]}"


def _recurring_day(schedule: Schedule, number: str, day: str) -> str:
    name = DAY_NAMES[WEEKDAYS.index(day)]
    if number in ORDINALS:
        return f"{ORDINALS[number]} {name} i måneden"
    if schedule.freq == "MONTHLY":
        return f"en {name} om måneden"
    return f"hver {_ordinal_interval(schedule.interval)}{name}" if (schedule.interval or 1) > 1 else f"{name}e"


def _ordinal_interval(interval: int | None) -> str:
    return f"{ORDINALS[str(interval)]} " if str(interval) in ORDINALS else f"{interval}. "


def _hours(schedule: Schedule) -> str:
    if not schedule.opens_at:
        return ""
    opens = _clock(schedule.opens_at)
    return f"kl. {opens}-{_clock(schedule.closes_at)}" if schedule.closes_at else f"kl. {opens}"


def _clock(time: str) -> str:
    """19:00 -> 19, 20:30 -> 20.30, 09:00 -> 9"""
    hour, minute = time.split(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}.{minute}"


def _period(schedule: Schedule) -> str:
    start, end = schedule.valid_from, schedule.valid_to or schedule.until
    if _is_event(schedule) or not (start or end):
        return ""
    if start and end:
        return f"({danish_date(start)} til {danish_date(end)})"
    return f"(fra {danish_date(start)})" if start else f"(til {danish_date(end)})" if end else ""
