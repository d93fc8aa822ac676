"""Words of the pages about people and organisations, in the reader's language; the codes are those of ``accounts``."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "role-not-granted": _("Choose a role, and objectives that there are."),
    "role-not-held": _("This person does not hold the role any more."),
    "last-administrator": _("Somebody has to stay administrator."),
    "domains": _("A domain looks like example.org. Domains that everybody can have an address under are not taken."),
    "is_verified": _("Verify the organisation first."),
    "not-a-member": _("The membership has ended."),
    "not-permitted": _("This is not yours to do."),
}
NOT_NOW = _("This cannot be done now.")
