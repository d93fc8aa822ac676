"""The form of a suggested link."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gcmhub.face.submitted import choices_of
from gcmhub.review.actions import suggested_links as links
from gcmhub.review.rules.suggested_links import NOTE_LIMIT, TITLE_LIMIT, URL_LIMIT
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import codes
from gcmhub.web.notices.forms import GuardedForm

CODES = {"objectives": ("objective", Scheme.OBJECTIVE), "countries": ("country", Scheme.COUNTRY)}
PROBLEMS = {
    "required": _("An answer is needed here."),
    "not-an-address": _("Give a whole address that begins with https:// or http://."),
}


def codes_in(query: QueryDict) -> dict[str, list[str]]:
    """Return the objectives and countries that a link names; what is no code of ours is left out."""
    return {
        field: [code for code in dict.fromkeys(query.getlist(name)) if code in codes(scheme)]
        for field, (name, scheme) in CODES.items()
    }


class LinkForm(GuardedForm):
    """A link, what it is, and who may be asked about it."""

    url = forms.CharField(max_length=URL_LIMIT, error_messages={"required": PROBLEMS["not-an-address"]})
    title = forms.CharField(max_length=TITLE_LIMIT, error_messages={"required": PROBLEMS["required"]})
    note = forms.CharField(max_length=NOTE_LIMIT, required=False)
    objectives = forms.MultipleChoiceField(required=False)
    countries = forms.MultipleChoiceField(required=False)
    email = forms.EmailField(max_length=254, error_messages={"required": _("Give your e-mail address.")})

    def __init__(self, *args: Any, signed_in: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in CODES:
            self.fields[name].choices = choices_of(name)  # type: ignore[attr-defined]
        if signed_in:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Check the values as the room does."""
        values = super().clean()
        if not self.errors:
            for problem in links.problems_of(**self.said()):
                self.add_error(problem.field, PROBLEMS.get(problem.reason, PROBLEMS["required"]))
        return values

    def said(self) -> dict[str, Any]:
        """Return what the room takes."""
        return {name: self.cleaned_data[name] for name in ("url", "title", "note", "objectives", "countries")}

    def chosen(self, name: str) -> list[str]:
        """Return the codes that are ticked."""
        return [str(code) for code in self[name].value() or []]
