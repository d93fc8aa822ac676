"""The map of the world: every country has its place, shades follow counts, a wrong file is told at the start."""

import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from gcmhub.face.world_map import OURS, Place, Shade, legend, lower_bounds, read_geometry, world_map
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.words import read_scheme

COMMANDS = re.compile(r"(m-?\d+( \d+|-\d+)l(-?\d+|[ ]\d+)+z)+")


@pytest.fixture(autouse=True)
def ours(settings):
    settings.HUB_MAP_FILE = ""


def place(code, count, name="Kenya"):
    return Place(code, name, count, f"/en/countries/{code}/")


def test_every_country_that_is_offered_is_on_the_map():
    geometry = read_geometry("")
    offered = {row.code for row in read_scheme(Scheme.COUNTRY) if row.active}
    assert offered - geometry.paths.keys() - geometry.dots.keys() == set()


def test_every_shape_belongs_to_a_term_and_stays_in_the_frame():
    geometry = read_geometry("")
    codes = {row.code for row in read_scheme(Scheme.COUNTRY)}
    assert (geometry.paths.keys() | geometry.dots.keys()) - codes == set()
    assert [code for code, d in geometry.paths.items() if not COMMANDS.fullmatch(d)] == []
    outside = [code for code, (x, y) in geometry.dots.items() if not (0 <= x <= geometry.width and 0 <= y <= geometry.height)]
    assert outside == []


def test_places_of_unsettled_status_have_no_shape_of_their_own():
    geometry = read_geometry("")
    assert not {"ESH", "TWN", "SOL", "CYN"} & (geometry.paths.keys() | geometry.dots.keys())
    assert geometry.neutral.startswith("m")
    assert "XKX" in geometry.paths.keys() | geometry.dots.keys()


@pytest.mark.parametrize(("largest", "bounds"), [(1, (1,)), (3, (1, 2)), (10, (1, 2, 3, 6)), (1000, (1, 3, 15, 63, 251))])
def test_shades_begin_at_growing_steps(largest, bounds):
    assert lower_bounds(largest) == bounds


def test_the_legend_ends_with_the_darkest_shade_and_the_largest_count():
    assert legend([0, 0]) == ()
    assert legend([0, 1]) == (Shade("fill-5", 1, 1),)
    assert legend([7, 3, 0]) == (
        Shade("fill-2", 1, 1),
        Shade("fill-3", 2, 2),
        Shade("fill-4", 3, 3),
        Shade("fill-5", 4, 7),
    )


def test_a_map_links_and_names_each_place_and_shades_it_by_its_count():
    drawn = str(world_map([place("KEN", 7), place("FJI", 1, "Fiji"), place("BRA", 0, "Brazil")], "Resources"))
    kenya = re.search(r'<a href="/en/countries/KEN/" tabindex="-1"><title>(.*?)</title><path class="(.*?)"', drawn)
    assert kenya.groups() == ("Kenya: 7", "fill-5")
    assert re.search(r"<title>Fiji: 1</title><path class=\"fill-2\"", drawn)
    assert re.search(r"<title>Brazil: 0</title><path class=\"fill-0\" fill=\"url\(#map-gap\)\"", drawn)
    assert drawn.count("<a ") == 3
    assert drawn.count('class="map__neutral"') == 1
    assert 'style="' not in drawn


def test_names_and_addresses_never_become_markup():
    drawn = str(world_map([Place("KEN", "<b>Kenya</b>", 1, '/?a=1&b="2"')], '"quoted" <i>'))
    assert "<b>" not in drawn
    assert "&lt;b&gt;Kenya&lt;/b&gt;: 1" in drawn
    assert 'href="/?a=1&amp;b=&#34;2&#34;"' in drawn
    assert 'aria-label="&#34;quoted&#34; &lt;i&gt;"' in drawn


def test_another_file_takes_the_place_of_the_map(settings, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"width": 10, "height": 5, "paths": {"KEN": "M0 0L1 1L1 0Z"}, "dots": {}}))
    settings.HUB_MAP_FILE = str(other)
    drawn = str(world_map([place("KEN", 1), place("FJI", 1, "Fiji")], "Resources"))
    assert 'viewBox="0 0 10 5"' in drawn
    assert drawn.count("<a ") == 1


def test_a_hub_can_do_without_a_map(settings):
    settings.HUB_MAP_FILE = "none"
    assert world_map([place("KEN", 1)], "Resources") == ""


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"width": 1}', '{"width": 1, "height": 1, "paths": {}, "dots": {"A": 1}}']
)
def test_a_file_that_is_no_map_is_told_with_its_name(tmp_path, content):
    file = tmp_path / "broken.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ImproperlyConfigured, match=r"HUB_MAP_FILE: .*broken\.json"):
        read_geometry(str(file))


def test_the_map_is_small():
    assert OURS.stat().st_size < 100_000
