"""One JSON line an event, and never a citizen's words."""

from __future__ import annotations

import json
import logging
import logging.config
import traceback
from datetime import UTC, datetime

OUR_LOGGER = "guide"
_CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json_line": {"()": f"{__name__}.JsonLineFormatter"}},
    "filters": {"ours_or_warning": {"()": f"{__name__}.OursOrWarning"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json_line", "filters": ["ours_or_warning"]}
    },
    "loggers": {OUR_LOGGER: {"level": "INFO"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
}


class OursOrWarning(logging.Filter):
    """Lets our own records through, and of others warnings only: a library may set its logger to DEBUG by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is worth a line."""
        return record.name.split(".")[0] == OUR_LOGGER or record.levelno >= logging.WARNING


class JsonLineFormatter(logging.Formatter):
    """Formats a record as one JSON object.

    Our own records (logger `guide` and below) carry an event name and the fields given as `extra={"fields": {...}}`.
    Of anybody else's record only where it came from is kept: libraries put messages, trackers and URLs in theirs.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line break."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] == OUR_LOGGER:
            line["event"] = record.msg
            line.update(getattr(record, "fields", {}))
        else:
            line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])][
                -8:
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def log_event(logger: logging.Logger, event: str, level: int = logging.INFO, **fields: object) -> None:
    """Write one event with its fields; the caller answers for fields being free of personal data."""
    logger.log(level, event, extra={"fields": fields})


def configure_logging() -> None:
    """Send every log of this process through the formatter, whatever a library has set up before."""
    for name in ("", *logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.config.dictConfig(_CONFIG)
