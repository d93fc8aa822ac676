"""Suggested links: which wait, for whom, and what is on the Hub already that may be the same."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet

from gcmhub.accounts.choices import Role
from gcmhub.accounts.models import RoleGrant, User
from gcmhub.accounts.queries import roles_of
from gcmhub.core.clock import now
from gcmhub.library.models import Resource
from gcmhub.review.choices import SuggestionState as State
from gcmhub.review.models import Submission, Suggestion
from gcmhub.review.queries.drafts import Likeness, near_titles, url_forms


def unanswered(address: str) -> QuerySet[Suggestion]:
    """Return what an address suggested and nobody has answered."""
    return Suggestion.objects.filter(email=address, state__in=[State.UNCONFIRMED, State.WAITING])


def day_of(address: str) -> QuerySet[Suggestion]:
    """Return what an address suggested in the last day."""
    return Suggestion.objects.filter(email=address, created_at__gt=now() - timedelta(days=1))


def visible_to(by: User) -> QuerySet[Suggestion]:
    """Return the confirmed suggestions that an editor may answer: of their objectives, of none, or all for managing editors."""
    held = roles_of(by)
    confirmed = Suggestion.objects.exclude(state=State.UNCONFIRMED)
    if Role.MANAGING_EDITOR in held:
        return confirmed
    if Role.EDITOR not in held:
        return confirmed.none()
    grants = list(RoleGrant.objects.filter(user=by, role=Role.EDITOR, revoked_at=None).values_list("objectives", flat=True))
    if not all(grants):  # a grant for no objective in particular is one for all
        return confirmed
    theirs = {each for objectives in grants for each in objectives}
    rows = confirmed.values_list("pk", "objectives")
    return confirmed.filter(pk__in=[key for key, objectives in rows if not objectives or theirs.intersection(objectives)])


def waiting_for(by: User, objective: str = "") -> QuerySet[Suggestion]:
    """Return what waits for an editor's answer, oldest first; of one objective where one is named."""
    rows = visible_to(by).filter(state=State.WAITING).order_by("created_at", "pk")
    if not objective:
        return rows
    return rows.filter(pk__in=[key for key, objectives in rows.values_list("pk", "objectives") if objective in objectives])


def answered_for(by: User) -> QuerySet[Suggestion]:
    """Return what was answered, the latest first."""
    return visible_to(by).filter(settled_at__isnull=False).select_related("submission").order_by("-settled_at", "-pk")


def alike_on_shelf(url: str, title: str = "", language: str = "") -> list[Likeness]:
    """Return published resources with this address, or nearly this title in a language; surest first, each once."""
    found: dict[str, Likeness] = {}
    wanted = {"url": Q(url__in=url_forms(url)), "title": Q(pk__in=near_titles(title, language) if title else [])}
    for why, condition in wanted.items():
        for resource in Resource.objects.filter(condition).published().prefetch_related("texts")[:5]:
            texts = {text.language: text.title for text in resource.texts.all()}
            shown = texts.get(language) or next(iter(texts.values()), "")
            found.setdefault(resource.public_id, Likeness(why, shown, resource.public_id, is_resource=True))
    return list(found.values())


def same_address(suggestions: Iterable[Suggestion]) -> dict[int, tuple[list[Suggestion], list[Submission]]]:
    """Return, by key of each suggestion, other suggestions and sent submissions with its address; for editors alone."""
    rows = list(suggestions)
    forms = {row.pk: set(url_forms(row.url)) for row in rows}
    wanted = sorted(set().union(*forms.values()))
    others = list(Suggestion.objects.filter(url__in=wanted).exclude(state=State.UNCONFIRMED).order_by("pk"))
    sent = list(Submission.objects.filter(record__url__in=wanted).exclude(reference=None).order_by("pk"))
    return {
        row.pk: (
            [each for each in others if each.pk != row.pk and each.url in forms[row.pk]],
            [each for each in sent if each.record.get("url") in forms[row.pk]],
        )
        for row in rows
    }
