"""The map of the world: a shape or a dot for each country or area, shaded by how much there is."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from markupsafe import Markup, escape

from gcmhub.face.formats import named, number
from gcmhub.face.languages import Language, current

OURS = Path(__file__).parent / "data" / "map.json"
NONE = "none"  # the value of the option for a hub without a map
SHADES = 5
RADIUS = 7  # of a dot, in units of the map
GAP = (
    '<defs><pattern id="map-gap" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="map__ground" width="9" height="9"/><rect class="map__hatch" width="2" height="9"/></pattern></defs>'
)


class Place(NamedTuple):
    """A country or area as a map links it."""

    code: str
    name: str
    total: int
    url: str


@dataclass(frozen=True)
class Geometry:
    """A map: size in units, path data by code, centres of dots by code, path data of what has no shade."""

    width: int
    height: int
    paths: dict[str, str]
    dots: dict[str, tuple[int, int]]
    neutral: str


@dataclass(frozen=True)
class Shade:
    """One step of the legend: its class, and how many resources it stands for."""

    name: str
    low: int
    high: int


@cache
def read_geometry(file: str) -> Geometry | None:
    """Return the map of a file, ours when ``file`` is empty, None for ``none``; raises ``ImproperlyConfigured``."""
    if file == NONE:
        return None
    path = Path(file) if file else OURS
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Geometry(
            width=int(found["width"]),
            height=int(found["height"]),
            paths={code: str(escape(d)) for code, d in found["paths"].items()},
            dots={code: (int(x), int(y)) for code, (x, y) in found["dots"].items()},
            neutral=str(escape(found.get("neutral", ""))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as broken:
        message = f"HUB_MAP_FILE: {path} is not a map as docs/operating/map.md describes it ({type(broken).__name__}: {broken})"
        raise ImproperlyConfigured(message) from broken


def lower_bounds(largest: int) -> tuple[int, ...]:
    """Return where the shades begin for counts from 1 to ``largest``: at most five, the steps growing with the counts."""
    return tuple(sorted({int(largest ** (step / SHADES) + 1e-9) for step in range(SHADES)}))


def legend(counts: Iterable[int]) -> tuple[Shade, ...]:
    """Return the shades that counts need, the lightest first; the last one is always the darkest."""
    largest = max(counts, default=0)
    if largest < 1:
        return ()
    starts = lower_bounds(largest)
    ends = (*(start - 1 for start in starts[1:]), largest)
    first = SHADES - len(starts) + 1
    return tuple(Shade(f"fill-{first + step}", low, high) for step, (low, high) in enumerate(zip(starts, ends, strict=True)))


def _mark(geometry: Geometry, code: str, shade: str) -> str:
    attributes = f'class="{shade}"' + (' fill="url(#map-gap)"' if shade == "fill-0" else "")
    mark = f'<path {attributes} d="{geometry.paths[code]}"/>' if code in geometry.paths else ""
    if code in geometry.dots:
        x, y = geometry.dots[code]
        mark += f'<circle {attributes} cx="{x}" cy="{y}" r="{RADIUS}"/>'
    return mark


@cache
def _ground(file: str, codes: frozenset[str]) -> str:
    """Return the shapes that carry neither shade nor link."""
    geometry = read_geometry(file)
    if geometry is None:
        return ""
    others = "".join(geometry.paths[code] for code in sorted(geometry.paths.keys() - codes))
    return f'<path class="map__neutral" d="{others}{geometry.neutral}"/>'


def world_map(places: Sequence[Place], title: str) -> Markup:
    """Return the map as SVG, nothing for a hub without one.

    Its links are left out of the order of the tab key: the list that a page has beside the map holds the same ones.
    """
    return _drawn(settings.HUB_MAP_FILE, current(), tuple(places), title)


@lru_cache(maxsize=64)  # of 50 kilobytes: the same numbers are shown again and again
def _drawn(file: str, language: Language, places: tuple[Place, ...], title: str) -> Markup:
    geometry = read_geometry(file)
    if geometry is None:
        return Markup()
    shades = legend(place.total for place in places)
    starts = [shade.low for shade in shades]
    parts = []
    for place in sorted(places, key=lambda place: place.code in geometry.dots):  # dots are drawn over shapes
        step = bisect_right(starts, place.total)
        mark = _mark(geometry, place.code, shades[step - 1].name if step else "fill-0")
        if mark:
            told = escape(named(place.name, number(place.total, language)))
            parts.append(f'<a href="{escape(place.url)}" tabindex="-1"><title>{told}</title>{mark}</a>')
    ground = _ground(file, frozenset(place.code for place in places))
    return Markup(  # noqa: S704 - names, addresses and geometry are escaped above
        f'<svg class="map__picture" viewBox="0 0 {geometry.width} {geometry.height}" role="group" aria-label="{escape(title)}">'
        f"{GAP}{ground}{''.join(parts)}</svg>"
    )
