"""`python -m web`: serve until told to stop."""

from __future__ import annotations

import sys

from aiohttp import web

from bot.privacy.json_log import configure_logging
from web.app import init_app
from web.settings import SettingError, Settings


def main() -> int:
    """Read the settings, set up logging, serve. Returns the exit code."""
    configure_logging()
    try:
        settings = Settings.from_environment()
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    web.run_app(init_app(settings), host=settings.host, port=settings.port, access_log=None, print=None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
