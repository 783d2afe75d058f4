"""What the guide says in a crisis: what to do now, whom to ring, and that one may go on writing here."""

from dataclasses import asdict
from typing import Any, Final

from bot.safety.gate import CrisisAssessment, Level
from bot.safety.helplines import LIVSLINIEN, doctors_on_call, helplines
from bot.safety.language import Language

_TEXTS: Final[dict[Language, dict[Level, str]]] = {
    "da": {
        "suicide": (
            "Tak, fordi du skriver det. Er der fare for liv lige nu, så ring 112. "
            "Ring ellers til Livslinien på 70 201 201 eller til {doctor}, "
            "og bed en, du er tryg ved, om at blive hos dig. "
            "Gælder det en anden, så lad ikke personen være alene."
        ),
        "overdose": (
            "Ring 112 nu, hvis nogen er sløv, ikke kan vækkes eller har svært ved at trække vejret. "
            "Ring ellers straks til Giftlinjen på 82 12 12 12. "
            "Bliv hos personen, læg en sovende om på siden, og gem pakken eller flasken."
        ),
        "violence": (
            "Det er ikke din skyld. Er du i fare nu, så gå et sikkert sted hen, hvis du kan, og ring 112. "
            "Du kan altid ringe til Lev Uden Vold på 1888. Det er gratis, og du kan være anonym. "
            "Er du eller andre kommet til skade, så ring også til {doctor}."
        ),
        "medical": (
            "Ring 112 nu. Sig, hvor du er, og hvad der er sket, og følg de råd, du får. "
            "Bliv hos den, der er syg. Er det ikke akut, så ring til {doctor}."
        ),
        "withdrawal": (
            "Ring 112 nu ved kramper, forvirring, eller hvis du ser eller hører ting, andre ikke kan. "
            "Ring ellers straks til {doctor}. "
            "Har du drukket meget hver dag, kan det være farligt at stoppe brat, så bed en læge om hjælp, "
            "og vær ikke alene."
        ),
        "child": (
            "Det er godt, at du siger det. Børn har ret til at være trygge, og det er aldrig barnets skyld. "
            "Er der fare nu, så ring 112. "
            "Ring ellers til BørneTelefonen på 116 111, eller sig det til en voksen, du stoler på."
        ),
    },
    "en": {
        "suicide": (
            "Thank you for telling me. If a life is in danger right now, call 112. "
            "Otherwise call Livslinien on 70 201 201 or {doctor}, and ask someone you trust to stay with you. "
            "If it is about someone else, do not leave them alone."
        ),
        "overdose": (
            "Call 112 now if anyone is drowsy, cannot be woken or has trouble breathing. "
            "Otherwise call the poison line Giftlinjen on 82 12 12 12 at once. "
            "Stay with them, lay a sleeping person on their side, and keep the pack or bottle."
        ),
        "violence": (
            "It is not your fault. If you are in danger now, get somewhere safe if you can, and call 112. "
            "You can always call Lev Uden Vold on 1888. It is free, and you can be anonymous. "
            "If you or others are hurt, call {doctor} too."
        ),
        "medical": (
            "Call 112 now. Say where you are and what happened, and follow the advice you get. "
            "Stay with the person who is ill. If it is not urgent, call {doctor}."
        ),
        "withdrawal": (
            "Call 112 now if there are seizures or confusion, or if you see or hear things others do not. "
            "Otherwise call {doctor} at once. "
            "After heavy daily drinking it can be dangerous to stop suddenly, so ask a doctor for help, "
            "and do not be alone."
        ),
        "child": (
            "It is good that you told me. Children have a right to be safe, and it is never the child's fault. "
            "If there is danger now, call 112. "
            "Otherwise call BørneTelefonen on 116 111, or tell an adult you trust."
        ),
    },
}
_DOCTOR: Final[dict[Language, dict[str, str]]] = {
    "da": {
        "ballerup": "din læge eller 1813",
        "glostrup": "din læge eller 1813",
        "aalborg": "din læge eller Lægevagten på 70 15 03 00 (nummeret er ikke bekræftet)",
        "": "din læge eller lægevagten",
    },
    "en": {
        "ballerup": "your doctor or 1813",
        "glostrup": "your doctor or 1813",
        "aalborg": "your doctor or the doctor on call on 70 15 03 00 (number not confirmed)",
        "": "your doctor or the doctor on call",
    },
}
# After WHO's advice: asked plainly it does no harm, and it shows that one may answer. A yes is answered as a crisis.
_QUESTION: Final[dict[Language, str]] = {
    "da": (
        "Det lyder, som om du har det rigtig svært lige nu. Jeg spørger, fordi det er vigtigt: "
        "Har du tanker om ikke at ville leve? Du må svare, som det er. "
        "Vil du tale med et menneske, så ring til Livslinien på 70 201 201. Du kan være anonym. "
        "Der kan være ventetid, og så kan du ringe til {doctor}. Er der fare for liv, så ring 112."
    ),
    "en": (
        "It sounds as if things are really hard for you right now. I ask because it matters: "
        "Do you have thoughts of not wanting to live? You can answer just as it is. "
        "If you want to talk to a person, call Livslinien on 70 201 201. You can be anonymous. "
        "If you have to wait, call {doctor}. If a life is in danger, call 112."
    ),
}
# The words of the yes are a crisis by themselves, so that it is heard even when nobody remembers the question.
_ANSWERS: Final[dict[Language, tuple[tuple[str, str], ...]]] = {
    "da": (("Ja", "Ja, jeg har tanker om ikke at ville leve"), ("Nej", "Nej, det har jeg ikke")),
    "en": (("Yes", "Yes, I don't want to live"), ("No", "No, I do not")),
}
# Said beside the answer when somebody may be in danger: one line, so that the answer is still what one reads.
_CAUTION: Final[dict[Language, dict[Level, str]]] = {
    "da": {
        "suicide": "Går det ikke, og tænker du på ikke at ville leve, så ring til Livslinien på 70 201 201.",
        "overdose": "Har nogen fået noget giftigt eller for meget, så ring til Giftlinjen på 82 12 12 12.",
        "violence": "Er nogen ond ved dig, kan du altid ringe til Lev Uden Vold på 1888.",
        "medical": "Bliver det værre, eller er du i tvivl, så ring til {doctor}.",
        "withdrawal": "Ryster du, eller ser du ting, efter du er holdt op med at drikke, så ring til {doctor}.",
        "child": "Er et barn ikke trygt, så ring til BørneTelefonen på 116 111 eller til kommunen.",
    },
    "en": {
        "suicide": "If things get too hard and you think of not wanting to live, call Livslinien on 70 201 201.",
        "overdose": "If anyone has taken something poisonous or too much, call Giftlinjen on 82 12 12 12.",
        "violence": "If someone hurts you, you can always call Lev Uden Vold on 1888.",
        "medical": "If it gets worse, or you are in doubt, call {doctor}.",
        "withdrawal": "If you shake or see things after you stopped drinking, call {doctor}.",
        "child": "If a child is not safe, call BørneTelefonen on 116 111 or the municipality.",
    },
}
_FIRST_OF_ALL: Final[dict[Language, str]] = {
    "da": "For en sikkerheds skyld: Er nogen i fare lige nu, så ring 112.",
    "en": "To be on the safe side: If anyone is in danger right now, call 112.",
}
_THANKS_FOR_NO: Final[dict[Language, str]] = {
    "da": (
        "Tak, fordi du svarede. Du må altid skrive det her, hvis det ændrer sig. "
        "Livslinien på 70 201 201 er der også for dig, der bare har det svært. Vi går videre, når du vil."
    ),
    "en": (
        "Thank you for answering. You can always tell me if it changes. "
        "Livslinien on 70 201 201 is there for you too when things are hard. We go on whenever you like."
    ),
}
_GO_BACK: Final[dict[Language, str]] = {"da": "Her er det, du var i gang med.", "en": "Here is where you were."}
_GO_ON: Final[dict[Language, str]] = {
    "da": "Du må gerne skrive videre her.",
    "en": "You are welcome to keep writing here.",
}

