"""Run in a hub's own surroundings: people in every state of signing in, links that mails carry, pages without an address.

Prints JSON: ``names`` for the addresses in pages.py, ``sessions`` by reader, ``papers`` by stand-in and language.
"""

import json
import sys
from dataclasses import replace
from datetime import timedelta

import django

django.setup()

from allauth.account.forms import default_token_generator  # noqa: E402 - Django first
from allauth.account.models import EmailAddress, EmailConfirmationHMAC  # noqa: E402
from allauth.account.utils import user_pk_to_url_str  # noqa: E402
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.shortcuts import render  # noqa: E402, TID251 - pages are made here
from django.test import Client, RequestFactory  # noqa: E402
from django.utils.translation import override  # noqa: E402

from gcmhub.accounts import invitations  # noqa: E402
from gcmhub.accounts.actions import add_organisation, create_account, give_consent, grant_role, invite, join_organisation  # noqa: E402
from gcmhub.core.actors import SYSTEM  # noqa: E402
from gcmhub.core.clock import now  # noqa: E402
from gcmhub.core.ids import new_id  # noqa: E402
from gcmhub.face.languages import languages  # noqa: E402
from gcmhub.library.actions import announce_call, archive_resource, make_preview, withdraw_call  # noqa: E402
from gcmhub.library.call_exports import call_record  # noqa: E402
from gcmhub.library.imports import import_records  # noqa: E402
from gcmhub.library.models import Call, Resource  # noqa: E402
from gcmhub.library.queries import files_without_preview  # noqa: E402
from gcmhub.library.reading import Line  # noqa: E402
from gcmhub.notices import subscriptions  # noqa: E402
from gcmhub.notices.actions import mark_read, tell  # noqa: E402
from gcmhub.notices.models import Subscription  # noqa: E402
from gcmhub.notices.tokens import token_of  # noqa: E402
from gcmhub.review.actions import suggested_links  # noqa: E402
from gcmhub.review.actions.drafts import begin_draft  # noqa: E402
from gcmhub.review.models import Assignment, RosterMember, Submission, SubmissionPerson  # noqa: E402
from gcmhub.web.site import breakdown, errors  # noqa: E402

PASSWORD = "correct horse battery staple"
TYPED = {"title": {"ar": "الاعتراف بالمؤهلات"}, "objectives": ["18"], "published": "some day"}  # a draft with a value not sound
LATER = 10 * 86_400  # seconds; a whole run takes longer than a sign-in stays fresh


def person(name):
    """Create somebody."""
    return create_account(by=SYSTEM, email=f"{name}@example.org", password=PASSWORD, name=name.title())


def session_of(name):
    """Sign somebody in as a browser does; returns the session's key."""
    client = Client(SERVER_NAME="localhost")
    client.post("/en/accounts/login/", {"login": f"{name}@example.org", "password": PASSWORD})
    session = client.session
    for each in session.get("account_authentication_methods", []):
        each.update(at=each["at"] + LATER, reauthenticated=True)
    if "account_login" in session:
        session["account_login"]["initiated_at"] += LATER
    session.save()
    return session.session_key


def gone():
    """Take one resource off the shelf."""
    resource = Resource.objects.filter(kind="link", state="published").order_by("pk").last()
    archive_resource(resource, by=SYSTEM, reason="Withdrawn by its publisher")
    return resource.public_id


def calls():
    """Return calls in each of their states; those of the demonstration, and one that is withdrawn."""
    found = {each.external_id: each for each in Call.objects.all()}
    copy = replace(call_record(found["demo-call-recognition"]), id="withdrawn")
    withdrawn = withdraw_call(announce_call(copy, by=SYSTEM), by=SYSTEM, reason="Merged with another call")
    return {
        "call": found["demo-call-recognition"].public_id,
        "coming_call": found["demo-call-return"].public_id,
        "closed_call": found["demo-call-skills"].public_id,
        "withdrawn_call": withdrawn.public_id,
    }


def watched():
    """Shelve a video of another site; returns its id."""
    video = {
        "id": "watched",
        "kind": "video",
        "title": {"en": "Skills on the move: a film about recognition"},
        "objectives": ["18"],
    }
    more = {"languages": ["en"], "scope": "local", "url": "https://youtu.be/aqz-KE_bpKQ", "video": {"duration": 634}}
    import_records(
        [Line(1, 0, video | more)], by=SYSTEM, source="stage", publish=True, on_refusal=lambda row: sys.exit(str(row))
    )
    return Resource.objects.get(source="stage").public_id


def first_page():
    """Draw the first pages of the files; returns the id of a resource that has one."""
    for sha256, stored in files_without_preview():
        assert make_preview(sha256, stored).state == "done"
    return Resource.objects.filter(files__media_type="application/pdf", state="published").first().public_id


