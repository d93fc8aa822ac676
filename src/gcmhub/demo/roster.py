"""A demonstration of the roster: one application or place in every state beside the active members."""

from collections.abc import Callable

from gcmhub.accounts.actions import create_account, update_profile
from gcmhub.accounts.models import User
from gcmhub.core.actors import SYSTEM
from gcmhub.review.actions import roster
from gcmhub.review.models import RosterMember
from gcmhub.review.rules.roster import SCORES, SCREENING

STATEMENTS = {
    "ru": "Двенадцать лет я консультировал министерства труда по документам трудящихся-мигрантов и рецензировал оценки "
    "четырёх программ помощи.",
    "fr": "Depuis dix ans je conseille des collectivités sur l’accueil des nouveaux arrivants, et j’ai évalué trois projets "
    "menés avec des associations de migrants.",
    "es": "Trabajo desde hace nueve años con municipios fronterizos, y he evaluado los resultados de dos programas de retorno "
    "y reintegración.",
}
ORIGINS = (("ru", "KAZ", ("2", "17")), ("fr", "MAR", ("16", "23")), ("es", "MEX", ("21", "4")))
GIVEN = (dict.fromkeys(SCORES, 4), dict.fromkeys(SCORES, 4) | {"breadth": 2})
SCORED = ("send", "screen", "pass-on", "score", "score-again")
# Those who did not apply begin with enrolment.
WAYS: tuple[tuple[str, ...], ...] = (
    ("send",),
    ("send", "screen"),
    ("send", "screen", "ask"),
    ("send", "screen", "pass-on", "score"),
    (*SCORED, "wait"),
    (*SCORED, "decline"),
    (*SCORED, "admit"),
    ("enrol", "pause"),
    ("enrol", "fall-due"),
    ("enrol", "suspend", "appeal"),
    ("enrol", "suspend", "remove"),
    ("enrol", "retire"),
)


def load_demo_applications(editor: User, managing: User) -> None:
    """Bring an application or a place to every state but the first."""
    steps = _steps(editor, managing)
    for number, (begin, *more) in enumerate(WAYS):
        if begin == "enrol":
            member = roster.enrol(_somebody(number), by=SYSTEM, is_un=False)
        else:
            member = _apply(number)
            steps[begin](member)
        for step in more:
            member.refresh_from_db()
            steps[step](member)


def _steps(editor: User, managing: User) -> dict[str, Callable[[RosterMember], object]]:
    """Return what people do with an application or a place."""
    thanks, missed = "Thank you. Your field is covered at present.", "Three reviews were accepted and never sent."

    def pass_on(member: RosterMember) -> None:
        roster.pass_on(roster.tick_screening(member, dict.fromkeys(SCREENING, True), by=editor), by=editor)

    return {
        "send": lambda member: roster.submit_application(member, by=member.user),
        "screen": lambda member: roster.screen(member, by=editor),
        "ask": lambda member: roster.ask_applicant(member, "Please name two evaluations that you wrote.", by=editor),
        "pass-on": pass_on,
        "score": lambda member: roster.score(member, GIVEN[0], by=editor, comment="Knows the field; writes clearly."),
        "score-again": lambda member: roster.score(member, GIVEN[1], by=managing),
        "wait": lambda member: roster.waitlist(member, by=managing),
        "decline": lambda member: roster.decline(member, by=managing, reason="field-covered", letter=thanks),
        "admit": lambda member: roster.admit(member, by=managing),
        "pause": lambda member: roster.pause(member, by=member.user, until=None),
        "fall-due": roster.fall_due,
        "retire": lambda member: roster.retire(member, by=member.user),
        "suspend": lambda member: roster.suspend(member, by=managing, reason="no-shows", letter=missed),
        "appeal": lambda member: roster.appeal(member, "I was ill, and told the editor of the last one.", by=member.user),
        "remove": lambda member: roster.remove(member, by=managing, reason="no-shows", letter="It happened again."),
    }


def _somebody(number: int) -> User:
    language, country, objectives = ORIGINS[number % len(ORIGINS)]
    address, name = f"applicant-{number:02}@demo-roster-a{number:02}.invalid", f"Demonstration applicant {number:02}"
    user = create_account(by=SYSTEM, email=address, password=None, name=name, is_demo=True)
    update_profile(
        user,
        by=user,
        sector="policy",
        country=country,
        countries=[country],
        years_of_experience=9 + number,
        expertise=[{"objective": code, "level": 2, "evidence": "Demonstration"} for code in objectives],
        languages={language: "write"},
        publications=[{"title": f"Demonstration publication {number:02}", "year": 2020}],
    )
    return user


def _apply(number: int) -> RosterMember:
    user = _somebody(number)
    member = roster.begin_application(by=user)
    return roster.save_application(member, {"statement": STATEMENTS[ORIGINS[number % len(ORIGINS)][0]]}, by=user)