QUESTION_TYPE: Final = "distress"
CAUTION_TYPE: Final = "caution"


def reply(
    assessment: CrisisAssessment, municipality_code: str | None, language: Language | None = None
) -> dict[str, Any]:
    """A message of the chat contract: `text`, and `custom` of type "crisis" with level and helplines, 112 first.

    `language` is that of the message when not given. An unknown municipality gets the doctors on call of both regions.
    """
    spoken = language or assessment.language
    advice = _TEXTS[spoken][assessment.level].format(doctor=_doctor(municipality_code, spoken))
    lines = [asdict(line) for line in helplines(assessment.level, municipality_code)]
    return {
        "text": f"{advice} {_GO_ON[spoken]}",
        "custom": {"type": "crisis", "level": assessment.level, "helplines": lines},
    }


def question(municipality_code: str | None, language: Language) -> dict[str, Any]:
    """Asks somebody in despair about thoughts of suicide: `text`, `buttons` for yes and no, `custom` with helplines."""
    lines = [asdict(line) for line in (LIVSLINIEN, *doctors_on_call(municipality_code))]
    return {
        "text": _QUESTION[language].format(doctor=_doctor(municipality_code, language)),
        "buttons": [{"title": title, "payload": payload} for title, payload in _ANSWERS[language]],
        "custom": {"type": QUESTION_TYPE, "helplines": lines},
    }


def caution(doubted: CrisisAssessment, municipality_code: str | None) -> dict[str, Any]:
    """What is said beside an answer to a message that may tell of danger: `text`, `custom` with level and helplines."""
    spoken = doubted.language
    advice = _CAUTION[spoken][doubted.level].format(doctor=_doctor(municipality_code, spoken))
    lines = [asdict(line) for line in helplines(doubted.level, municipality_code)]
    return {
        "text": f"{_FIRST_OF_ALL[spoken]} {advice}",
        "custom": {"type": CAUTION_TYPE, "level": doubted.level, "helplines": lines},
    }


def thanks_for_no(language: Language) -> str:
    """What to say to a no."""
    return _THANKS_FOR_NO[language]


def go_back(language: Language) -> str:
    """What to say before what was shown before a crisis is shown again."""
    return _GO_BACK[language]


def _doctor(municipality_code: str | None, language: Language) -> str:
    doctors = _DOCTOR[language]
    return doctors.get(municipality_code or "", doctors[""])
