"""Why there is no answer: each refusal as JSON with the status that fits it."""

from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from gcmhub.library.errors import CallUnknown, CallWithdrawn, ResourceArchived, ResourceUnknown


class ParametersRefused(Exception):
    """One or more parameters are unknown or have values that cannot be taken; ``problems`` as the API sends them."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(", ".join(str(problem["parameter"]) for problem in problems))
        self.problems = problems


def answer_refusals(api: NinjaAPI) -> None:
    """Let an API answer every refusal that its operations raise."""

    def answer(request: HttpRequest, status: int, **body: Any) -> HttpResponse:
        return api.create_response(request, body, status=status)

    @api.exception_handler(ParametersRefused)
    def _parameters(request: HttpRequest, error: ParametersRefused) -> HttpResponse:
        return answer(request, 422, detail=error.problems)

    @api.exception_handler(TooManyFieldsSent)
    def _too_many(request: HttpRequest, _error: TooManyFieldsSent) -> HttpResponse:
        return answer(request, 400, detail="too many parameters")

    @api.exception_handler(ResourceUnknown)
    def _unknown(request: HttpRequest, _error: ResourceUnknown) -> HttpResponse:
        return answer(request, 404, detail="no such resource")

    @api.exception_handler(ResourceArchived)
    def _archived(request: HttpRequest, error: ResourceArchived) -> HttpResponse:
        details: dict[str, Any] = error.details
        return answer(request, 410, detail=details["reason"] or "archived", archived=details["archived_at"].date().isoformat())

    @api.exception_handler(CallUnknown)
    def _no_call(request: HttpRequest, _error: CallUnknown) -> HttpResponse:
        return answer(request, 404, detail="no such call")

    @api.exception_handler(CallWithdrawn)
    def _withdrawn(request: HttpRequest, error: CallWithdrawn) -> HttpResponse:
        details: dict[str, Any] = error.details
        day = details["withdrawn_at"].date().isoformat()
        return answer(request, 410, detail=details["reason"] or "withdrawn", withdrawn=day)
