"""What a link to the contact form may say beforehand, in codes: nobody can put words into a reader's mouth."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from gcmhub.face.formats import named, separator
from gcmhub.vocabulary import queries as vocabulary
from gcmhub.web.library.facets import value_label
from gcmhub.web.notices.forms import SUBJECT_LENGTH

RESOURCE = "resource"
GROUPS = ("objective", "principle", "region", "country")
NAMED = 3  # terms that a subject names


def offers_resource(query: QueryDict) -> bool:
    """Say whether a link leads here to offer a resource."""
    return query.get("topic") == RESOURCE


def subject_of(query: QueryDict) -> str:
    """Return the subject that a link asks for in the current language, "" for none; codes that nobody knows are left out."""
    if not offers_resource(query):
        return ""
    labels = [
        value_label(group, code)
        for group in GROUPS
        for code in dict.fromkeys(query.getlist(group))
        if vocabulary.term(group, code) is not None
    ]
    subject = _("A resource for the Hub")
    return (named(subject, separator().join(labels[:NAMED])) if labels else subject)[:SUBJECT_LENGTH]
