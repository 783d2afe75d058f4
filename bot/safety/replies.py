"""What the guide says in a crisis: what to do now, whom to ring, and that one may go on writing here."""

from dataclasses import asdict
from typing import Any, Final

from bot.safety.gate import CrisisAssessment, Level
from bot.safety.helplines import helplines
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
_GO_ON: Final[dict[Language, str]] = {
    "da": "Du må gerne skrive videre her.",
    "en": "You are welcome to keep writing here.",
}


def reply(
    assessment: CrisisAssessment, municipality_code: str | None, language: Language | None = None
) -> dict[str, Any]:
    """A message of the chat contract: `text`, and `custom` of type "crisis" with level and helplines, 112 first.

    `language` is that of the message when not given. An unknown municipality gets the doctors on call of both regions.
    """
    spoken = language or assessment.language
    doctors = _DOCTOR[spoken]
    advice = _TEXTS[spoken][assessment.level].format(doctor=doctors.get(municipality_code or "", doctors[""]))
    lines = [asdict(line) for line in helplines(assessment.level, municipality_code)]
    return {
        "text": f"{advice} {_GO_ON[spoken]}",
        "custom": {"type": "crisis", "level": assessment.level, "helplines": lines},
    }
