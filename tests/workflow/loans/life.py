from django.db.models import F

from gcmhub.core.errors import HubError
from gcmhub.workflow.lives import Life
from gcmhub.workflow.rules import START, STAY, Deadline, Machine, Span, Transition
from tests.workflow.loans.models import Loan

MACHINE = Machine(
    "loan",
    ("asked", "lent", "returned", "lost"),
    (
        Transition("ask", (START,), "asked", ("reader",)),
        Transition("lend", ("asked",), "lent", ("librarian",), guards=("on-shelf",)),
        Transition("refuse", ("asked",), "returned", ("librarian",), reasons=("rare", "reserved")),
        Transition("note", ("asked", "lent"), STAY, ("librarian", "reader")),
        Transition("bring-back", ("lent",), "returned", ("reader", "librarian"), notices=("thanks",)),
        Transition("give-up", ("lent",), "lost", ("system",)),
    ),
    (
        Deadline("remind", "lent", Span(14), "The reader is reminded."),
        Deadline("give-up", "lent", Span(60), "The book is taken for lost."),
        Deadline("answer", "asked", Span(3, working=True), "The librarian is reminded."),
    ),
)


class NotOnShelf(HubError):
    code = "not-on-shelf"


def roles_of(by, loan):
    return {"librarian"} if by == "anna" else {"reader"} if by == loan.reader else set()


def on_shelf(loan, values, by):
    if values.get("missing"):
        raise NotOnShelf


def remind(loan):
    if loan.note == "broken":
        raise RuntimeError("the timer breaks")
    Loan.objects.filter(pk=loan.pk).update(reminded=F("reminded") + 1)


def give_up(loan):
    from gcmhub.workflow.actions import take_step

    take_step(LOANS, loan, "give-up", by="system")


LOANS = Life(MACHINE, Loan, roles_of, {"on-shelf": on_shelf})
TIMERS = {"remind": remind, "give-up": give_up, "answer": remind}
