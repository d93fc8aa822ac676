"""Videos on the page of a resource: a facade of our own, a policy that allows one host, and films that the hub keeps."""

import pytest

from gcmhub.face.middleware import CONTENT_SECURITY_POLICY
from gcmhub.library.models import Resource
from tests.factories.records import record, shelve
from tests.web.html import read

pytestmark = pytest.mark.django_db
KEY = "aqz-KE_bpKQ"
WATCH, PLAYER = f"https://www.youtube.com/watch?v={KEY}", f"https://www.youtube-nocookie.com/embed/{KEY}"


@pytest.fixture
def answer(empty, visitor, tmp_path):
    """The answer of the page of a video with these changes."""

    def ask(language="en", **changes):
        shelve([record(1, **{"kind": "video", "languages": ["en"]} | changes)], folder=tmp_path)
        return visitor.get(f"/{language}/resources/{Resource.objects.get().public_id}/")

    return ask


def facade(response):
    return read(response.content).one("section", aria_labelledby="screen")


def test_a_facade_loads_nothing_and_says_what_will_happen(answer):
    response = answer(url=f"https://youtu.be/{KEY}", video={"duration": 5400})
    section = facade(response)
    assert section.one("p", class_="facade__title").text == "Title 1"
    assert section.one("p", class_="facade__facts").text == "YouTube 1 hour 30 minutes English"
    assert section.one("p", class_="hint").text == (
        "Nothing has been loaded from YouTube. When you choose to watch, your browser connects to YouTube, "
        "which then sees your network address and may set cookies."
    )
    assert section.one("a").attributes["href"] == WATCH
    assert section.one("div", data_player=PLAYER).attributes["data-player-title"] == "Title 1: YouTube"
    button = section.one("button")
    assert (button.text, "hidden" in button.attributes) == ("Load the player of YouTube", True)
    root = read(response.content)
    assert [node.tag for node in root.all() if node.tag in {"iframe", "video", "img", "object", "embed"}] == []
    assert len([each for each in root.all("script") if "player" in each.attributes.get("src", "")]) == 1


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"url": WATCH}, "frame-src https://www.youtube-nocookie.com"),
        ({"url": "https://vimeo.com/76979871"}, "frame-src https://player.vimeo.com"),
        ({"url": "https://example.org", "video": {"host_url": WATCH}}, "frame-src https://www.youtube-nocookie.com"),
        ({"kind": "document", "url": WATCH}, "frame-src https://www.youtube-nocookie.com"),
        ({"files": [{"url": WATCH}]}, "frame-src https://www.youtube-nocookie.com"),
        ({"url": "https://webtv.un.org/en/asset/k1x/k1xabcdefg"}, ""),
        ({"url": "https://example.org/film"}, ""),
        ({"kind": "document", "url": "https://example.org/film"}, ""),
        ({}, ""),
    ],
)
def test_the_policy_allows_the_host_of_the_player_on_that_page_alone(answer, visitor, changes, allowed):
    wanted = f"{CONTENT_SECURITY_POLICY}; {allowed}" if allowed else CONTENT_SECURITY_POLICY
    first, kept = answer(**changes), answer(**changes)
    assert first.headers["Content-Security-Policy"] == wanted
    assert kept.headers["Content-Security-Policy"] == wanted
    assert "data-player" in first.content.decode() if allowed else "data-player=" not in first.content.decode()
    for path in ("/en/", "/en/videos/", "/en/search/", "/en/privacy/"):
        assert visitor.get(path).headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_a_video_that_no_page_may_show_is_watched_where_it_is(answer):
    section = facade(answer(url="https://webtv.un.org/en/asset/k1x/k1xabcdefg"))
    assert section.all("button") == []
    assert section.one("a").attributes["href"] == "https://webtv.un.org/en/asset/k1x/k1xabcdefg"
    assert section.one("a").text == "Watch at UN Web TV"
    assert section.one("p", class_="hint").text == ("The video opens at UN Web TV. Nothing is loaded from there before you go.")


def test_a_video_of_an_unknown_host_names_it_and_is_linked_once(answer):
    response = answer(url="https://films.example.org/1?a=<b>")
    assert facade(response).one("a").text == "Watch at films.example.org"
    links = [each for each in read(response.content).one("article").all("a") if "films.example.org" in each.attributes["href"]]
    assert len(links) == 1


def test_a_video_without_an_address_has_no_facade(answer):
    assert read(answer().content).all("section", aria_labelledby="screen") == []


def test_the_recording_of_an_event_has_a_facade(answer):
    event = {"start": "2025-05-04T14:00:00", "timezone": "Africa/Nairobi", "recording_url": WATCH}
    section = facade(answer(kind="event", event=event, url="https://example.org/event"))
    assert section.one("a").attributes["href"] == WATCH


@pytest.mark.parametrize(
    ("language", "button", "link"),
    [
        ("ar", "تحميل مشغّل YouTube", "المشاهدة في YouTube"),
        ("zh-hans", "加载 YouTube 播放器", "在 YouTube 观看"),
        ("fr", "Charger le lecteur de YouTube", "Regarder sur YouTube"),
        ("ru", "Загрузить плеер YouTube", "Смотреть на YouTube"),
        ("es", "Cargar el reproductor de YouTube", "Ver en YouTube"),
    ],
)
def test_a_facade_speaks_the_readers_language(answer, language, button, link):
    section = facade(answer(language, url=WATCH))
    assert (section.one("button").text, section.one("a").text) == (button, link)


def test_a_film_that_the_hub_keeps_plays_with_its_captions_when_asked(answer, visitor, tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42 and so on")
    (tmp_path / "en.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n")
    (tmp_path / "ar.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nمرحبا\n")
    files = [
        {"path": "film.mp4", "language": "en", "title": "A film"},
        {"path": "en.vtt", "language": "en"},
        {"path": "ar.vtt", "language": "ar"},
    ]
    response = answer("ar", files=files)
    assert response.headers["Content-Security-Policy"] == f"{CONTENT_SECURITY_POLICY}; media-src 'self'"
    video = facade(response).one("video")
    assert (video.attributes["preload"], video.attributes["aria-label"]) == ("none", "A film")
    assert "controls" in video.attributes
    assert "autoplay" not in video.attributes
    tracks = [
        (each.attributes["srclang"], each.attributes["label"], "default" in each.attributes) for each in video.all("track")
    ]
    assert tracks == [("en", "الإنجليزية", False), ("ar", "العربية", True)]
    source = visitor.get(video.one("source").attributes["src"], headers={"range": "bytes=0-3"})
    assert (source.status_code, source.headers["Content-Type"]) == (206, "video/mp4")
    captions = visitor.get(video.all("track")[0].attributes["src"])
    assert (captions.headers["Content-Type"], captions.headers["X-Content-Type-Options"]) == ("text/vtt", "nosniff")


def test_programs_are_told_of_the_player_and_not_of_what_is_none(answer):
    assert f'"embedUrl":"{PLAYER}"' in answer(url=WATCH).content.decode()
    assert "embedUrl" not in answer("fr", url="https://example.org/film").content.decode()
