"""`python -m actions`: rasa-sdk's action server in one process, on loopback.

`python -m rasa_sdk --actions actions` serves the same, but from a worker process that outlives a killed parent.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic, response
from sanic.response import HTTPResponse

from bot.privacy import shared_secret
from bot.privacy.json_log import configure_logging

DEFAULT_PORT = 5055


def main() -> int:
    """Register the actions and serve until told to stop. Returns the exit code."""
    try:
        secret = shared_secret.checked(os.environ.get(shared_secret.SETTING))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    _refuse_strangers(app, secret)
    configure_logging()
    port = int(os.environ.get("GUIDE_ACTIONS_PORT", DEFAULT_PORT))
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)
    return 0


def _refuse_strangers(app: Sanic[Any, Any], secret: str) -> None:
    """Answer nothing, on no path, to a request without the secret: an action call carries a whole conversation."""

    @app.on_request
    async def refuse(request: Request) -> HTTPResponse | None:
        known = shared_secret.is_sent(request.headers, secret)
        return None if known else response.json({"error": "unauthorized"}, status=401)


if __name__ == "__main__":
    sys.exit(main())
