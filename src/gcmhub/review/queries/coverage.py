"""What the roster covers and where it has gaps, in numbers of active members; nobody is named, and nobody told apart."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gcmhub.accounts.choices import LanguageLevel, Purpose
from gcmhub.accounts.models import Consent, Expertise, LanguageSkill, Profile
from gcmhub.review.choices import RosterState
from gcmhub.review.models import RosterMember
from gcmhub.vocabulary.choices import LANGUAGES, Scheme
from gcmhub.vocabulary.queries import region_of, terms

FLOOR = 5  # smaller groups are not counted out, so that nobody is told apart
REVIEWS_IN = (LanguageLevel.REVIEW, LanguageLevel.WRITE)
Cell = tuple[str, str, str]  # objective, language, region


@dataclass(frozen=True)
class Coverage:
    """How many active members cover each cell; those that nobody covers are gaps."""

    objectives: tuple[str, ...]
    languages: tuple[str, ...]
    regions: tuple[str, ...]
    cells: Mapping[Cell, int]
    total: int

    def count(self, objective: str, language: str = "", region: str = "") -> int:
        """Return how many cover an objective in a language and a region at most; the largest cell where one is left open."""
        languages, regions = (language,) if language else self.languages, (region,) if region else self.regions
        return max((self.cells.get((objective, one, two), 0) for one in languages for two in regions), default=0)

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """The cells that nobody covers."""
        every = ((one, two, three) for one in self.objectives for two in self.languages for three in self.regions)
        return tuple(cell for cell in every if not self.cells.get(cell))


def coverage() -> Coverage:
    """Count the active members in each cell of objective, language they review in, and region they know. Five queries."""
    users = list(RosterMember.objects.filter(state=RosterState.ACTIVE).values_list("user", flat=True))
    knows: dict[int, set[str]] = {user: set() for user in users}
    speaks: dict[int, set[str]] = {user: set() for user in users}
    for user, objective in Expertise.objects.filter(user__in=users).values_list("user", "objective"):
        knows[user].add(objective)
    spoken = LanguageSkill.objects.filter(user__in=users, level__in=REVIEWS_IN)
    for user, language in spoken.values_list("user", "language"):
        speaks[user].add(language)
    places = regions_of(users)
    cells = Counter(
        (objective, language, region)
        for user in users
        for objective in knows[user]
        for language in speaks[user]
        for region in places[user]
    )
    return Coverage(
        objectives=tuple(row.code for row in terms(Scheme.OBJECTIVE) if row.code != "0"),
        languages=LANGUAGES,
        regions=tuple(row.code for row in terms(Scheme.REGION)),
        cells=cells,
        total=len(users),
    )


def regions_of(users: list[int]) -> dict[int, set[str]]:
    """Return the regions that people know, named or by a country."""
    found: dict[int, set[str]] = {user: set() for user in users}
    for user, regions, countries in Profile.objects.filter(user__in=users).values_list("user", "regions", "countries"):
        found[user] = {*regions, *(region for code in countries if (region := region_of(code)))}
    return found


@dataclass(frozen=True)
class Balance:
    """Shares of the active roster. A number is None where it, or what is left beside it, would be of fewer than five."""

    total: int | None
    origin: Mapping[str, int | None]
    gender: Mapping[str, int | None]
    regions: Mapping[str, int | None]
    languages: Mapping[str, int | None]


def balance() -> Balance:
    """Return how the active roster is made up; gender only of those who agreed to it, as long as they do."""
    members = list(RosterMember.objects.filter(state=RosterState.ACTIVE).values_list("user", "is_un"))
    users, total = [user for user, _ in members], len(members)
    agreed = Consent.objects.filter(user__in=users, purpose=Purpose.GENDER, withdrawn_at=None).values("user")
    genders = Counter(Profile.objects.filter(user__in=agreed).exclude(gender="").values_list("gender", flat=True))
    genders["unknown"] = total - genders.total()
    origin = Counter("un" if is_un else "external" for _, is_un in members)
    places = Counter(region for found in regions_of(users).values() for region in found)
    spoken = LanguageSkill.objects.filter(user__in=users, level__in=REVIEWS_IN, language__in=LANGUAGES)
    tongues = Counter(spoken.values_list("language", flat=True))
    return Balance(
        total=total if total >= FLOOR else None,
        origin=parts(origin, total),
        gender=parts(genders, total),
        regions={row.code: floored(places[row.code], total) for row in terms(Scheme.REGION)},
        languages={code: floored(tongues[code], total) for code in LANGUAGES},
    )


def floored(count: int, total: int) -> int | None:
    """Return a number, unless it or what is left of the total is of somebody, but of fewer than five."""
    return None if 0 < count < FLOOR or 0 < total - count < FLOOR or total < FLOOR else count


def parts(counts: Mapping[str, int], total: int) -> dict[str, int | None]:
    """Return the parts of a whole; none of them where one is too small, for the others would give it away."""
    told = total >= FLOOR and all(count == 0 or count >= FLOOR for count in counts.values())
    return {name: count if told else None for name, count in counts.items()}
