"""Forms of accounts: what they take, not what is allowed; that is the actions' affair."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.actions import give_consent, update_profile
from gcmhub.accounts.actions.profiles import BIOGRAPHY, COAUTHORS, EVIDENCE, FLAGS, NAME, TITLE, URL
from gcmhub.accounts.choices import Gender, LanguageLevel, OrganisationType, Purpose, Sector
from gcmhub.face.languages import current, languages
from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.queries import codes, resolve_country
from gcmhub.web.notices.guard import FASTEST, age_of, new_token

TERMS_VERSION = "2026-11"  # of the words that a person agrees to: the privacy page and the sentence at the box


class SignUpForm(SignupForm):
    """Name, address, password, terms; ``website`` is a trap, ``token`` says when the form was handed out."""

    name = forms.CharField(max_length=NAME, required=False)
    terms = forms.BooleanField(error_messages={"required": _("Without this there can be no account.")})
    website = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Check the traps; a person who falls into one is told and only has to send again."""
        values: dict[str, Any] = super().clean()
        age = age_of(values.get("token", ""))
        if age is None:
            self.add_error(None, _("The form was open for too long. Please enter the password and send it again."))
        elif age < FASTEST:
            self.add_error(None, _("That was faster than people usually write. Please enter the password and send it again."))
        if values.get("website"):
            self.add_error(None, _("A field that should stay empty was filled in. It is empty again: please send once more."))
        return values

    @property
    def next_token(self) -> str:
        """The token of the form that is shown: the one that came, so that its age counts, or a new one."""
        token = str(self.data.get("token", ""))
        return token if age_of(token) is not None else new_token()

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account; for a known address take as long, so that nobody learns of it by waiting."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> Any:
        """Make the account, with the language of the page and the consent that was given on it."""
        user = super().save(request)
        update_profile(user, by=user, name=self.cleaned_data["name"], language=current().code)
        give_consent(user, Purpose.TERMS, by=user, text_version=TERMS_VERSION, language=current().code)
        return user


class CountriesField(forms.CharField):
    """Countries by their names in any of the six languages or codes, separated by commas or lines."""

    def clean(self, value: Any) -> list[str]:
        """Return codes; a name that is none is told."""
        text = str(super().clean(value)).replace("\n", ",").replace("،", ",").replace("、", ",").replace("，", ",")
        found = {name: resolve_country(name) for each in text.split(",") if (name := each.strip())}
        if unknown := [name for name, code in found.items() if code is None]:
            raise forms.ValidationError(_("Not known as a country or area: %(names)s"), params={"names": ", ".join(unknown)})
        return list(dict.fromkeys(code for code in found.values() if code))


