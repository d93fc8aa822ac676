"""The kinds of notices of this room. Each belongs to a procedure that somebody takes part in: none can be switched off."""

from django.utils.translation import gettext as _

from gcmhub.notices.mails import Kind

SUBMISSIONS = Kind("submissions", lambda: _("My submissions"))
DESK = Kind("desk", lambda: _("Editors’ desk"))
REVIEWS = Kind("reviews", lambda: _("My reviews"))
ROSTER = Kind("roster", lambda: _("Roster of reviewers"))
