"""How well the first places answer: MRR@10 by language, every language in one index, through the hub's own query.

The folder holds corpus.<lang>.jsonl (id, lang, text) and queries.<lang>.jsonl (lang, text, gold): ``gold`` names the one
document, by its id or by its id without "<lang>:". A document becomes a resource whose title is its id and whose body is
its text, so that nothing but the text can answer.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from _hub import enter, manage, prepare

DEEP = 100  # places that are looked through
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
LOOSE_ARABIC = str.maketrans("أإآةى", "اااهي")
BANDS = ((1, "1"), (2, "2"), (3, "3"), (10, "4-10"), (DEEP, f"11-{DEEP}"))


def loosely(text: str) -> str:
    """Return a text as a hasty writer types it: no accents on Latin letters, е for ё, loose Arabic letters, no marks."""
    kept = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        latin = "LATIN" in unicodedata.name(parts[0], "")
        kept.append(parts[0] if latin else "" if "\u064b" <= char <= "\u0652" else char)
    return "".join(kept).replace("ё", "е").replace("Ё", "Е").translate(LOOSE_ARABIC)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def fill(folder: Path, data: Path, languages: list[str]) -> int:
    """Import every corpus and index it; returns how many documents."""
    prepare(data)
    records = data / "records.jsonl"
    count = 0
    with records.open("w", encoding="utf-8") as out:
        for language in languages:
            for row in read(folder / f"corpus.{language}.jsonl"):
                tag = row.get("lang", language)
                record = {"id": row["id"], "kind": "document", "objectives": ["0"], "languages": [tag]}
                record |= {"title": {tag: row["id"]}, "body": {tag: row["text"]}}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
                count += 1
    commands = (("import_resources", str(records), "--publish", "--source=relevance"), ("run_indexer", "--once"))
    for command in commands:
        done = manage(data, *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _ = done.communicate()
        if done.returncode:
            sys.exit(f"{command[0]} failed:\n{output[-2000:]}")
    return count


def place(text: str, language: str, gold: set[str]) -> int | None:
    """Return at which place from 1 the wanted document stands, None beyond the first hundred."""
    from gcmhub.library.queries import Selection, search_resources

    found = search_resources(Selection(text=text, language=language, page_size=DEEP))
    return next((at for at, card in enumerate(found.items, start=1) if card.external_id in gold), None)


def report(places: dict[str, list[int | None]]) -> None:
    """Print MRR@10 by language and where the documents stood."""
    print(f"  {'':6} {'MRR@10':>7} {'queries':>8}   " + " ".join(f"{name:>7}" for _, name in BANDS) + "  beyond")
    for language, found in places.items():
        mrr = sum(1 / at for at in found if at and at <= 10) / len(found)
        bands = Counter(next((name for most, name in BANDS if at and at <= most), "beyond") for at in found)
        row = " ".join(f"{bands[name]:7}" for _, name in BANDS)
        print(f"  {language:6} {mrr:7.3f} {len(found):8}   {row} {bands['beyond']:7}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every query whose document is not first")
    arguments = parser.parse_args()
    languages = [language for language in LANGUAGES if (arguments.folder / f"corpus.{language}.jsonl").exists()]
    languages += sorted(
        path.name.split(".")[1] for path in arguments.folder.glob("corpus.*.jsonl") if path.name.split(".")[1] not in languages
    )
    if not languages:
        sys.exit(f"there is no corpus.<lang>.jsonl in {arguments.folder}")
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        data = Path(name) / "hub"
        print(f"{fill(arguments.folder, data, languages):,} documents in {len(languages)} languages, one index")
        enter(data)
        typed, loose = defaultdict(list), defaultdict(list)
        for language in languages:
            for query in read(arguments.folder / f"queries.{language}.jsonl"):
                tag = query.get("lang", language)
                golds = query["gold"] if isinstance(query["gold"], list) else [query["gold"]]
                gold = {each for one in golds for each in (one, f"{tag}:{one}")}
                at = place(query["text"], tag, gold)
                typed[language].append(at)
                loose[language].append(place(loosely(query["text"]), tag, gold))
                if arguments.misses and at != 1:
                    print(f"  {tag} place {at}: {query['text']}")
        print("\nas typed")
        report(typed)
        print("\nwithout accents, Arabic spelled loosely")
        report(loose)


if __name__ == "__main__":
    main()
