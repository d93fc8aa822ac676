"""Every page type by the name of its address, with addresses that show it in each of its states.

An address stands without its language. ``{document}``, ``{event}`` ... are resources of that kind, ``{gone}`` an archived
one; the other names are links that mails carry. ``tests/architecture`` checks that no address of the hub is left out.
"""

import itertools
import os
from datetime import date

LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
SCREENS = ((1280, False), (320, False), (390, True))  # width in px, dark
PAGES: dict[str, tuple[str, ...]] = {
    "web:home": ("",),
    "web:search": (
        "search/",
        "search/?q=skills&kind=document&kind=practice&year_from=2015",
        "search/?q=qualificatoins",
        "search/?q=nothingatall&country=FJI&objective=3",
        "search/?page=2&sort=newest",
        "search/?page=900",
        "search/?objective=99",
        "search/?q=%00",
    ),
    "web:objectives": ("objectives/",),
    "web:objective": ("objectives/18/", "objectives/0/", "objectives/23/"),
    "web:principles": ("principles/",),
    "web:principle": ("principles/human-rights/",),
    "web:countries": ("countries/",),
    "web:country": ("countries/KEN/", "countries/ATA/"),
    "web:regions": ("regions/",),
    "web:region": ("regions/africa/",),
    "web:follow": ("follow/?objective=18", "follow/"),
    "web:follow-asked": ("follow/asked/",),
    "web:follow-confirm": ("follow/{subscription}/confirm/?frequency=weekly", "follow/nobody/confirm/?frequency=daily"),
    "web:follow-end": ("follow/{subscription}/end/",),
    "web:reading-list": ("reading-list/", "reading-list/?id={document}&id={video}&before={event}"),
    "web:citations": ("resources/{document}/cite/", "resources/{gone}/cite/"),
    "web:resource": (
        "resources/{document}/",
        "resources/{event}/",
        "resources/{project}/",
        "resources/{training}/",
        "resources/{video}/",
        "resources/{practice}/",
        "resources/{gone}/",
        "resources/{watched}/",
        "resources/{first_page}/",
    ),
    "web:change": ("resources/{document}/change/",),
    "web:events": ("events/", "events/?country=FJI"),
    "web:past-events": ("events/past/", "events/past/?region=europe"),
    "web:practices": ("practices/",),
    "web:calls": ("calls/", "calls/?page=9"),
    "web:call": ("calls/{call}/", "calls/{coming_call}/", "calls/{closed_call}/", "calls/{withdrawn_call}/"),
    "web:projects": ("projects/", "projects/?objective=18"),
    "web:training": ("training/",),
    "web:videos": ("videos/", "videos/?country=FJI"),
    "web:about": ("about/",),
    "web:review": ("how-we-review/",),
    "web:accessibility": ("accessibility/",),
    "web:privacy": ("privacy/",),
    "web:contact": ("contact/",),
    "web:contact_sent": ("contact/sent/",),
    "web:notices": ("notices/",),
    "web:notice-preferences": ("notices/preferences/", "notices/preferences/?saved=1"),
    "web:notices-end": ("notices/end/{ending}/", "notices/end/nobody/"),
    "web:roster": ("roster/",),
    "web:roster-mine": ("roster/mine/",),
    "web:submit": ("submit/", "submit/?objective=18&country=KEN&kind=practice"),
    "web:suggest": ("submit/link/", "submit/link/?objective=18&country=KEN"),
    "web:suggest-asked": ("submit/link/asked/",),
    "web:suggest-thanks": ("submit/link/thanks/",),
    "web:suggest-confirm": ("submit/link/{suggestion}/", "submit/link/nobody/"),
    "web:submissions": ("submissions/", "submissions/?deleted=1"),
    "web:submission": ("submissions/{draft}/",),
    "web:submission-step": tuple(
        f"submissions/{{draft}}/edit/{step}/"
        for step in ("what", "source", "describe", "classify", "practice", "rights", "check")
    ),
    "web:reviews": ("reviews/",),
    "web:review-certificate": ("reviews/certificate/",),
    "web:review-task": ("reviews/{invited_task}/", "reviews/{begun_task}/?saved=1", "reviews/{sent_task}/"),
    "desk:queue": ("desk/", "desk/?queue=all&q=migration&lead=nobody", "desk/?queue=overdue"),
    "desk:submission": tuple(
        f"desk/submissions/{{at_{state}}}/"
        for state in "submitted in_triage under_review decision_pending to_cosign accepted rejected published".split()
    ),
    "desk:submission-classification": ("desk/submissions/{at_in_triage}/classification/",),
    "desk:panel": (
        "desk/submissions/{choosing}/panel/",
        "desk/submissions/{choosing}/panel/?q=reviewer+1&panel=2",
        "desk/submissions/{at_assigning}/panel/",
        *(f"desk/submissions/{{at_{state}}}/panel/" for state in ("in_triage", "under_review", "decision_pending")),
    ),
    "desk:panels": ("desk/panels/", "desk/panels/?propose=1"),
    "desk:roster": ("desk/roster/", "desk/roster/?state=active&objective=18&sort=name"),
    "desk:roster-member": tuple(
        f"desk/roster/{{place_{state}}}/" for state in ("screening", "panel_scoring", "active", "suspended", "declined")
    ),
    "desk:people": ("desk/people/", "desk/people/?q=demonstration"),
    "desk:person": ("desk/people/{person}/",),
    "desk:coverage": ("desk/coverage/", "desk/coverage/?language=ar"),
    "desk:calls": ("desk/calls/",),
    "desk:call-new": ("desk/calls/new/",),
    "desk:call": ("desk/calls/{call}/", "desk/calls/{coming_call}/?done=announce", "desk/calls/{withdrawn_call}/"),
    "desk:call-edit": ("desk/calls/{call}/edit/",),
    "desk:holidays": ("desk/holidays/", "desk/holidays/?done=added"),
    "desk:tracks": ("desk/tracks/",),
    "desk:track": ("desk/tracks/R/", "desk/tracks/L/?saved=1"),
    "desk:track-rules": ("desk/tracks/R/rules/",),
    "desk:track-criterion": ("desk/tracks/R/criteria/clarity/", "desk/tracks/C/practice_criteria/new/"),
    "desk:track-checklist": ("desk/tracks/L/checklist/",),
    "desk:reports": ("desk/reports/", "desk/reports/?since=2001-01-01&until=2001-02-01"),
    "desk:suggestions": ("desk/links/", "desk/links/?done=1&objective=18"),
    "web:outbox": ("notices/outbox/", "notices/outbox/?state=held"),
    "account_signup": ("accounts/signup/",),
    "account_login": ("accounts/login/",),
    "account_logout": ("accounts/logout/",),
    "account_inactive": ("accounts/inactive/",),
    "account_reauthenticate": ("accounts/reauthenticate/",),
    "account_change_password": ("accounts/password/change/",),
    "account_reset_password": ("accounts/password/reset/",),
    "account_reset_password_done": ("accounts/password/reset/done/",),
    "account_reset_password_from_key": (
        "accounts/password/reset/key/{password_key}/",
        "accounts/password/reset/key/1-nothing/",
    ),
    "account_reset_password_from_key_done": ("accounts/password/reset/key/done/",),
    "account_email_verification_sent": ("accounts/confirm-email/",),
    "account_confirm_email": ("accounts/confirm-email/{email_key}/", "accounts/confirm-email/nothing/"),
    "account_home": ("accounts/",),
    "account_profile": ("accounts/profile/", "accounts/profile/?saved=1"),
    "account_expertise": ("accounts/expertise/",),
    "account_organisations": ("accounts/organisations/", "accounts/organisations/?q=labour"),
    "account_email": ("accounts/email/",),
    "account_consents": ("accounts/consents/",),
    "account_delete": ("accounts/delete/",),
    "account_deleted": ("accounts/deleted/",),
    "account_invitation": ("accounts/invitations/{invitation}/", "accounts/invitations/nothing/"),
    "usersessions_list": ("accounts/sessions/",),
    "mfa_list_webauthn": ("accounts/2fa/passkeys/",),
    "mfa_add_webauthn": ("accounts/2fa/passkeys/add/",),
    "mfa_index": ("accounts/2fa/",),
    "mfa_authenticate": ("accounts/2fa/authenticate/",),
    "mfa_reauthenticate": ("accounts/2fa/reauthenticate/",),
    "mfa_activate_totp": ("accounts/2fa/totp/activate/",),
    "mfa_deactivate_totp": ("accounts/2fa/totp/deactivate/",),
    "mfa_view_recovery_codes": ("accounts/2fa/recovery-codes/",),
    "mfa_generate_recovery_codes": ("accounts/2fa/recovery-codes/generate/",),
}
# Who sees them: a member, one with a second factor, or one between password and code; everybody else is nobody.
READERS = {
    "web:notices": "member",
    "web:notice-preferences": "member",
    "desk:queue": "staff",
    "desk:reports": "staff",
    "desk:submission": "staff",
    "desk:submission-classification": "staff",
    "desk:panel": "staff",
    "desk:panels": "staff",
    "desk:roster": "staff",
    "desk:roster-member": "staff",
    "desk:people": "staff",
    "desk:person": "staff",
    "desk:coverage": "staff",
    "desk:calls": "staff",
    "desk:call-new": "staff",
    "desk:call": "staff",
    "desk:call-edit": "staff",
    "desk:holidays": "staff",
    "desk:tracks": "staff",
    "desk:track": "staff",
    "desk:track-rules": "staff",
    "desk:track-criterion": "staff",
    "desk:track-checklist": "staff",
    "desk:suggestions": "staff",
    "web:outbox": "staff",
    "web:roster-mine": "reviewer",
    "web:change": "member",
    "web:submissions": "member",
    "web:submission": "member",
    "web:submission-step": "member",
    "web:reviews": "reviewer",
    "web:review-certificate": "reviewer",
    "web:review-task": "reviewer",
    "account_home": "member",
    "account_profile": "member",
    "account_expertise": "member",
    "account_organisations": "member",
    "account_email": "member",
    "account_consents": "member",
    "account_delete": "member",
    "account_invitation": "member",
    "usersessions_list": "member",
    "mfa_list_webauthn": "member",
    "mfa_add_webauthn": "member",
    "account_logout": "member",
    "account_reauthenticate": "member",
    "account_change_password": "member",
    "mfa_index": "secured",
    "mfa_authenticate": "half",
    "mfa_reauthenticate": "secured",
    "mfa_activate_totp": "member",
    "mfa_deactivate_totp": "secured",
    "mfa_view_recovery_codes": "secured",
    "mfa_generate_recovery_codes": "secured",
}
# Pages that no address of their own leads to: a breakdown, maintenance, refusals. Made by stage.py, shown by the browser.
STAND_INS = ("broken", "maintained", "too-many", "crawler", "forbidden", "form-expired")
NOT_FOUND = ("no-such-page/",)
# Addresses that give files, data or nothing at all.
NO_PAGES = frozenset(
    {
        "web:opensearch",
        "web:cite",
        "web:event-calendar",
        "web:calendar",
        "web:call-deadline",
        "web:calls-rss",
        "web:calls-atom",
        "web:notices-read",
        "desk:queue-table",
        "desk:report",
        "desk:queue-act",
        "desk:keep-filter",
        "desk:discard-filter",
        "web:roster-step",
        "desk:call-table",
        "desk:call-rank",
        "desk:call-act",
        "desk:holiday-add",
        "desk:holiday-remove",
        "desk:roster-table",
        "desk:role-grant",
        "desk:role-revoke",
        "desk:organisation-verify",
        "desk:focal-point-verify",
        "desk:roster-enrol",
        "desk:roster-act",
        "desk:suggestion-act",
        "web:submission-act",
        "web:submission-file",
        "desk:panel-step",
        "desk:panels-take",
        "desk:panel-task",
        "desk:submission-file",
        "desk:submission-act",
        "desk:submission-review-act",
        "web:review-save",
        "web:review-step",
        "web:review-file",
        "mfa_download_recovery_codes",
        "account_set_password",
        "account_export",
        "account_add_organisation",
        "account_join_organisation",
        "account_leave_organisation",
        "account_withdraw_consent",
        "mfa_login_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",  # these two need a device: test_passkeys.py looks at them
        "mfa_reauthenticate_webauthn",
    }
)
# What a page may weigh, in bytes over the wire with all that it loads.
WEIGHTS = {
    "web:resource": 80_000,
    "web:countries": 110_000,
    "web:country": 110_000,
    "web:home": 110_000,
    # Pages of somebody signed in are not compressed, as they hold a secret of the session; these are long forms.
    "web:submission-step": 110_000,
    "desk:submission-classification": 110_000,
    "desk:call-new": 90_000,
    "desk:call-edit": 90_000,
}
LIGHT, OFFICE = 60_000, 80_000  # the back office answers uncompressed too
WHOLE = os.environ.get("HUB_TEST_FULL") == "1"

ROWS: tuple[tuple[str, str], ...] = (
    *((name, path) for name, paths in PAGES.items() for path in paths),
    *(("", path) for path in (*NOT_FOUND, *(f"stand-in/{name}/" for name in STAND_INS))),
)


def reader_of(name: str) -> str:
    """Return who sees the pages of an address name; "" is anybody."""
    return READERS.get(name, "")


def turn(rows: tuple[tuple[str, str], ...], *choices: tuple[object, ...]) -> list[tuple[object, ...]]:
    """Return every row with every combination of choices; in an ordinary run with one, another one each day."""
    combinations = list(itertools.product(*choices))
    if WHOLE:
        return [(*row, *each) for row in rows for each in combinations]
    day = date.today().toordinal()  # noqa: DTZ011 - any day will do
    return [(*row, *combinations[(place * 7 + day) % len(combinations)]) for place, row in enumerate(rows)]


def share(rows: tuple[tuple[str, str], ...], parts: int) -> tuple[tuple[str, str], ...]:
    """Return one part of the rows, another one each day; all of them in a whole run."""
    return rows if WHOLE else rows[date.today().toordinal() % parts :: parts]  # noqa: DTZ011 - as above
