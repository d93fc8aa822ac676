"""Write countries.json from the tables of the United Nations Statistics Division and UNTERM.

Run: ``python tools/vocabulary/countries.py FOLDER``, where the folder holds ``UNSD-{ar,cn,en,es,fr,ru}.csv`` and
``country-codes.csv`` of datasets/country-codes. Node gives the sort ranks, because its collation knows all six languages.
"""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from country_names import ALIASES, CORRECTIONS, KOSOVO, NO_LONGER_LEAST_DEVELOPED, NOT_IN_M49, SEED
from layout import write_rows

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from gcmhub.vocabulary.words import fold

TABLES = {"ar": "ar", "zh": "cn", "en": "en", "fr": "fr", "ru": "ru", "es": "es"}
UNTERM = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}
REGIONS = {"002": "africa", "019": "americas", "142": "asia", "150": "europe", "009": "oceania", "": None}
ARTICLE = re.compile(r"\s*\((?:the|l['’]|le|la|les|el|los|las)\)")
LEADING_ARTICLE = re.compile(r"^(?:(?:the|le|la|les|el|los|las) |l['’])")
MARK = re.compile(r"\s*(?:\[[^]]*\]|\*+)")


def clean(name: str) -> str:
    """Return a name without article, mark of gender, asterisk and double spaces, with typographic apostrophes."""
    name = LEADING_ARTICLE.sub("", ARTICLE.sub("", MARK.sub("", name)).strip())
    return " ".join(name.replace("'", "’").split())


def read_table(path: Path, key: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table by the column ``key``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def distinct(names: list[str], known: list[str]) -> list[str]:
    """Return the names that are not the same as an earlier or a known one once case, accents and marks are gone."""
    seen = {fold(name) for name in known}
    kept = []
    for name in names:
        if name and fold(name) not in seen:
            seen.add(fold(name))
            kept.append(name)
    return kept


def country(code: str, tables: dict[str, dict[str, dict[str, str]]], unterm: dict[str, str]) -> dict[str, Any]:
    """Return the row of one country or area, without what depends on the other rows."""
    row = tables["en"][code]
    label = {key: clean(table[code]["Country or Area"]) for key, table in tables.items()} | CORRECTIONS.get(code, {})
    names = [clean(unterm[f"UNTERM {language} {form}"]) for language in UNTERM.values() for form in ("Short", "Formal")]
    if "(the)" in unterm["UNTERM English Short"]:
        names.append(f"The {label['en']}")
    aliases = names + [alias.strip() for alias in ALIASES.get(code, "").split(";")]
    return {
        "code": code,
        "label": label,
        "offered": False,
        "seed_label": None,
        "iso2": row["ISO-alpha2 Code"],
        "m49": row["M49 Code"],
        "region": REGIONS[row["Region Code"]],
        "ldc": bool(row["Least Developed Countries (LDC)"]) and code not in NO_LONGER_LEAST_DEVELOPED,
        "lldc": bool(row["Land Locked Developing Countries (LLDC)"]),
        "sids": bool(row["Small Island Developing States (SIDS)"]),
        "aliases": distinct(aliases, [*label.values(), code, row["ISO-alpha2 Code"]]),
    }


def mark_seed(rows: list[dict[str, Any]]) -> None:
    """Switch on what the founding page lists, with its own spelling; a line that meets no row is an error."""
    names: dict[str, dict[str, Any]] = {}
    for row in rows:
        for name in (*row["label"].values(), *row["aliases"]):
            if names.setdefault(fold(name), row) is not row:
                raise ValueError(f"{name} means {names[fold(name)]['code']} and {row['code']}")
    for line in SEED.replace("\n", " ").split(";"):
        row = names[fold(line)]
        row.update(offered=True, seed_label=line.strip())


def add_sort_ranks(rows: list[dict[str, Any]]) -> None:
    """Add the rank of every row in the alphabetical order of each language."""
    labels = json.dumps({row["code"]: row["label"] for row in rows})
    script = Path(__file__).with_name("sort-ranks.mjs")
    done = subprocess.run(["node", str(script)], input=labels, capture_output=True, text=True, check=True, encoding="utf-8")
    for row in rows:
        row["sort"] = json.loads(done.stdout)[row["code"]]


def main(folder: Path) -> None:
    """Write the file, in English alphabetical order."""
    tables = {key: read_table(folder / f"UNSD-{name}.csv", "ISO-alpha3 Code") for key, name in TABLES.items()}
    unterm = read_table(folder / "country-codes.csv", "ISO3166-1-Alpha-3")
    rows = [country(code, tables, unterm[code]) for code in tables["en"] if code not in NOT_IN_M49]
    rows.append(dict(KOSOVO))
    mark_seed(rows)
    add_sort_ranks(rows)
    write_rows("countries.json", sorted(rows, key=lambda row: row["sort"]["en"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
