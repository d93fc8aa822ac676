"""What is asked of crawlers (RFC 9309)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gcmhub.face.languages import languages
from gcmhub.face.links import url
from gcmhub.web.site.address import base_of


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer which addresses are not for crawlers, and where all the others are listed."""
    rows = ["User-agent: *"]
    for code in languages():
        rows += [
            f"Disallow: {url('web:search', language=code)}?*",
            f"Disallow: /{code}/accounts/",
            f"Disallow: /{code}/resources/*/change/",
        ]
    rows += ["Disallow: /*?*format=", "Allow: /api/v1/resources/", "Disallow: /api/"]
    if base := base_of(request):
        rows += ["", f"Sitemap: {base}/sitemap.xml"]
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse("\n".join(rows) + "\n", content_type="text/plain; charset=utf-8", headers=headers)
