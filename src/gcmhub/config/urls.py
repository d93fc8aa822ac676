"""Every address of the hub."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from gcmhub.web.library.files import deliver, show_first_page
from gcmhub.web.library.linksets import in_readers_language, linkset
from gcmhub.web.site import sitemaps
from gcmhub.web.site import views as site
from gcmhub.web.site.robots import robots

handler400 = "gcmhub.web.site.errors.bad_request"
handler403 = "gcmhub.web.site.errors.forbidden"
handler404 = "gcmhub.web.site.errors.not_found"
handler500 = "gcmhub.web.site.errors.broken"

urlpatterns = [
    path("", site.entry),
    path("healthz", site.healthz),
    path("readyz", site.readyz),
    path("robots.txt", robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-pages.xml", sitemaps.pages),
    path("sitemap-resources-<int:number>.xml", sitemaps.resources),
    path("api/v1/", include("gcmhub.api.urls")),
    path("files/<slug:file_id>/<str:name>", deliver, name="file"),
    path("files/<slug:file_id>/first-page/<slug:version>-<int:width>.webp", show_first_page),
    path("resources/<slug:resource_id>/", in_readers_language),
    path("resources/<slug:resource_id>/linkset", linkset),
    path("zh/", site.chinese),
    path("zh/<path:rest>", site.chinese),
    *i18n_patterns(
        path("accounts/", include("gcmhub.web.accounts.urls")),
        path("desk/", include("gcmhub.desk.urls")),
        path("", include("gcmhub.web.urls")),
    ),
]
