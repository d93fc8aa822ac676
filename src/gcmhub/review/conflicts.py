"""Conflicts of interest between a person and a work, from values. Pure Python; editors pass the same check as reviewers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from gcmhub.vocabulary.words import fold

INSTITUTION_MONTHS = 12  # an institution that somebody left counts that long
CO_AUTHOR_YEARS = 4
KEPT = 20_000  # folded names and domains kept in memory: a roster is compared with one work after the other

# Providers whose domains say nothing of where somebody works. The first are known under many endings.
_PROVIDER_NAMES = frozenset("aol gmx googlemail gmail hotmail live msn outlook protonmail yahoo yandex ymail".split())
_PROVIDER_DOMAINS = frozenset(
    """
    126.com 139.com 163.com 21cn.com aliyun.com bk.ru bol.com.br btinternet.com comcast.net daum.net fastmail.com foxmail.com
    free.fr freenet.de hanmail.net hushmail.com icloud.com inbox.ru laposte.net libero.it list.ru mac.com mail.com mail.ru
    maktoob.com me.com naver.com orange.fr pm.me proton.me qq.com rambler.ru rediffmail.com sfr.fr sina.cn sina.com sohu.com
    t-online.de terra.com tom.com tuta.com tutanota.com uol.com.br verizon.net wanadoo.fr web.de ya.ru yeah.net zoho.com
    """.split()
)
# Second labels under a country's ending that belong to no single body: homeoffice.gov.uk is one, gov.uk is not.
_SHARED_LABELS = frozenset("ac co com edu go gob gob gouv gov govt gub mil ne net or org".split())


class Ground(StrEnum):
    """Why somebody should not judge a work."""

    SAME_PERSON = "same-person"
    EMAIL_DOMAIN = "email-domain"
    INSTITUTION = "institution"
    PARENT_INSTITUTION = "parent-institution"
    NAMED = "named"  # as author, partner or funder
    DECLARED_RELATION = "declared-relation"
    CO_AUTHOR = "co-author"
    GOVERNMENT_OFFICIAL = "government-official"
    WORKING_GROUP = "working-group"
    UNWANTED = "unwanted"  # by the submitter


SOFT = frozenset({Ground.UNWANTED})  # an editor may override these with a reason


@dataclass(frozen=True)
class Affiliation:
    """Somebody's place at an institution.

    ``parents`` are the organisations it is a part of, not roofs such as the UN system or a State; ``names`` its names and
    acronyms in any language; ``until`` the last day, None while it lasts.
    """

    institution: str
    names: tuple[str, ...] = ()
    parents: frozenset[str] = frozenset()
    until: date | None = None


@dataclass(frozen=True)
class Ties:
    """What connects a person with others.

    ``domains`` are those of all verified addresses; ``official_of`` the countries whose governments the person serves;
    ``relations`` ids of people and institutions or names, as declared; ``co_authors`` the year of the last joint
    publication by name.
    """

    person: str
    names: tuple[str, ...] = ()
    domains: frozenset[str] = frozenset()
    affiliations: tuple[Affiliation, ...] = ()
    official_of: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    co_authors: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Interests:
    """Whose work it is and who has a stake in it.

    ``institutions`` are those that submit, ``parents`` what they are a part of; ``authors``, ``partners`` (funders too) and
    ``unwanted`` hold names or ids; ``government`` is the country whose government submits; ``working_group`` the members
    of the group whose output it is.
    """

    submitters: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    institutions: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    authors: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    government: str = ""
    working_group: frozenset[str] = frozenset()


@dataclass(frozen=True, order=True)
class Conflict:
    """One ground and what it is about: a name, an id, a domain or a country, as the work states it."""

    ground: Ground
    about: str

    @property
    def is_soft(self) -> bool:
        """Whether an editor may override it with a reason."""
        return self.ground in SOFT


def find_conflicts(ties: Ties, interests: Interests, *, on: date) -> tuple[Conflict, ...]:
    """Return every conflict of a person with a work on a day, in the order of ``Ground``, each once."""
    return tuple(dict.fromkeys(_conflicts(ties, interests, on)))


def _conflicts(ties: Ties, interests: Interests, on: date) -> Iterator[Conflict]:
    affiliations = [each for each in ties.affiliations if still_counts(each, on)]
    institutions = {each.institution for each in affiliations}
    parents = {parent for each in affiliations for parent in each.parents} - institutions
    own_names = {name_key(name) for name in ties.names} - {""}
    institution_names = {name_key(name) for each in affiliations for name in each.names} - {""}
    everything = {ties.person} | institutions | parents

    def called(names: Iterable[str]) -> list[str]:
        keys = own_names | institution_names
        return [name for name in names if name in everything or name_key(name) in keys]

    if ties.person in interests.submitters:
        yield Conflict(Ground.SAME_PERSON, ties.person)
    theirs = {body for domain in interests.domains if (body := body_of(domain))}
    for body in sorted({body_of(domain) for domain in ties.domains} & theirs):
        yield Conflict(Ground.EMAIL_DOMAIN, body)
    for institution in sorted(institutions & interests.institutions):
        yield Conflict(Ground.INSTITUTION, institution)
    family = (institutions | parents) & (interests.institutions | interests.parents)
    for institution in sorted(family - (institutions & interests.institutions)):
        yield Conflict(Ground.PARENT_INSTITUTION, institution)
    for name in called((*interests.authors, *interests.partners)):
        yield Conflict(Ground.NAMED, name)
    yield from _relations(ties, interests)
    for name in interests.authors:
        years = [year for other, year in ties.co_authors.items() if name_key(other) == name_key(name)]
        if years and on.year - max(years) <= CO_AUTHOR_YEARS:
            yield Conflict(Ground.CO_AUTHOR, name)
    if interests.government and interests.government in ties.official_of:
        yield Conflict(Ground.GOVERNMENT_OFFICIAL, interests.government)
    if ties.person in interests.working_group:
        yield Conflict(Ground.WORKING_GROUP, ties.person)
    for name in called(interests.unwanted):
        yield Conflict(Ground.UNWANTED, name)


def _relations(ties: Ties, interests: Interests) -> Iterator[Conflict]:
    keys = {name_key(relation) for relation in ties.relations} - {""}
    for each in (*sorted(interests.submitters | interests.institutions), *interests.authors, *interests.partners):
        if each in ties.relations or name_key(each) in keys:
            yield Conflict(Ground.DECLARED_RELATION, each)


def still_counts(affiliation: Affiliation, on: date) -> bool:
    """Return whether somebody is at an institution, or left it at most ``INSTITUTION_MONTHS`` ago."""
    if affiliation.until is None:
        return True
    year, month = divmod(on.year * 12 + on.month - 1 - INSTITUTION_MONTHS, 12)
    return (affiliation.until.year, affiliation.until.month, affiliation.until.day) >= (year, month + 1, on.day)


@lru_cache(maxsize=KEPT)
def body_of(domain: str) -> str:
    """Return the domain that a body registered (``iom.int`` for ``geneva.iom.int``); "" for public mail and for no domain."""
    labels = domain.strip().strip(".").casefold().split(".")
    if len(labels) < 2 or not all(labels):
        return ""
    count = 3 if len(labels[-1]) == 2 and labels[-2] in _SHARED_LABELS else 2
    if len(labels) < count:
        return ""
    body = ".".join(labels[-count:])
    return "" if labels[-count] in _PROVIDER_NAMES or body in _PROVIDER_DOMAINS else body


@lru_cache(maxsize=KEPT)
def name_key(name: str) -> str:
    """Return a name folded, its words in one order: "García Márquez, Gabriel" and "Gabriel Garcia Marquez" are the same.

    Chinese names are compared without their spaces, in the order in which they are written.
    """
    words = fold(name).split()
    if words and all("\u3400" <= char <= "\u9fff" for word in words for char in word):
        return "".join(words)
    return " ".join(sorted(words))
