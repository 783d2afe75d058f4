"""The crisis gate: pure, deterministic, ahead of every trained model."""

from bot.safety.gate import CrisisAssessment, Level, assess
from bot.safety.helplines import HELPLINE_NUMBERS, Helpline
from bot.safety.replies import reply

__all__ = ["HELPLINE_NUMBERS", "CrisisAssessment", "Helpline", "Level", "assess", "reply"]
