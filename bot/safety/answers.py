"""Yes or no to the question about thoughts of suicide. What is neither clear nor another subject counts as yes."""

import re
from typing import Final, Literal

from bot.safety.wording import fold

Answer = Literal["yes", "no"]

# A longer message says more than an answer; its own words are then what counts.
_LONGEST_NO: Final = 7
_LONGEST_HEDGE: Final = 9
_WORD: Final = re.compile("[a-z]+")
_YES: Final = re.compile(
    r" (?:j+a+h?|jo|jep|jeps|jaman|desvare|yes|yeah|yep|yea|yup|det har jeg|det gor jeg|har jeg|i do|i have) "
)
_HEDGES: Final = re.compile(
    r" (?:nogle gange|nogen gange|nogengange|noglegange|some tider|sometider|indimelem|ind imelem|af og til|tit|ofte"
    r"|maske|lidt|ved ik|ved ike|ved jeg ik|ved jeg ike|ved det ik|ved det ike|usiker|ike endnu|ik endnu|hele tiden"
    r"|hver dag|en gang imelem|engang imelem|kan ske|kunne godt|pa en made|sometimes|maybe|perhaps|not sure"
    r"|dont know|idk|a litle|often|kind of|kinda) "
)
_NO: Final = re.compile(
    r" (?:nej|nejh|na|nah|niks|nope|no|slet ike|overhovedet ike|det har jeg ik|det har jeg ike|ike rigtig|ike sadan"
    r"|bestemt ike|not realy|not at al) "
)


def answer_to_the_question(text: str) -> Answer | None:
    """ "yes" also for "nogle gange" and "ved ikke"; "no" for a short no alone; None when it is about something else."""
    found = _WORD.findall(fold(text))
    said = f" {' '.join(found)} "
    if len(found) <= _LONGEST_HEDGE and _HEDGES.search(said):
        return "yes"
    is_no = _NO.match(said) or (len(found) <= _LONGEST_NO and _NO.search(said))
    if is_no:
        return "no" if len(found) <= _LONGEST_NO else None
    begins = f" {' '.join(found[:3])} "
    return "yes" if _YES.search(begins) else None
