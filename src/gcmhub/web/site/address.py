"""How absolute addresses of the hub begin where a relative one will not do."""

from django.conf import settings
from django.http import HttpRequest


def base_of(request: HttpRequest) -> str:
    """Return the public address; on loopback without one, where the request came to; "" else.

    A Host header that came over the network is never believed.
    """
    if settings.HUB_BASE_URL or not settings.HUB_LOOPBACK:
        return str(settings.HUB_BASE_URL)
    return f"{request.scheme}://{request.get_host()}"
