"""Words of accounts in the reader's language; the codes are those of ``accounts.choices``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.accounts.choices import Gender, LanguageLevel, OrganisationType, Purpose, Role, Sector

ROLES = {
    Role.CONTRIBUTOR: _("Contributor"),
    Role.REVIEWER: _("Reviewer"),
    Role.EDITOR: _("Editor"),
    Role.MANAGING_EDITOR: _("Managing editor"),
    Role.MODERATOR: _("Moderator"),
    Role.REQUEST_OFFICER: _("Request officer"),
    Role.ADMINISTRATOR: _("Administrator"),
}
ORGANISATION_TYPES = {
    OrganisationType.UN: _("United Nations"),
    OrganisationType.GOVERNMENT: _("Government"),
    OrganisationType.NGO: _("Civil society"),
    OrganisationType.ACADEMIA: _("Academia"),
    OrganisationType.PRIVATE: _("Private sector"),
}
SECTORS = {
    Sector.POLICY: _("Policy"),
    Sector.TECHNICAL: _("Technical work"),
    Sector.PRACTITIONER: _("Work in the field"),
    Sector.ACADEMIA: _("Research"),
    Sector.CIVIL_SOCIETY: _("Civil society"),
    Sector.PRIVATE: _("Private sector"),
    Sector.YOUTH: _("Youth"),
    Sector.DIASPORA: _("Diaspora"),
}
GENDERS = {Gender.WOMAN: _("Woman"), Gender.MAN: _("Man"), Gender.OTHER: _("Other")}
LANGUAGE_LEVELS = {
    LanguageLevel.READ: _("I read it"),
    LanguageLevel.REVIEW: _("I can review texts in it"),
    LanguageLevel.WRITE: _("I can write reviews in it"),
}
EXPERTISE_LEVELS = {1: _("I have worked with it"), 2: _("I know it well"), 3: _("Others ask me about it")}
PURPOSES = {
    Purpose.TERMS: _("Terms of use and privacy"),
    Purpose.GENDER: _("Use of my gender for balanced panels, in aggregate only"),
    Purpose.DIRECTORY: _("A public profile with what I tick"),
    "roster": _("Roster of reviewers"),
}
REFUSED = {
    "name": _("The name is too long or has characters that cannot stand in a name."),
    "names": _("A name is too long."),
    "biography": _("A text about you is too long."),
    "orcid": _("This is not an ORCID iD. It has 16 digits, as in 0000-0002-1825-0097; the last may be an X."),
    "years_of_experience": _("Give the years as a number from 0 to 70."),
    "expertise": _("Name at most five objectives, each once."),
    "languages": _("Name each language once."),
    "publications": _("A publication needs a title, and its address must begin with https:// or http://."),
    "since": _("Give a day in the past, as 2024-03-31."),
    "until": _("Give a day between the beginning and today."),
    "names_of_organisation": _("Give the name of the organisation."),
}
UNREADABLE = _("Something cannot be taken as it is.")
