"""The crisis gate: pure, deterministic, ahead of every trained model."""

from bot.safety.answers import answer_to_the_question
from bot.safety.gate import CrisisAssessment, Level, assess, doubt, is_despairing
from bot.safety.helplines import HELPLINE_NUMBERS, Helpline
from bot.safety.replies import CAUTION_TYPE, QUESTION_TYPE, caution, go_back, question, reply, thanks_for_no

__all__ = [
    "CAUTION_TYPE",
    "HELPLINE_NUMBERS",
    "QUESTION_TYPE",
    "CrisisAssessment",
    "Helpline",
    "Level",
    "answer_to_the_question",
    "assess",
    "caution",
    "doubt",
    "go_back",
    "is_despairing",
    "question",
    "reply",
    "thanks_for_no",
]
