"""The engine's channel, store and purge job, served without a model: a quarter of the time to start.

Run in the engine's environment: `engine_without_model.py PORT`.
"""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from sanic import Sanic

from bot.privacy.channel import GuideChannel
from bot.privacy.shared_secret import SETTING
from bot.privacy.tracker_store import RedactingTrackerStore


async def _answer_nothing(_: object) -> None:
    raise NotImplementedError("there is no model")


app = Sanic("engine_without_model")
app.blueprint(GuideChannel(os.environ[SETTING]).blueprint(_answer_nothing), url_prefix="/webhooks/guide")
app.ctx.agent = SimpleNamespace(
    tracker_store=RedactingTrackerStore(domain=Domain.empty()), lock_store=InMemoryLockStore()
)

if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), access_log=False)
