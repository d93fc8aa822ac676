// Writes the map of the world: one path a country or area, dots for the small ones. Run by `python3 tools/map/make.py`.
// Arguments: the atlas (TopoJSON with properties.a3), the countries of the vocabulary (JSON), the map to write (JSON).
import { readFileSync, writeFileSync } from "node:fs";
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 2000; // units; coordinates are whole ones
const DETAIL = 3e-6; // steradians: a corner whose triangle is smaller goes
const SMALLEST_RING = 5; // square units: a smaller island goes, if it is not the largest of its country
const DOT_BELOW = 60; // square units: a smaller country is a dot as well
const DOT_ALONE = 12; // square units: one smaller still is a dot only
const PART_OF = { SOL: "SOM", CYN: "CYP", TWN: "CHN", ATC: "AUS" }; // how the United Nations show them
const NEUTRAL = new Set(["ESH", "KAS"]); // status not settled: no shade, no link
const LEFT_OUT = new Set(["ATA", "IOA"]);
// Places that the atlas does not draw by themselves: longitude, latitude.
const PLACES = { SXM: [-63.06, 18.03], TUV: [179.2, -8.5], GUF: [-53.1, 3.9], GLP: [-61.5, 16.2], MTQ: [-61, 14.65], REU: [55.5, -21.1], MYT: [45.15, -12.8], TKL: [-171.8, -9.2], GIB: [-5.35, 36.14], BES: [-68.25, 12.2], CCK: [96.85, -12.17], CXR: [105.65, -10.49], SJM: [16, 78.5] };

const [, , atlasFile, countriesFile, out] = process.argv;
const atlas = JSON.parse(readFileSync(atlasFile, "utf8"));
const vocabulary = JSON.parse(readFileSync(countriesFile, "utf8"));
const known = new Set(vocabulary.map((country) => country.code));

const shapes = new Map();
for (const geometry of atlas.objects.countries.geometries) {
  const code = PART_OF[geometry.properties.a3] ?? geometry.properties.a3;
  if (LEFT_OUT.has(code)) continue;
  if (!known.has(code) && !NEUTRAL.has(code)) throw new Error(`${code} is neither in the vocabulary nor told what it belongs to`);
  shapes.set(code, [...(shapes.get(code) ?? []), geometry]);
}

const full = geoEqualEarth().rotate([-11, 0]).precision(0.2); // the cut runs through the Bering Strait
const drawn = { type: "FeatureCollection", features: feature(atlas, atlas.objects.countries).features.filter((each) => !LEFT_OUT.has(each.properties.a3)) };
full.fitWidth(WIDTH, drawn);
const [[, top], [, bottom]] = geoPath(full).bounds(drawn);
full.translate([full.translate()[0], full.translate()[1] - top]);
const plain = simplify(presimplify(atlas, sphericalTriangleArea), DETAIL);
const exact = geoPath(full);

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], at) => { const [u, v] = ring[(at + 1) % ring.length]; return sum + x * v - u * y; }, 0)) / 2;
const words = (numbers) => numbers.reduce((text, number) => text + (text && number >= 0 ? " " : "") + number, "");

// Gathers rings of whole coordinates from what d3 draws.
class Rings {
  constructor() { this.rings = []; }
  moveTo(x, y) { this.rings.push([[Math.round(x), Math.round(y)]]); }
  lineTo(x, y) {
    const ring = this.rings.at(-1), point = [Math.round(x), Math.round(y)], last = ring.at(-1);
    if (point[0] !== last[0] || point[1] !== last[1]) ring.push(point);
  }
  closePath() {}
  arc() {}
}

function write(geometry) {
  const context = new Rings();
  geoPath(full, context)(geometry);
  const rings = context.rings
    .map((ring) => (ring.length > 1 && String(ring[0]) === String(ring.at(-1)) ? ring.slice(0, -1) : ring))
    .filter((ring) => ring.length > 2)
    .sort((a, b) => area(b) - area(a))
    .filter((ring, place) => place === 0 || area(ring) >= SMALLEST_RING);
  let here = [0, 0];
  return rings.map((ring) => {
    const [start, ...others] = ring;
    const head = `m${words([start[0] - here[0], start[1] - here[1]])}`;
    let at = start;
    const steps = [];
    for (const point of others) { steps.push(point[0] - at[0], point[1] - at[1]); at = point; }
    here = start; // after z the pen stands where the ring began
    return `${head}l${words(steps)}z`;
  }).join("");
}

const paths = {}, dots = {};
for (const code of [...shapes.keys()].sort()) {
  const whole = feature(atlas, { type: "GeometryCollection", geometries: shapes.get(code) });
  const size = exact.area(whole);
  const d = write(merge(plain, shapes.get(code).map((geometry) => plain.objects.countries.geometries[atlas.objects.countries.geometries.indexOf(geometry)])));
  if (d && (size >= DOT_ALONE || NEUTRAL.has(code))) paths[code] = d;
  if (size < DOT_BELOW && !NEUTRAL.has(code)) {
    const polygons = whole.features.flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates)).map((coordinates) => ({ type: "Polygon", coordinates }));
    dots[code] = full(geoCentroid(polygons.reduce((a, b) => (geoArea(a) >= geoArea(b) ? a : b)))).map(Math.round);
  }
}
for (const [code, place] of Object.entries(PLACES)) if (!paths[code] && !dots[code] && known.has(code)) dots[code] = full(place).map(Math.round);

const missing = vocabulary.filter((country) => country.offered && !paths[country.code] && !dots[country.code]);
if (missing.length) throw new Error(`no place on the map: ${missing.map((country) => country.code).join(" ")}`);
const neutral = [...NEUTRAL].filter((code) => paths[code]).map((code) => paths[code]).join("");
for (const code of NEUTRAL) delete paths[code];
const lines = (table) => `{\n${Object.entries(table).map(([code, value]) => `${JSON.stringify(code)}: ${JSON.stringify(value)}`).join(",\n")}\n}`;
writeFileSync(out, `{"width": ${WIDTH}, "height": ${Math.ceil(bottom - top)},\n"paths": ${lines(paths)},\n"dots": ${lines(dots)},\n"neutral": ${JSON.stringify(neutral)}}\n`);
console.log(`${Object.keys(paths).length} shapes, ${Object.keys(dots).length} dots`);
