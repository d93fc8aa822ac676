"""Forms: what they take and how they say what is missing. Those for people whom the hub does not know are guarded."""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from gcmhub.notices.choices import Frequency, Pace
from gcmhub.notices.mails import Kind
from gcmhub.notices.models import DigestHour
from gcmhub.notices.rules import DIGEST_HOUR
from gcmhub.web.notices.guard import FASTEST, age_of, new_token

SUBJECT_LENGTH, TEXT_LENGTH = 150, 5_000


class GuardedForm(forms.Form):
    """``website`` is a trap: people do not see it. ``token`` says when the form was handed out."""

    website = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Check the traps; a person who falls into one is told and only has to send again."""
        values: dict[str, Any] = super().clean() or {}
        age = age_of(values.get("token", ""))
        if age is None:
            self.add_error(None, _("The form was open for too long. What you wrote is still here: please send it again."))
        elif age < FASTEST:
            self.add_error(None, _("That was faster than people usually write. Please check your message and send it again."))
        if values.get("website"):
            self.add_error(None, _("A field that should stay empty was filled in. It is empty again: please send once more."))
        return values

    @property
    def next_token(self) -> str:
        """The token of the form that is shown: the one that came, so that its age counts, or a new one."""
        token = str(self.data.get("token", ""))
        return token if age_of(token) is not None else new_token()


class SubscriptionForm(GuardedForm):
    """Where news of a list shall go, and how often."""

    email = forms.EmailField(max_length=254, error_messages={"required": _("Give your e-mail address.")})
    frequency = forms.ChoiceField(choices=Frequency.choices)


class ContactForm(GuardedForm):
    """What a reader writes to the hub."""

    name = forms.CharField(max_length=100, required=False)
    email = forms.EmailField(max_length=254, required=False)
    subject = forms.CharField(max_length=SUBJECT_LENGTH, error_messages={"required": _("Say in a few words what it is about.")})
    text = forms.CharField(max_length=TEXT_LENGTH, error_messages={"required": _("Write your message.")})
    page = forms.CharField(max_length=500, required=False)

    def written(self) -> dict[str, str]:
        """Return what was written, with a key that is the same when the same form is sent twice."""
        names = ("name", "email", "subject", "text", "page")
        values = {name: str(self.cleaned_data[name]).replace("\r\n", "\n") for name in names}
        key = sha256("\0".join((self.cleaned_data["token"], *values.values())).encode()).hexdigest()
        return values | {"key": key}


@cache
def zones() -> tuple[str, ...]:
    """Return the time zones of places, and UTC."""
    seas = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return ("UTC", *sorted(each for each in available_timezones() if each.partition("/")[0] in seas))


class PreferencesForm(forms.Form):
    """When mails about notices come: one choice for each kind that can be switched off, and the hour of digests."""

    time_zone = forms.ChoiceField(required=False)
    hour = forms.TypedChoiceField(coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)])

    def __init__(self, paces: Sequence[tuple[Kind, Pace]], digests: DigestHour | None, data: Mapping[str, Any] | None) -> None:
        chosen = {"time_zone": digests.time_zone, "hour": digests.hour} if digests else {"hour": DIGEST_HOUR}
        super().__init__(data, initial=chosen)
        self.kinds = [kind for kind, _pace in paces if kind.optional]
        self.fields["time_zone"].choices = [("", ""), *((each, each) for each in zones())]  # type: ignore[attr-defined]
        for kind, pace in paces:
            if kind.optional:
                self.fields[kind.name] = forms.ChoiceField(choices=Pace.choices, initial=pace)

    def choices(self) -> list[tuple[str, str, Any]]:
        """Return name, title and bound field of each kind."""
        return [(kind.name, kind.title(), self[kind.name]) for kind in self.kinds]

    def paces(self) -> dict[str, Pace]:
        """Return what was chosen for each kind."""
        return {kind.name: Pace(self.cleaned_data[kind.name]) for kind in self.kinds}
