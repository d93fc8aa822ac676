from django.apps import AppConfig


class LoansConfig(AppConfig):
    name = "tests.workflow.loans"
    label = "loans"

    def ready(self):
        from gcmhub.workflow.lives import register
        from tests.workflow.loans.life import LOANS, TIMERS

        register(LOANS, TIMERS)
