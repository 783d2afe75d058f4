"""Custom actions: one module a capability. Loaded by `python -m rasa_sdk --actions actions`."""

from bot.privacy.json_log import configure_logging

# rasa_sdk sets up its own logging first, which would print trackers with what citizens wrote.
configure_logging()
