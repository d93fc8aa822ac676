"""Who should not judge which work."""

from datetime import date

import pytest

from gcmhub.review.conflicts import Affiliation, Conflict, Ground, Interests, Ties, body_of, find_conflicts, name_key

TODAY = date(2026, 11, 25)


def at(institution, **more):
    return Ties("r", affiliations=(Affiliation(institution, **more),))


@pytest.mark.parametrize(
    ("ties", "interests", "found"),
    [
        (Ties("r"), Interests(submitters=frozenset({"r"})), [(Ground.SAME_PERSON, "r")]),
        (Ties("r"), Interests(submitters=frozenset({"s"})), []),
        # e-mail domains
        (Ties("r", domains={"iom.int"}), Interests(domains={"iom.int"}), [(Ground.EMAIL_DOMAIN, "iom.int")]),
        (Ties("r", domains={"geneva.iom.int"}), Interests(domains={"IOM.int"}), [(Ground.EMAIL_DOMAIN, "iom.int")]),
        (Ties("r", domains={"gmail.com"}), Interests(domains={"gmail.com"}), []),
        (Ties("r", domains={"yahoo.co.uk"}), Interests(domains={"yahoo.co.uk"}), []),
        (Ties("r", domains={"home.gov.uk"}), Interests(domains={"foreign.gov.uk"}), []),
        # institutions, up to twelve months back
        (at("iom"), Interests(institutions={"iom"}), [(Ground.INSTITUTION, "iom")]),
        (at("iom", until=date(2025, 11, 25)), Interests(institutions={"iom"}), [(Ground.INSTITUTION, "iom")]),
        (at("iom", until=date(2025, 11, 24)), Interests(institutions={"iom"}), []),
        (at("iom"), Interests(institutions={"ilo"}), []),
        # what an institution is a part of, in both directions, and its sisters
        (at("iom-kenya", parents={"iom"}), Interests(institutions={"iom"}), [(Ground.PARENT_INSTITUTION, "iom")]),
        (at("iom"), Interests(institutions={"iom-kenya"}, parents={"iom"}), [(Ground.PARENT_INSTITUTION, "iom")]),
        (
            at("iom-kenya", parents={"iom"}),
            Interests(institutions={"iom-chad"}, parents={"iom"}),
            [(Ground.PARENT_INSTITUTION, "iom")],
        ),
        (
            at("iom-kenya", parents={"iom"}),
            Interests(institutions={"iom-kenya"}, parents={"iom"}),
            [(Ground.INSTITUTION, "iom-kenya"), (Ground.PARENT_INSTITUTION, "iom")],
        ),
        # named in the work
        (
            Ties("r", names=("Gabriel García Márquez",)),
            Interests(authors=("GARCIA MARQUEZ, Gabriel",)),
            [(Ground.NAMED, "GARCIA MARQUEZ, Gabriel")],
        ),
        (Ties("r", names=("Gabriel García",)), Interests(authors=("Gabriela García",)), []),
        (Ties("r", names=("Gabriel García", "李 明")), Interests(authors=("李明",)), [(Ground.NAMED, "李明")]),
        (
            at("iom", names=("IOM", "Organisation internationale pour les migrations")),
            Interests(partners=("Organisation Internationale pour les Migrations",)),
            [(Ground.NAMED, "Organisation Internationale pour les Migrations")],
        ),
        (at("sida"), Interests(partners=("sida",)), [(Ground.NAMED, "sida")]),
        (at("sida", until=date(2024, 1, 1)), Interests(partners=("sida",)), []),
        # declared, with a person, an institution or a name
        (Ties("r", relations={"s"}), Interests(submitters={"s"}), [(Ground.DECLARED_RELATION, "s")]),
        (Ties("r", relations={"iom"}), Interests(institutions={"iom"}), [(Ground.DECLARED_RELATION, "iom")]),
        (Ties("r", relations={"Ana Ruiz"}), Interests(authors=("Ruiz, Ana",)), [(Ground.DECLARED_RELATION, "Ruiz, Ana")]),
        # joint publications, up to four years back
        (Ties("r", co_authors={"Ana Ruiz": 2022}), Interests(authors=("Ruiz, Ana",)), [(Ground.CO_AUTHOR, "Ruiz, Ana")]),
        (Ties("r", co_authors={"Ana Ruiz": 2021}), Interests(authors=("Ruiz, Ana",)), []),
        (
            Ties("r", co_authors={"Ana Ruiz": 2019, "Ruiz, Ana": 2025}),
            Interests(authors=("Ana Ruiz",)),
            [(Ground.CO_AUTHOR, "Ana Ruiz")],
        ),
        # governments: their officials, not those who live there
        (Ties("r", official_of={"KEN"}), Interests(government="KEN"), [(Ground.GOVERNMENT_OFFICIAL, "KEN")]),
        (Ties("r", official_of={"UGA"}), Interests(government="KEN"), []),
        (Ties("r"), Interests(government="KEN"), []),
        (Ties("r", official_of={""}), Interests(), []),
        # outputs of the Network
        (Ties("r"), Interests(working_group={"r", "q"}), [(Ground.WORKING_GROUP, "r")]),
        (Ties("r"), Interests(working_group={"q"}), []),
        # listed by the submitter
        (Ties("r", names=("Ana Ruiz",)), Interests(unwanted=("ana ruiz",)), [(Ground.UNWANTED, "ana ruiz")]),
        (at("iom", names=("IOM",)), Interests(unwanted=("I O M", "iom")), [(Ground.UNWANTED, "iom")]),
        # nothing is nothing
        (Ties("r", names=("", "-")), Interests(authors=("", "—"), unwanted=("",)), []),
    ],
)
def test_a_conflict_is_found_where_there_is_one(ties, interests, found):
    assert find_conflicts(ties, interests, on=TODAY) == tuple(Conflict(*each) for each in found)


def test_only_a_submitters_wish_can_be_overridden():
    assert [ground for ground in Ground if Conflict(ground, "x").is_soft] == [Ground.UNWANTED]


def test_the_last_day_of_february_is_a_year_ago_on_the_first_of_march():
    ties = at("iom", until=date(2027, 2, 28))
    assert [bool(find_conflicts(ties, Interests(institutions={"iom"}), on=date(2028, 2, day))) for day in (28, 29)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("domain", "body"),
    [
        ("iom.int", "iom.int"),
        ("a.b.iom.int.", "iom.int"),
        ("rree.gob.mx", "rree.gob.mx"),
        ("x.rree.gob.mx", "rree.gob.mx"),
        ("gob.mx", ""),
        ("qq.com", ""),
        ("live.fr", ""),
        ("localhost", ""),
        ("", ""),
        ("..", ""),
    ],
)
def test_the_domain_of_a_body_is_the_one_it_registered(domain, body):
    assert body_of(domain) == body


def test_names_are_compared_without_order_accents_and_points():
    assert name_key("Nuñez-Ávila, José M.") == name_key("jose m nunez avila")
    assert name_key("王小 明") == "王小明"
