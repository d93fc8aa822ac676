"""Where a video is watched, read from its address alone. No Django here, and nothing is asked for."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlencode, urlsplit

LONGEST = 2_000  # characters of an address
PORTS = {"http": 80, "https": 443}
PLAYERS = {"youtube": "https://www.youtube-nocookie.com", "vimeo": "https://player.vimeo.com"}
YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
UN_WEB_TV = frozenset({"webtv.un.org", "media.un.org"})
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"'`{}|^]")
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
_YOUTUBE_LIST = re.compile(r"[A-Za-z0-9_-]{12,64}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"/(?:shorts|embed|live|v)/([A-Za-z0-9_-]{11})/?", re.ASCII)
_VIMEO_PATH = re.compile(
    r"/(?:(?:channels/[\w-]+|groups/[\w-]+/videos|(?:album|showcase)/\d+/video|video)/)?(\d{5,12})(?:/([0-9a-f]{8,12}))?/?",
    re.ASCII,
)
_UN_PATH = re.compile(r"(?:/[a-z]{2})?/(?:asset|watch|live|meetings-events)/[\w/%.~+,:-]+", re.ASCII)
_TIME = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,6})s?)?", re.ASCII)


@dataclass(frozen=True)
class Video:
    """A video at its host: ``youtube``, ``vimeo`` or ``un-web-tv``; ``player`` is empty where none may be shown in a page."""

    host: str
    page: str
    player: str = ""

    @property
    def player_host(self) -> str:
        """Return scheme and host that a page must allow for the player."""
        return PLAYERS.get(self.host, "")


def read_video(address: str) -> Video | None:
    """Return the video that an address leads to, None for every address that is not surely one.

    The addresses in the answer are made anew from an id of known form; nothing else of the given one is in them.
    """
    if len(address) > LONGEST or _FORBIDDEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or parts.username is not None or parts.password is not None:
        return None
    if port not in (None, PORTS[parts.scheme]):
        return None
    host = (parts.hostname or "").removesuffix(".").removeprefix("www.")
    if host in YOUTUBE or host == "youtu.be":
        return _youtube(host, parts)
    if host in {"vimeo.com", "player.vimeo.com"}:
        return _vimeo(parts)
    if host in UN_WEB_TV and _UN_PATH.fullmatch(parts.path) and ".." not in unquote(parts.path):
        return Video("un-web-tv", f"https://{host}{quote(parts.path, safe='/%~+,:')}")
    return None


def _youtube(host: str, parts: SplitResult) -> Video | None:
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    named = _YOUTUBE_PATH.fullmatch(parts.path)
    if host == "youtu.be":
        key = parts.path[1:].removesuffix("/")
    elif named:
        key = named[1]
    else:
        key = asked.get("v", "") if parts.path.rstrip("/") == "/watch" else ""
    listed = asked.get("list", "")
    listed = listed if _YOUTUBE_LIST.fullmatch(listed) else ""
    if _YOUTUBE_ID.fullmatch(key) and key != "videoseries":
        start = _seconds(asked.get("t") or asked.get("start", ""))
        more = {"list": listed} if listed else {}
        page = urlencode({"v": key} | more | ({"t": f"{start}s"} if start else {}))
        player = urlencode(more | ({"start": start} if start else {}))
        return Video(
            "youtube",
            f"https://www.youtube.com/watch?{page}",
            f"{PLAYERS['youtube']}/embed/{key}" + (f"?{player}" if player else ""),
        )
    if listed and parts.path.rstrip("/") in {"/playlist", "/embed/videoseries"} and host != "youtu.be":
        query = urlencode({"list": listed})
        return Video("youtube", f"https://www.youtube.com/playlist?{query}", f"{PLAYERS['youtube']}/embed/videoseries?{query}")
    return None


def _vimeo(parts: SplitResult) -> Video | None:
    found = _VIMEO_PATH.fullmatch(parts.path)
    if not found:
        return None
    given = parse_qs(parts.query).get("h", [""])[0]
    key = found[2] or (given if re.fullmatch(r"[0-9a-f]{8,12}", given, re.ASCII) else "")  # of a video that is not listed
    player = urlencode(({"h": key} if key else {}) | {"dnt": 1})  # dnt: the player then sets no cookie to follow its viewer
    page = f"https://vimeo.com/{found[1]}" + (f"/{key}" if key else "")
    return Video("vimeo", page, f"{PLAYERS['vimeo']}/video/{found[1]}?{player}")


def _seconds(text: str) -> int:
    """Return where to begin: ``90``, ``90s`` or ``1h2m3s``; 0 for anything else."""
    found = _TIME.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds
