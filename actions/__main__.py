"""`python -m actions`: rasa-sdk's action server in one process, on loopback.

`python -m rasa_sdk --actions actions` serves the same, but from a worker process that outlives a killed parent.
"""

from __future__ import annotations

import os
import sys

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from bot.privacy.json_log import configure_logging

DEFAULT_PORT = 5055


def main() -> int:
    """Register the actions and serve until told to stop. Returns the exit code."""
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    configure_logging()
    port = int(os.environ.get("GUIDE_ACTIONS_PORT", DEFAULT_PORT))
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