def reviewer():
    """Give one reviewer of the demonstration a task in each state of its page; returns their session and the tasks' ids."""
    found = {}
    for state in ("submitted", "accepted", "invited"):
        taken = [task.submission_id for task in found.values()]
        found[state] = Assignment.objects.filter(state=state).exclude(submission__in=taken).order_by("pk").first()
    who = found["submitted"].reviewer
    for task in found.values():
        Assignment.objects.filter(submission=task.submission, reviewer=who).exclude(pk=task.pk).delete()
        Assignment.objects.filter(pk=task.pk).update(reviewer=who)
    client = Client(SERVER_NAME="localhost")
    client.force_login(who)
    names = {"invited_task": "invited", "begun_task": "accepted", "sent_task": "submitted"}
    return client.session.session_key, {name: found[state].public_id for name, state in names.items()}


def choosing():
    """Begin the round of a submission anew, so that its panel is to be chosen; returns its id."""
    found = Submission.objects.get(public_id=at_the_desk()["at_assigning"])
    people = list(found.people.all())
    found.pk, found.public_id, found.reference = None, new_id(), "GCM-2026-90001"
    found.save(force_insert=True)
    for each in people:
        SubmissionPerson.objects.create(submission=found, user=each.user, is_owner=each.is_owner, added_at=each.added_at)
    return found.public_id


def at_the_desk():
    """Return one submission of the demonstration in every state, and one whose refusal waits for a second editor."""
    found = {}
    for each in Submission.objects.exclude(reference=None).order_by("pk"):
        waits = each.decisions.filter(takes_effect_at=None, undone_at=None).exists()
        found.setdefault("at_to_cosign" if waits else f"at_{each.state.replace('-', '_')}", each.public_id)
    return found


def papers():
    """Return the pages that no address leads to, by name and language."""
    answers = {
        "too-many": lambda request: render(request, "429.html"),
        "crawler": lambda request: render(request, "429.html", {"crawler": True}),
        "forbidden": errors.forbidden,
        "form-expired": errors.csrf_failure,
    }
    made = {"broken": breakdown.BROKEN, "maintained": breakdown.MAINTAINED}
    for name, answer in answers.items():
        made[name] = {}
        for code in languages():
            with override(code):
                made[name][code] = answer(RequestFactory().get(f"/{code}/")).content.decode()
    return made


member, secured = person("member"), person("secured")
sessions = {"member": session_of("member"), "secured": session_of("secured")}
TOTP.activate(secured, generate_totp_secret())
RecoveryCodes.activate(secured)
staff = create_account(by=SYSTEM, email="staff@example.org", password=PASSWORD, name="Staff", is_staff=True, is_demo=True)
grant_role(staff, "managing-editor", by=SYSTEM)
sessions["staff"] = session_of("staff")
tell(member, "address_stopped", key="stage-1", link="/contact/", address="old@example.org")
mark_read(member)
tell(member, "address_stopped", key="stage-2", hold_until=now() + timedelta(days=1), address="older@example.org")
tell(member, "address_stopped", key="stage-3", link="/contact/", address="another@example.org")
unproven = EmailAddress.objects.create(user=person("newcomer"), email="another@example.org", verified=False)
employer = add_organisation(by=SYSTEM, names={"en": "Ministry of Labour"}, type="government", country="KEN")
join_organisation(member, employer, by=member, title="Adviser")
give_consent(member, "directory", by=member, text_version="2026-11", language="en")
invitations.register(invitations.Kind("stage", claimed=lambda *_: None))
subscriptions.subscribe(
    email="follower@example.org", topic="resources", selection="objective=18", frequency="weekly", language="en", site=""
)
suggested = {"title": "دليل الاعتراف بالمؤهلات", "note": "It helps others.", "objectives": ["18"], "countries": ["KEN"]}
first, second = (
    suggested_links.suggest(email=f"{name}@example.org", language="ar", url=f"https://example.org/{name}", **suggested)
    for name in ("first-follower", "second-follower")
)
suggested_links.confirm(suggested_links.token_of(second))
sessions["reviewer"], tasks = reviewer()
places = {f"place_{each.state}".replace("-", "_"): each.public_id for each in RosterMember.objects.order_by("-pk")}
names = {
    **tasks,
    **places,
    "person": member.public_id,
    **at_the_desk(),
    "choosing": choosing(),
    "draft": begin_draft(by=member, kind="practice", record_values=TYPED).public_id,
    "gone": gone(),
    **calls(),
    "watched": watched(),
    "first_page": first_page(),
    "password_key": f"{user_pk_to_url_str(secured)}-{default_token_generator.make_token(secured)}",
    "email_key": EmailConfirmationHMAC(unproven).key,
    "invitation": invite("member@example.org", "stage", by=SYSTEM)[1],
    "ending": token_of(member),
    "suggestion": suggested_links.token_of(first),
    "subscription": subscriptions.token_of(Subscription.objects.get()),
}
sessions["half"] = session_of("secured")
sys.stdout.write(json.dumps({"names": names, "sessions": sessions, "papers": papers()}))
