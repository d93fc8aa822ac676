"""What is not confirmed within a week is forgotten, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added
from allauth.usersessions.models import UserSession
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gcmhub.accounts import invitations
from gcmhub.accounts.actions import forget_ended, forget_unconfirmed, give_consent, invite
from gcmhub.accounts.models import Invitation, User
from gcmhub.accounts.tasks import TICKING, begin_ticking, tick
from gcmhub.core.actors import SYSTEM
from gcmhub.core.clock import now
from gcmhub.workflow.queries import breaks, history
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def later(**span):
    return time_machine.travel(now() + timedelta(**span), tick=False)


@pytest.fixture
def stranger():
    """Somebody who signed up and never confirmed the address."""
    user = User.objects.create_user("correct horse battery", name="Nobody yet")
    EmailAddress.objects.create(user=user, email="nobody@example.org", primary=True)
    give_consent(user, "terms", by=user, text_version="1", language="en")
    return user


def test_a_sign_up_that_nobody_confirmed_goes_after_a_week(stranger, make):
    person = make()
    with later(days=6, hours=23):
        assert forget_unconfirmed() == 0
    with later(days=7, hours=1):
        assert forget_unconfirmed() == 1
    assert list(User.objects.all()) == [person]
    assert list(EmailAddress.objects.values_list("user", flat=True)) == [person.pk]
    assert not history("person", stranger.public_id).filter(payload__isnull=False).exists()
    assert list(breaks()) == []


def test_an_address_that_nobody_confirmed_goes_after_a_week_and_the_person_stays(make):
    person = make(email="a@example.org")
    for email in ("late@example.org", "confirmed@example.org"):
        address = EmailAddress.objects.create(user=person, email=email)
        email_added.send(sender=EmailAddress, request=None, user=person, email_address=address)
    EmailAddress.objects.filter(email="confirmed@example.org").update(verified=True)
    with later(days=6):
        assert forget_unconfirmed() == 0
    with later(days=8):
        assert forget_unconfirmed() == 1
    assert set(EmailAddress.objects.values_list("email", flat=True)) == {"a@example.org", "confirmed@example.org"}
    assert User.objects.get() == person


def test_staff_and_people_who_have_been_here_are_never_taken_for_strangers(make):
    for fields in ({"is_staff": True}, {"is_superuser": True}, {"last_login": now()}):
        user = User.objects.create_user(**fields)
        EmailAddress.objects.create(user=user, email=f"{user.public_id}@example.org", primary=True)
    with later(days=30):
        assert forget_unconfirmed() == 0


def test_sign_ins_that_have_ended_and_invitations_that_expired_are_forgotten(make):
    make(email="a@example.org")
    browsers = [Client(SERVER_NAME="localhost") for _ in range(2)]
    for browser in browsers:
        browser.post("/en/accounts/login/", {"login": "a@example.org", "password": PASSWORD})
    invitations.register(invitations.Kind("tidy", claimed=lambda *_: None))
    invite("b@example.org", "tidy", by=SYSTEM)
    browsers[0].post("/en/accounts/logout/")
    assert forget_ended() == 1
    assert [row.session_key for row in UserSession.objects.all()] == [browsers[1].session.session_key]
    with later(days=59):
        assert forget_ended() == 1
        assert Invitation.objects.exists()
    with later(days=61):
        assert forget_ended() == 1
    assert not Invitation.objects.exists()
    invitations.forget("tidy")


def test_it_comes_back_every_day_whatever_happens(stranger):
    begin_ticking()
    begin_ticking()
    assert DBTaskResult.objects.filter(task_path=TICKING).count() == 1
    DBTaskResult.objects.all().delete()
    with later(days=8):
        tick.call()
        assert DBTaskResult.objects.get().run_after == now() + timedelta(days=1)
    assert not User.objects.exists()
