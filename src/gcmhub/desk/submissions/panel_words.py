"""Words of a panel's page in the reader's language; the codes are those of ``review``."""

from django.utils.translation import gettext_lazy as _

from gcmhub.review.choices import Slot
from gcmhub.review.conflicts import Ground
from gcmhub.review.proposals import Lack

PLACES = {
    Slot.UN: _("United Nations reviewer"),
    Slot.EXTERNAL: _("External reviewer"),
    Slot.TIE_BREAK: _("Reviewer to break the tie"),
}
GROUNDS = {
    Ground.SAME_PERSON: _("Submits it"),
    Ground.EMAIL_DOMAIN: _("Shares an e-mail domain with those who submit it"),
    Ground.INSTITUTION: _("Belongs or belonged to an organisation behind it"),
    Ground.PARENT_INSTITUTION: _("Belongs to an organisation that is part of the same body"),
    Ground.NAMED: _("Is named in it, or works for somebody who is"),
    Ground.DECLARED_RELATION: _("Declared a relation to those behind it"),
    Ground.CO_AUTHOR: _("Published with one of its authors in the last four years"),
    Ground.GOVERNMENT_OFFICIAL: _("Serves the government that submits it"),
    Ground.WORKING_GROUP: _("Is a member of the working group whose output it is"),
    Ground.UNWANTED: _("The submitter asked that this person not review it"),
    "lead": _("Is the lead editor of it"),
}
OBSTACLES = {
    "listed": _("Is on the list of this round already"),
    "declined": _("Declined it, or was asked in this round before"),
    "slot": _("Counts on the other side: the United Nations or external"),
    "language": _("Does not read its language"),
    "conflict": _("Has a conflict of interest"),
    "leave": _("Finished a review less than a month ago"),
    "full": _("Has taken on as many reviews as agreed"),
    "unknown": _("Is not on the active roster"),
}
CLASHES = {
    "twice": _("Somebody is chosen twice."),
    "institution": _("Two people of one institution would sit on the panel."),
    "newcomers": _("More than one person on the panel would review for the first time."),
    "despite": _("The submitter asked that one of these people not review it. Say why that person is asked all the same."),
    "nobody": _("Choose at least one person."),
}
LACKS = {
    Lack.ROSTER: _("There are too few on the roster."),
    Lack.LANGUAGE: _("Too few on the roster read it."),
    Lack.CONFLICT: _("The others have a conflict of interest."),
    Lack.FREE: _("The others have no time for it now."),
    Lack.EXPERIENCE: _("The others have not reviewed before, and a panel has one newcomer at most."),
    Lack.INSTITUTION: _("The others come from institutions that sit on the panel already."),
}
CANCEL_REASONS = {"replaced": _("Somebody else is asked instead"), "no-answer": _("No answer")}
SHORT_REASONS = {"no-reviewer-found": _("No further reviewer was found"), "urgent": _("It is urgent")}
DONE = {
    "take": _("The panel is on the list. Nobody has been told yet."),
    "invite": _("Invitations are sent."),
    "back": _("The person is on the list again and has not been told."),
    "first": _("The order of the alternates is changed."),
    "extend": _("The date is moved and the reviewer told."),
    "recuse": _("The reviewer is taken off the panel."),
    "cancel": _("The task is ended. Who had been invited is told with thanks."),
    "minor": _("The conflict is judged minor and the reviewer told."),
    "begin-short": _("The review begins with the reviewers who have accepted."),
    "tie-break": _("The round is open again for one more reviewer."),
    "again": _("A new round of review is open."),
}
REFUSED = {
    "not-active": _("Is not on the active roster now"),
    "declined": _("Declined it before"),
    "leave": OBSTACLES["leave"],
    "full": OBSTACLES["full"],
    "reviewer-has-conflict": _("Has a conflict of interest"),
    "place-taken": _("Somebody else has the place"),
    "passed": _("Something changed since it was proposed"),
    "": _("Could not be invited now"),
}
DATE_NOT_LATER = _("Name a day after the present date, as 2027-03-31.")
TEXTS = {
    "close": _("Has written on very similar things"),
    "some": _("Has written on related things"),
    "far": _("Has written on other things"),
    "none": _("No text in a language of this work to compare"),
}
