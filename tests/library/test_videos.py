"""Addresses of videos: what is read from them, and what is not taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcmhub.library.videos import PLAYERS, Video, read_video

KEY, LISTED = "aqz-KE_bpKQ", "PLabcdefgh_1234-567"
WATCH, EMBED = f"https://www.youtube.com/watch?v={KEY}", f"https://www.youtube-nocookie.com/embed/{KEY}"


@pytest.mark.parametrize(
    ("address", "page", "player"),
    [
        (f"https://youtu.be/{KEY}", WATCH, EMBED),
        (f"https://youtu.be/{KEY}?si=follows-the-reader", WATCH, EMBED),
        (f"https://youtu.be/{KEY}?t=90", f"{WATCH}&t=90s", f"{EMBED}?start=90"),
        (f"http://www.youtube.com/watch?v={KEY}", WATCH, EMBED),
        (f"https://m.youtube.com/watch?app=desktop&v={KEY}&feature=share", WATCH, EMBED),
        (f"HTTPS://YouTube.com./watch?v={KEY}#comments", WATCH, EMBED),
        (f"https://www.youtube.com:443/watch/?v={KEY}&t=1h2m3s", f"{WATCH}&t=3723s", f"{EMBED}?start=3723"),
        (f"https://www.youtube.com/shorts/{KEY}", WATCH, EMBED),
        (f"https://www.youtube.com/live/{KEY}?feature=shared", WATCH, EMBED),
        (f"https://www.youtube.com/v/{KEY}", WATCH, EMBED),
        (f"https://www.youtube.com/embed/{KEY}?autoplay=1&start=5", f"{WATCH}&t=5s", f"{EMBED}?start=5"),
        (f"https://www.youtube-nocookie.com/embed/{KEY}", WATCH, EMBED),
        (f"https://www.youtube.com/watch?v={KEY}&list={LISTED}", f"{WATCH}&list={LISTED}", f"{EMBED}?list={LISTED}"),
        (f"https://www.youtube.com/watch?v={KEY}&list=<b>&t=soon", None, None),
        (
            f"https://www.youtube.com/playlist?list={LISTED}",
            f"https://www.youtube.com/playlist?list={LISTED}",
            f"https://www.youtube-nocookie.com/embed/videoseries?list={LISTED}",
        ),
        (
            f"https://www.youtube.com/embed/videoseries?list={LISTED}",
            f"https://www.youtube.com/playlist?list={LISTED}",
            f"https://www.youtube-nocookie.com/embed/videoseries?list={LISTED}",
        ),
        ("https://vimeo.com/76979871", "https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        (
            "https://vimeo.com/76979871/0123abcdef?share=copy",
            "https://vimeo.com/76979871/0123abcdef",
            "https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=0123abcdef&autoplay=1",
            "https://vimeo.com/76979871/0123abcdef",
            "https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1",
        ),
        (
            "https://vimeo.com/channels/staffpicks/76979871",
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
        (
            "https://vimeo.com/showcase/123/video/76979871/",
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1",
        ),
        ("https://webtv.un.org/en/asset/k1x/k1xabcdefg?kalturaStartTime=5", "https://webtv.un.org/en/asset/k1x/k1xabcdefg", ""),
        ("https://media.un.org/en/asset/k1x/k1xabcdefg", "https://media.un.org/en/asset/k1x/k1xabcdefg", ""),
    ],
)
def test_an_address_gives_the_page_and_the_player_of_its_video(address, page, player):
    video = read_video(address)
    assert (video and (video.page, video.player)) == ((page, player) if page else None)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://example.org/watch?v=" + KEY,
        "https://migrationnetwork.un.org",
        "https://www.youtube.com/",
        "https://www.youtube.com/@UN",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?v={KEY}0",
        f"https://www.youtube.com/redirect?v={KEY}&q=https://example.org",
        f"https://youtu.be/{KEY}/../../x",
        "https://youtu.be/playlist?list=" + LISTED,
        "https://vimeo.com/about",
        "https://vimeo.com/76979871/../1",
        "https://vimeo.com/1234567890123456",
        "https://vimeo.com/\u0667\u0666\u0669\u0667\u0669\u0668\u0667\u0661",
        "https://webtv.un.org/",
        "https://webtv.un.org/en/asset/k1x/../../x",
        "https://webtv.un.org/en/asset/k1x/%2e%2e/x",
    ],
)
def test_what_is_not_surely_a_video_is_none(address):
    assert read_video(address) is None


@pytest.mark.parametrize(
    "address",
    [
        f"javascript://www.youtube.com/watch?v={KEY}",
        f"data:text/html,https://youtu.be/{KEY}",
        f"//youtu.be/{KEY}",
        f"ftp://youtu.be/{KEY}",
        f"https://youtube.com.example.org/watch?v={KEY}",
        f"https://example.org/https://www.youtube.com/watch?v={KEY}",
        f"https://evilyoutube.com/watch?v={KEY}",
        f"https://www.youtube.com@example.org/watch?v={KEY}",
        f"https://reader:secret@www.youtube.com/watch?v={KEY}",
        f"https://@www.youtube.com/watch?v={KEY}",
        f"https://www.youtube.com:8443/watch?v={KEY}",
        f"https://www.youtube.com:99999/watch?v={KEY}",
        f"https://[::1/watch?v={KEY}",
        f"https://example.org\\@www.youtube.com/watch?v={KEY}",
        f'https://www.youtube.com/watch?v={KEY}" onload="alert(1)',
        f"https://www.youtube.com/watch?v={KEY}\r\nSet-Cookie: a=b",
        f" https://youtu.be/{KEY}",
        f"https://youtu.be/{KEY}\u00a0",
        f"https://www.y\u043eutube.com/watch?v={KEY}",
        f"https://youtu.be/{KEY}?x={'a' * 2_000}",
    ],
)
def test_a_hostile_address_is_none(address):
    assert read_video(address) is None


@given(st.text() | st.text().map(lambda text: f"https://youtu.be/{KEY}?{text}") | st.text().map("https://vimeo.com/".__add__))
def test_any_text_gives_none_or_addresses_of_known_form(address):
    video = read_video(address)
    assert video is None or (isinstance(video, Video) and video.player.startswith(tuple(PLAYERS.values())))
    assert video is None or set(video.player + video.page).isdisjoint(" <>\"'\\;,\r\n")
