"""Which resources have an address that search engines may know, and when each changed. Bounded by parts, not by offsets."""

from datetime import datetime

from django.db.models import BigIntegerField, ExpressionWrapper, F, Max

from gcmhub.library.choices import State
from gcmhub.library.models import Classification, Resource


def published_parts(size: int) -> tuple[tuple[int, datetime], ...]:
    """Return the numbers of all parts of at most ``size`` resources that hold published ones, with their last change.

    A resource never moves to another part.
    """
    number = ExpressionWrapper(F("pk") / size, output_field=BigIntegerField())
    rows = Resource.objects.published().order_by().annotate(part=number).values_list("part")
    return tuple(rows.annotate(last=Max("updated_at")).order_by("part"))


def published_part(number: int, size: int) -> tuple[tuple[str, datetime], ...]:
    """Return public id and last change of the published resources of a part."""
    rows = Resource.objects.published().filter(pk__gte=number * size, pk__lt=(number + 1) * size)
    return tuple(rows.order_by("pk").values_list("public_id", "updated_at"))


def last_changes(*schemes: str) -> dict[tuple[str, str], datetime]:
    """Return the last change among the published resources under each term, by scheme and code."""
    rows = Classification.objects.filter(resource__state=State.PUBLISHED, term__scheme__in=schemes).order_by()
    found = rows.values_list("term__scheme", "term__code").annotate(last=Max("resource__updated_at"))
    return {(scheme, code): last for scheme, code, last in found}
