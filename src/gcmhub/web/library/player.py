"""Videos of a resource: a still facade for those of other sites, a player for the files that the hub keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gcmhub.face.middleware import CONTENT_SECURITY_POLICY
from gcmhub.library.queries import FileCard, ResourcePage
from gcmhub.library.videos import Video, read_video

PLAYED = frozenset({"video/mp4", "video/webm"})
CAPTIONS = "text/vtt"


@dataclass(frozen=True)
class Facade:
    """What stands for a video at another site: where it is watched, and a player that may be loaded when its reader asks."""

    given: str  # the address in the record
    page: str
    host: str  # its name for readers
    player: str = ""
    player_host: str = ""


@dataclass(frozen=True)
class Screen:
    """Everything of a resource that can be watched."""

    facade: Facade | None
    films: tuple[FileCard, ...]
    captions: tuple[FileCard, ...]

    @property
    def policy(self) -> str:
        """Return the content security policy of the page: wider than that of others by what can be watched on it, no more."""
        parts = [CONTENT_SECURITY_POLICY]
        if self.facade and self.facade.player_host:
            parts.append(f"frame-src {self.facade.player_host}")
        if self.films:
            parts.append("media-src 'self'")
        return "; ".join(parts)


def screen_of(page: ResourcePage) -> Screen:
    """Return what can be watched of a resource."""
    kept = [file for file in page.card.files if not file.url]
    return Screen(
        _facade(page),
        tuple(file for file in kept if file.media_type in PLAYED),
        tuple(file for file in kept if file.media_type == CAPTIONS and file.language),
    )


def _facade(page: ResourcePage) -> Facade | None:
    """Return the facade of the first video whose host is known; a video elsewhere has one that only leads there."""
    given = list(_addresses(page))
    for address in given:
        video = read_video(address)
        if video:
            return Facade(address, video.page, _host_name(video), video.player, video.player_host)
    if page.card.kind == "video" and given:
        return Facade(given[0], given[0], urlsplit(given[0]).hostname or given[0])
    return None


def _addresses(page: ResourcePage) -> Iterator[str]:
    yield from filter(None, (page.details.get("host_url"), page.card.url, page.details.get("recording_url")))
    yield from (file.url for file in page.card.files if file.url)


def _host_name(video: Video) -> str:
    return {"youtube": "YouTube", "vimeo": "Vimeo"}.get(video.host) or _("UN Web TV")
