"""What the fake guide answers: one scene for each thing the page must be able to show.

Facts about real municipalities are those of the content files; everything else happens in the fictional one.
"""

from typing import Any

Json = dict[str, Any]


def municipality(code: str, name: str, phone: str | None, url: str | None) -> Json:
    return {"code": code, "name": name, "phone": phone, "url": url, "fictional": code == "demo"}


MUNICIPALITIES: list[Json] = [
    municipality("ballerup", "Ballerup Kommune", "44 77 20 00", "https://ballerup.dk"),
    municipality("glostrup", "Glostrup Kommune", None, "https://glostrup.dk"),
    municipality("aalborg", "Aalborg Kommune", "99 31 19 55", "https://aalborg.dk"),
    municipality("demo", "Demo Kommune", "00 00 00 00", None),
]

ANONYMOUS_COUNSELLING: Json = {
    "id": "5a4f9f0e-0000-5000-8000-000000000001",
    "name": "Anonym rådgivning om alkohol og stoffer",
    "description": "Du kan tale med en rådgiver om alkohol eller stoffer. Du behøver ikke sige, hvem du er.",
    "topics": ["alcohol", "drugs"],
    "organization": "Ballerup Kommune",
    "municipality": "ballerup",
    "anonymous": True,
    "free": None,
    "referral": None,
    "minimum_age": None,
    "maximum_age": None,
    "phone": None,
    "email": None,
    "url": None,
    "address": None,
    "location_name": "SundhedsHuset",
    "schedule_text": None,
    "source": {"title": "Rammeoplæg for SundhedsHuset", "date": "2010"},
    "assured_date": None,
    "reasons": ["du kan være anonym", "i Ballerup"],
}

NATIONAL_HELPLINE: Json = {
    **ANONYMOUS_COUNSELLING,
    "id": "5a4f9f0e-0000-5000-8000-000000000002",
    "name": "Alkolinjen",
    "description": "Ring eller chat om alkohol. Også for pårørende.",
    "organization": "Alkolinjen",
    "municipality": None,
    "free": True,
    "referral": "none",
    "phone": "80 200 500",
    "phone_hours": "Hverdage",
    "location_name": None,
    "online": True,
    "schedule_text": "Hverdage",
    "source": {"title": "bt.dk", "date": "2024"},
    "reasons": ["gratis", "du kan være anonym", "ingen henvisning", "landsdækkende"],
}

EVERY_FIELD: Json = {
    "id": "5a4f9f0e-0000-5000-8000-000000000003",
    "name": "Gåhold for dig, der vil i gang igen",
    "description": "Vi går en tur sammen i roligt tempo. Bagefter er der kaffe.",
    "topics": ["exercise"],
    "organization": "Demo Kommune",
    "municipality": "demo",
    "anonymous": False,
    "free": False,
    "fees_text": "150 kr. for hele forløbet",
    "referral": "gp",
    "minimum_age": 18,
    "maximum_age": 64,
    "eligibility_description": "For dig, der har været syg",
    "phone": "00 00 00 01",
    "phone_hours": "Hverdage kl. 9-12",
    "email": "gaahold@demo.example",
    "url": "https://demo.example/sundhed/gaahold-for-dig-der-vil-i-gang-igen",
    "location_name": "Demohuset",
    "address": "Eksempelvej 1, 0000 Demoby",
    "online": False,
    "schedule_text": "Tirsdage kl. 19-21, 1. september - 15. december 2026",
    "source": {"title": "Opdigtet katalog", "date": "2026-10-01"},
    "assured_date": "2026-11-03",
    "reasons": ["om aftenen", "i Demo"],
    "languages": ["da", "en"],
    "accessibility": ["Elevator til alle etager", "Handicaptoilet"],
    "capacity_text": "4 ledige pladser (1. november 2026)",
    "valid_to": "2026-12-15",
    "alert": "Husk regntøj. Ring 00 00 00 01, hvis du er forsinket.",
    "fictional": True,
}

