"""A shelf of many different records, the same every time."""

import random
from typing import Any

SENTENCES = {
    "en": (
        "Recognition of skills",
        "Migrant workers and nurses",
        "Safe pathways for children",
        "Remittances and savings",
        "Nurses recognise skills at the border",
    ),
    "fr": ("Reconnaissance des compétences", "Travailleurs migrants", "Migration sûre des enfants", "Envois de fonds"),
    "es": ("Reconocimiento de competencias", "Trabajadores migrantes", "Migración segura de la niñez", "Remesas"),
    "ru": ("Признание навыков", "Трудящиеся-мигранты", "Безопасная миграция детей", "Денежные переводы"),
    "ar": ("الاعتراف بالمهارات", "العمال المهاجرون والممرضات", "الهجرة الآمنة للأطفال", "التحويلات المالية"),
    "zh": ("承认技能和资格", "移民工人与护士", "儿童安全移民", "汇款与移民问题"),
}
WORDS = ("skills", "nurses", "compétences", "migrantes", "Remesas", "навыков", "المهارات", "移民", "the nurses", "skill border")
DETAILS: dict[str, dict[str, Any]] = {
    "event": {"start": "2022-05-17T09:00", "end": "2022-05-20", "timezone": "America/New_York", "place": "New York"},
    "project": {"start": "2020", "status": "active", "partners": ["Example Institute"]},
    "training": {"mode": "online", "duration": "10 hours", "certificate": True},
    "video": {"duration": 120, "captions": ["en", "ar"]},
    "practice": {"implementer": "Example Ministry", "challenge": {"en": "Licences of welders were not known abroad."}},
}


def _some(draw: random.Random, values: tuple[str, ...], most: int, least: int = 0) -> list[str]:
    return draw.sample(values, draw.randint(least, most))


def make_records(count: int = 90, seed: int = 11) -> list[dict[str, Any]]:
    """Raw records of two sources and every kind; some lack what need not be there."""
    draw = random.Random(seed)
    records = []
    for number in range(count):
        languages = draw.sample(sorted(SENTENCES), draw.choice((1, 1, 2, 3)))
        kind = draw.choice(("document", "document", "link", *DETAILS))
        raw: dict[str, Any] = {
            "id": f"r{number:03}",
            "source": draw.choice(("alpha", "beta")),
            "kind": kind,
            "title": {language: draw.choice(SENTENCES[language]) for language in languages},
            "abstract": {language: ". ".join(draw.sample(SENTENCES[language], 2)) for language in languages},
            "objectives": _some(draw, ("0", "1", "7", "18", "23"), 3, 1),
            "actions": _some(draw, ("18a", "18d", "18k"), 2),
            "principles": _some(draw, ("human-rights", "gender-responsive"), 1),
            "regions": _some(draw, ("africa", "asia", "oceania"), 1),
            "countries": _some(draw, ("KEN", "PHL", "DEU", "XKX"), 2),
            "scope": draw.choice(("", "global", "regional", "national")),
            "languages": draw.choice((languages, languages, [])),
            "published": draw.choice(("", "2018", "2019-05", "2020-01-31", "2021", "2021-03")),
        }
        if kind in {"document", "training"}:
            raw["document_type"] = draw.choice(("", "report", "policy-brief"))
        if kind in DETAILS:
            raw[kind] = DETAILS[kind]
        records.append({name: value for name, value in raw.items() if value not in ("", [])})
    return records
