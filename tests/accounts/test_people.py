"""Organisations, memberships, profiles and consents: who may, what is refused, what is written down."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gcmhub.accounts.actions import (
    add_organisation,
    end_membership,
    give_consent,
    join_organisation,
    update_profile,
    verify_focal_point,
    verify_organisation,
    withdraw_consent,
)
from gcmhub.accounts.choices import Role
from gcmhub.accounts.errors import (
    AlreadyMember,
    ConsentMissing,
    ConsentNeeded,
    ConsentNotGiven,
    NotAMember,
    OrganisationRefused,
    ProfileRefused,
)
from gcmhub.accounts.models import Consent, Membership, Organisation, Profile
from gcmhub.accounts.queries import (
    addresses_of,
    has_consented,
    organisations_of,
    primary_address,
    public_profile,
    search_organisations,
)
from gcmhub.accounts.rules import belongs, is_orcid
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import today
from gcmhub.core.errors import NotPermitted
from gcmhub.workflow.queries import history

pytestmark = pytest.mark.django_db
KEEPERS = {Role.ADMINISTRATOR, Role.MANAGING_EDITOR}  # of organisations
EVERYBODY = [*Role.values, "nobody"]


def organisation(**options):
    return add_organisation(by=SYSTEM, **{"names": {"en": "Labour Office"}, "type": "un", "domains": ["ilo.example"]} | options)


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_with_an_account_names_an_organisation_and_only_keepers_verify_it(everybody, role):
    actor = everybody.get(role)
    if actor is None:
        with pytest.raises(NotPermitted):
            add_organisation(by=actor, names={"en": "X"}, type="un")
        return
    row = add_organisation(by=actor, names={"en": " New  Net "}, type="ngo", domains=["@Example.org"])
    assert row.names == {"en": "New Net"}
    assert (row.is_verified, row.domains) == ((True, ["example.org"]) if role in KEEPERS else (False, []))


@pytest.mark.parametrize("role", EVERYBODY)
def test_only_keepers_verify_organisations_and_focal_points(everybody, make, role):
    actor, person = everybody.get(role), make()
    row = add_organisation(by=person, names={"en": "X"}, type="government")
    membership = join_organisation(person, row, by=person, asks_focal_point=True)
    if role in KEEPERS:
        verify_organisation(row, by=actor, domains=["gov.example"])
        verify_focal_point(membership, by=actor)
        assert (membership.is_focal_point, membership.verified_by) == (True, actor.public_id)
        return
    with pytest.raises(NotPermitted):
        verify_organisation(row, by=actor)
    organisation_row = Organisation.objects.get(pk=row.pk)
    assert not organisation_row.is_verified
    with pytest.raises(NotPermitted):
        verify_focal_point(membership, by=actor)
    assert not Membership.objects.get().is_focal_point


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"names": {}}, "names"),
        ({"names": {"en": "  "}}, "names"),
        ({"names": {"de": "Amt"}}, "names"),
        ({"names": {"en": "x" * 201}}, "names"),
        ({"type": "club"}, "type"),
        ({"country": "ZZZ"}, "country"),
        ({"domains": ["not a domain"]}, "domains"),
        ({"domains": ["gmail.com"]}, "domains"),
    ],
)
def test_what_is_no_organisation_is_refused(wrong, field):
    with pytest.raises(OrganisationRefused) as told:
        organisation(**wrong)
    assert told.value.details == {"field": field}
    assert not Organisation.objects.exists()


def test_a_focal_point_needs_a_verified_organisation_and_does_not_confirm_themselves(make):
    editor = make(Role.MANAGING_EDITOR)
    row = add_organisation(by=make(), names={"en": "X"}, type="government")
    own = join_organisation(editor, row, by=editor, asks_focal_point=True)
    with pytest.raises(OrganisationRefused):
        verify_focal_point(own, by=SYSTEM)
    verify_organisation(row, by=editor)
    with pytest.raises(NotPermitted):
        verify_focal_point(own, by=editor)
    verify_focal_point(own, by=SYSTEM)
    assert own.is_focal_point


def test_an_address_of_the_organisation_proves_membership_but_no_focal_point(make):
    row = organisation(domains=["ilo.example"])
    inside, outside, alike = (make(email=f"a@{domain}") for domain in ("geneva.ilo.example", "other.example", "milo.example"))
    found = [join_organisation(each, row, by=each, asks_focal_point=True) for each in (inside, outside, alike)]
    assert [each.verified_by for each in found] == ["domain", "", ""]
    assert not any(each.is_focal_point for each in found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(user=outside).update(is_focal_point=True)


def test_a_person_is_a_member_once_at_a_time_and_the_past_stays(make):
    person, row = make(), organisation()
    first = join_organisation(person, row, by=person, since=date(2020, 1, 1))
    with pytest.raises(AlreadyMember):
        join_organisation(person, row, by=person)
    end_membership(first, by=person, until=date(2022, 6, 30))
    with pytest.raises(NotAMember):
        end_membership(first, by=person)
    assert list(organisations_of(person)) == []
    assert list(organisations_of(person, since=date(2022, 6, 30))) == [row]
    assert list(organisations_of(person, since=date(2022, 7, 1))) == []
    join_organisation(person, row, by=person)
    assert list(organisations_of(person)) == [row]


@pytest.mark.parametrize("since", [date(1900, 1, 1), today() + timedelta(days=2)])
def test_nobody_began_before_the_united_nations_or_tomorrow(make, since):
    person = make()
    with pytest.raises(OrganisationRefused):
        join_organisation(person, organisation(), by=person, since=since)


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_speaks_for_another(everybody, make, role):
    person, actor = make(), everybody.get(role)
    row = join_organisation(person, organisation(), by=person)
    give_consent(person, "directory", by=person, text_version="1", language="en")
    for action in (
        lambda: join_organisation(person, organisation(), by=actor),
        lambda: end_membership(row, by=actor),
        lambda: update_profile(person, by=actor, name="X"),
        lambda: give_consent(person, "terms", by=actor, text_version="1", language="en"),
        lambda: withdraw_consent(person, "directory", by=actor),
    ):
        with pytest.raises(NotPermitted):
            action()
    assert has_consented(person, "directory")
    assert Membership.objects.get(pk=row.pk).until is None


def test_a_search_finds_verified_organisations_by_the_words_of_any_name():
    row = organisation(names={"en": "Labour Office", "ar": "مكتب العمل", "fr": "Bureau du Travail"})
    hidden = organisation(names={"en": "Labour Club"})
    Organisation.objects.filter(pk=hidden.pk).update(is_verified=False)
    for text in ("labour", "OFFICE labour", "travail bureau", "مكتب"):
        assert search_organisations(text) == [row]
    for text in ("", "  ", "labour club", "!!"):
        assert search_organisations(text) == []


def test_a_consent_stands_until_it_is_withdrawn_and_every_one_is_kept(make):
    person = make()
    first = give_consent(person, "directory", by=person, text_version="1", language="en")
    assert give_consent(person, "directory", by=person, text_version="1", language="en") == first
    second = give_consent(person, "directory", by=person, text_version="2", language="fr")
    withdraw_consent(person, "directory", by=person)
    assert list(Consent.objects.values_list("pk", "text_version", "language")) == [
        (first.pk, "1", "en"),
        (second.pk, "2", "fr"),
    ]
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(ConsentNotGiven):
        withdraw_consent(person, "directory", by=person)
    actions = [row.action for row in history("person", person.public_id)]
    assert actions == ["give-consent", "give-consent", "withdraw-consent"]


def test_the_terms_are_not_withdrawn_and_a_purpose_is_a_code(make):
    person = make()
    give_consent(person, "terms", by=person, text_version="1", language="en")
    with pytest.raises(ConsentNeeded):
        withdraw_consent(person, "terms", by=person)
    with pytest.raises(ValueError, match="no purpose"):
        give_consent(person, "No Purpose!", by=person, text_version="1", language="en")


def test_gender_needs_its_consent_goes_with_it_and_is_in_no_public_profile(make):
    person = make()
    with pytest.raises(ConsentMissing):
        update_profile(person, by=person, gender="woman")
    give_consent(person, "gender-in-aggregate", by=person, text_version="1", language="en")
    give_consent(person, "directory", by=person, text_version="1", language="en")
    flags = dict.fromkeys(("shows_country", "shows_organisations", "shows_expertise", "shows_publications"), True)
    update_profile(person, by=person, gender="woman", is_public=True, **flags)
    assert "woman" not in str(public_profile(person))
    withdraw_consent(person, "gender-in-aggregate", by=person)
    assert Profile.objects.get().gender == ""


def test_a_profile_is_private_until_its_owner_says_so_and_shows_only_what_is_ticked(make):
    person = make(email="secret@ilo.example")
    fields = {"country": "KEN", "orcid": "0000-0002-1825-0097", "biography": {"en": "Lawyer."}}
    update_profile(person, by=person, expertise=[{"objective": "2", "level": 1}], **fields)
    assert public_profile(person) is None
    with pytest.raises(ConsentMissing):
        update_profile(person, by=person, is_public=True)
    give_consent(person, "directory", by=person, text_version="1", language="en")
    update_profile(person, by=person, is_public=True)
    shown = public_profile(person)
    assert (shown.name, shown.biography, shown.country, shown.orcid, shown.expertise) == (
        "Amina Otieno",
        {"en": "Lawyer."},
        "",
        "",
        (),
    )
    update_profile(person, by=person, shows_country=True, shows_expertise=True)
    shown = public_profile(person)
    assert (shown.country, shown.expertise) == ("KEN", (("2", 1),))
    assert "@" not in str(shown)
    withdraw_consent(person, "directory", by=person)
    assert public_profile(person) is None
    assert not Profile.objects.get().is_public


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"names": {"de": "x"}}, "names"),
        ({"biography": {"en": "x" * 3001}}, "biography"),
        ({"sector": "army"}, "sector"),
        ({"country": "Kenya"}, "country"),
        ({"regions": ["mars"]}, "regions"),
        ({"countries": ["XXX"]}, "countries"),
        ({"years_of_experience": 71}, "years_of_experience"),
        ({"orcid": "0000-0002-1825-0098"}, "orcid"),
        ({"is_public": "yes"}, "is_public"),
        ({"password": "x"}, "password"),
        ({"name": "a\u0000b"}, "name"),
        ({"language": ""}, "language"),
        ({"expertise": [{"objective": "2", "level": 4}]}, "expertise"),
        ({"expertise": [{"objective": str(n), "level": 1} for n in range(1, 7)]}, "expertise"),
        ({"languages": {"tlh": "read"}}, "languages"),
        ({"languages": {"fr": "sings"}}, "languages"),
        ({"publications": [{"title": "A", "url": "javascript:x"}]}, "publications"),
        ({"publications": [{"title": "A", "year": 1800}]}, "publications"),
    ],
)
def test_what_cannot_stand_in_a_profile_is_refused_whole(make, wrong, field):
    person = make()
    with pytest.raises(ProfileRefused) as told:
        update_profile(person, by=person, **({"sector": "policy"} | wrong))
    assert told.value.details == {"field": field}
    assert not Profile.objects.exists()
    assert not history("person", person.public_id).exists()


def test_what_is_not_given_stays_and_the_log_names_fields_without_their_values(make):
    person = make()
    update_profile(person, by=person, sector="policy", languages={"sw": "write"})
    update_profile(person, by=person, country="KEN")
    row = Profile.objects.get()
    assert (row.sector, row.country, person.language_skills.count()) == ("policy", "KEN", 1)
    events = [json.loads(event.payload) for event in history("person", person.public_id)]
    assert events == [{"fields": ["languages", "sector"]}, {"fields": ["country"]}]


def test_mails_go_to_the_primary_verified_address(make):
    person = make(email="a@example.org")
    person.emailaddress_set.create(email="b@example.org", verified=True)
    person.emailaddress_set.create(email="c@example.org", verified=False)
    assert (addresses_of(person), primary_address(person)) == (["a@example.org", "b@example.org"], "a@example.org")
    person.emailaddress_set.update(verified=False)
    assert (addresses_of(person), primary_address(person)) == ([], "")


@pytest.mark.parametrize(
    ("address", "domains", "expected"),
    [
        ("a@un.example", ["un.example"], True),
        ("a@GENEVA.un.example", ["un.example"], True),
        ("a@notun.example", ["un.example"], False),
        ("a@gmail.com", ["gmail.com"], False),
        ("a@un.example", [], False),
        ("un.example@evil.example", ["un.example"], False),
    ],
)
def test_an_address_belongs_to_an_organisation_by_its_whole_domain(address, domains, expected):
    assert belongs(address, domains) is expected


@pytest.mark.parametrize("text", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_an_orcid_has_its_check_digit(text):
    assert is_orcid(text)
    assert not is_orcid(text[:-1] + ("0" if text[-1] != "0" else "1"))
    assert not is_orcid(text.replace("-", ""))