class ProfileForm(forms.Form):
    """What a person says of themselves. ``name_xx`` and ``biography_xx`` are there for each of the six languages."""

    name = forms.CharField(max_length=NAME, required=False)
    language = forms.ChoiceField(choices=[])
    sector = forms.ChoiceField(choices=[("", ""), *Sector.choices], required=False)
    country = forms.CharField(required=False)
    regions = forms.MultipleChoiceField(required=False)
    countries = CountriesField(max_length=4_000, required=False)
    years_of_experience = forms.IntegerField(min_value=0, max_value=70, required=False)
    orcid = forms.CharField(max_length=60, required=False)
    gender = forms.ChoiceField(choices=[("", ""), *Gender.choices], required=False)
    gender_consent = forms.BooleanField(required=False)
    directory_consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(each.code, each.name) for each in languages().values()]  # type: ignore[attr-defined]
        self.fields["regions"].choices = [(code, code) for code in sorted(codes(Scheme.REGION))]  # type: ignore[attr-defined]
        for tag in LANGUAGES:
            self.fields[f"name_{tag}"] = forms.CharField(max_length=NAME, required=False)
            self.fields[f"biography_{tag}"] = forms.CharField(max_length=BIOGRAPHY, required=False)
        for flag in FLAGS:
            self.fields[flag] = forms.BooleanField(required=False)

    def clean_orcid(self) -> str:
        """Return the bare iD; its address is taken too."""
        return str(self.cleaned_data["orcid"]).strip().upper().rpartition("/")[2]

    def clean_country(self) -> str:
        """Return the code."""
        return resolve_country(self.cleaned_data["country"]) or ""

    def clean(self) -> dict[str, Any]:
        """Gender needs the box beside it, a public profile too."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("gender") and not values.get("gender_consent"):
            self.add_error("gender_consent", _("Tick this box too, or leave the gender empty."))
        if values.get("is_public") and not values.get("directory_consent"):
            self.add_error("directory_consent", _("Tick this box too, or leave the profile private."))
        return values

    def written(self) -> dict[str, Any]:
        """Return what ``update_profile`` takes."""
        values = self.cleaned_data
        names = (
            "name",
            "language",
            "sector",
            "country",
            "regions",
            "countries",
            "years_of_experience",
            "orcid",
            "gender",
            *FLAGS,
        )
        texts = {
            field: {tag: text for tag in LANGUAGES if (text := values[f"{stem}_{tag}"].replace("\r\n", "\n").strip())}
            for field, stem in (("names", "name"), ("biography", "biography"))
        }
        return {name: values[name] for name in (*names, *FLAGS)} | texts

    def consents(self) -> dict[str, bool]:
        """Return which consents shall stand."""
        values = self.cleaned_data
        return {
            Purpose.GENDER.value: bool(values["gender"] and values["gender_consent"]),
            Purpose.DIRECTORY.value: bool(values["is_public"] and values["directory_consent"]),
        }


class ExpertiseForm(forms.Form):
    """One row: an objective; an empty one is left out."""

    objective = forms.ChoiceField(required=False)
    level = forms.TypedChoiceField(choices=[(1, 1), (2, 2), (3, 3)], coerce=int, required=False, empty_value=None)
    evidence = forms.CharField(max_length=EVIDENCE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objective"].choices = [("", ""), *((code, code) for code in codes(Scheme.OBJECTIVE))]  # type: ignore[attr-defined]


class LanguageForm(forms.Form):
    """One row: a language."""

    language = forms.ChoiceField(required=False)
    level = forms.ChoiceField(choices=LanguageLevel.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", ""), *((tag, tag) for tag in codes(Scheme.LANGUAGE))]  # type: ignore[attr-defined]


class PublicationForm(forms.Form):
    """One row: a publication."""

    title = forms.CharField(max_length=TITLE, required=False)
    url = forms.CharField(max_length=URL, required=False)
    year = forms.IntegerField(min_value=1900, max_value=2100, required=False)
    coauthors = forms.CharField(max_length=COAUTHORS, required=False)


ExpertiseRows = forms.formset_factory(ExpertiseForm, extra=0, max_num=5, absolute_max=5)
LanguageRows = forms.formset_factory(LanguageForm, extra=0, max_num=12, absolute_max=12)
PublicationRows = forms.formset_factory(PublicationForm, extra=0, max_num=30, absolute_max=30)


class MembershipForm(forms.Form):
    """Since when somebody works for an organisation, and as what."""

    title = forms.CharField(max_length=150, required=False)
    since = forms.DateField(required=False)
    asks_focal_point = forms.BooleanField(required=False)


class OrganisationForm(MembershipForm):
    """An organisation that the hub does not know yet."""

    organisation_name = forms.CharField(max_length=200)
    type = forms.ChoiceField(choices=OrganisationType.choices)
    organisation_country = forms.CharField(required=False)

    def clean_organisation_country(self) -> str:
        """Return the code."""
        return resolve_country(self.cleaned_data["organisation_country"]) or ""


class DeletionForm(forms.Form):
    """That the person means it."""

    sure = forms.BooleanField(error_messages={"required": _("Tick the box to delete your account.")})