HOSTILE_OFFER: Json = {
    **ANONYMOUS_COUNSELLING,
    "id": "5a4f9f0e-0000-5000-8000-000000000004",
    "name": "<img src=x onerror=alert(1)>" + "Speciallægepraksisplanlægningsstabiliseringsperiode" * 4,
    "url": "javascript:alert(1)",
    "email": "not an address",
    "reasons": ["<b>fed</b>"],
}

CRISIS: Json = {
    "type": "crisis",
    "level": "suicide",
    "helplines": [
        {"name": "Alarm 112", "phone": "112", "hours": "Altid åbent", "anonymous": False, "url": None},
        {
            "name": "Livslinien",
            "phone": "70 201 201",
            "hours": "Alle dage",
            "anonymous": True,
            "url": "https://www.livslinien.dk",
        },
        {"name": "Akuttelefonen 1813", "phone": "1813", "hours": None, "anonymous": False, "url": None},
    ],
}

FOLLOW_UPS: list[Json] = [
    {"title": "Hvad koster det?", "payload": "/ask_price"},
    {"title": "Hvor er det?", "payload": "/ask_place"},
    {"title": "Vis flere", "payload": "/more"},
]

SUGGESTIONS: list[Json] = [
    {"title": "Jeg vil sove bedre", "payload": "/topic_sleep"},
    {"title": "Jeg er stresset", "payload": "/topic_stress"},
]


def offers(*found: Json, topic: str = "alcohol") -> Json:
    return {"type": "offers", "topic": topic, "municipality": "ballerup", "offers": list(found)}


# The citizen's words -> the guide's messages.
SCENES: dict[str, list[Json]] = {
    "Jeg drikker for meget": [
        {"text": "Det er godt, at du skriver. Her er to steder, hvor du kan få hjælp uden at sige, hvem du er."},
        {"custom": offers(ANONYMOUS_COUNSELLING, NATIONAL_HELPLINE), "buttons": FOLLOW_UPS},
    ],
    "alt": [{"text": "Her er et tilbud, hvor alt er udfyldt.", "custom": offers(EVERY_FIELD, topic="exercise")}],
    "ondt": [{"text": "<script>alert(1)</script> & co.", "custom": offers(HOSTILE_OFFER)}],
    "jeg vil dø": [
        {
            "text": "Jeg er glad for, at du skriver det. Du skal ikke være alene. Er du i fare nu, så ring 112.",
            "custom": CRISIS,
        },
        {"text": "Du kan også skrive videre til mig her."},
    ],
    "hvad er klokken i Tokyo": [
        {
            "text": "Det kan jeg ikke hjælpe med. Jeg ved noget om sundhed i din kommune.",
            "custom": {"type": "out_of_scope", "suggestions": SUGGESTIONS},
        }
    ],
    "øh": [{"text": "Mener du noget af det her?", "custom": {"type": "fallback", "suggestions": SUGGESTIONS}}],
    "fremtid": [{"text": "Teksten vises stadig.", "custom": {"type": "not_invented_yet", "figures": [1, 2]}}],
    "tavs": [],
    "i stykker": [{"text": "Her:", "custom": offers({**NATIONAL_HELPLINE, "phone": 80200500})}],
    "nummer": [{"text": "Ring 44 77 20 00 eller 112. Se https://ballerup.dk/sundhed. I 2022-2029 er 1500 med."}],
    "/ask_price": [{"text": "Jeg ved ikke, hvad det koster. Ring til Ballerup Kommune på 44 77 20 00."}],
}

DEFAULT: list[Json] = [{"text": "Det hører jeg gerne mere om.", "buttons": SUGGESTIONS}]

# The citizen's words -> (status, code, Danish text) of an error.
ERRORS: dict[str, tuple[int, str, str]] = {
    "fejl 400": (400, "malformed", "Beskeden kunne ikke læses."),
    "fejl 413": (413, "too_large", "Beskeden er for lang."),
    "fejl 429": (429, "rate_limited", "Du skriver meget hurtigt. Vent et minut, og prøv igen."),
    "fejl 503": (503, "unavailable", "Guiden er ude af drift. Ring til Ballerup Kommune på 44 77 20 00."),
}
