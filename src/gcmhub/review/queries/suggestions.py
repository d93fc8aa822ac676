"""What the files and words of a draft suggest for its fields. Shown beside them; only a person puts it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gcmhub.core.clock import now
from gcmhub.review.models import Submission
from gcmhub.review.rules import suggestions as rules
from gcmhub.vocabulary.choices import Scheme
from gcmhub.vocabulary.queries import concepts_named, countries_named, terms

TEXT_READ = 12_000  # characters of a text: its beginning says what it is about
FILES_READ = 3
EVERYWHERE = "0"  # the code of what is about all objectives
DONE = "done"


@dataclass(frozen=True)
class Suggested:
    """Values by field that a draft does not have yet; a title comes with its language. ``waits``: a file is still read."""

    values: Mapping[str, tuple[str, ...]]
    title: tuple[str, str] = ("", "")
    waits: bool = False


def suggested_for(submission: Submission) -> Suggested:
    """Return what the text of a draft's files, and the title and abstract that were typed, suggest."""
    record = submission.record
    files = list(submission.files.filter(removed_at=None).only("text", "extraction"))
    read = [file.text[:TEXT_READ] for file in files if file.extraction == DONE and file.text.strip()][:FILES_READ]
    titles = "\n".join(str(text) for text in (record.get("title") or {}).values())
    abstracts = "\n".join(str(text) for text in (record.get("abstract") or {}).values())
    typed = f"{titles}\n{abstracts}"[:TEXT_READ]
    there = {name: frozenset(record.get(name) or ()) for name in ("languages", "objectives", "countries")}
    found = {
        "languages": tuple(dict.fromkeys(tag for text in read for tag in rules.languages_of(text)))
        or rules.languages_of(typed),
        "objectives": _objectives(titles[:TEXT_READ], "\n".join([abstracts[:TEXT_READ], *read])),
        "countries": _countries(titles[:TEXT_READ], "\n".join([abstracts[:TEXT_READ], *read])),
    }
    values = {name: tuple(code for code in codes if code not in there[name]) for name, codes in found.items()}
    years = {year for text in read if (year := rules.year_of(text, now().year))}
    values["published"] = tuple(years) if len(years) == 1 and not record.get("published") else ()
    waits = any(file.extraction == "waiting" for file in files)
    return Suggested(values, _title(read, record.get("title") or {}), waits)


def _title(read: list[str], there: Mapping[str, str]) -> tuple[str, str]:
    """Return language and text of the first title that a file suggests in a language that has none."""
    for text in read:
        tag = next(iter(rules.languages_of(text)), "")
        title = rules.title_of(text)
        if tag and title and not there.get(tag):
            return tag, title
    return "", ""


@lru_cache(maxsize=64)
def _objectives(title: str, text: str) -> tuple[str, ...]:
    named, said = concepts_named(title), concepts_named(text)
    objectives = {concept.code: concept.objectives for concept in (*named, *said)}
    offered = {row.code for row in terms(Scheme.OBJECTIVE)} - {EVERYWHERE}
    in_title, in_text = ({concept.code: times for concept, times in each.items()} for each in (named, said))
    return rules.objectives_of(in_title, in_text, objectives, offered)


@lru_cache(maxsize=64)
def _countries(title: str, text: str) -> tuple[str, ...]:
    return rules.countries_of(countries_named(title), countries_named(text))
