"""Which panels are proposed, and what is said when there is none."""

from dataclasses import replace
from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from gcmhub.review.affinity import AffinityWeights, Expertise, Profiles, Subject
from gcmhub.review.conflicts import Affiliation, Conflict, Ground, Interests, Ties
from gcmhub.review.panels import POOL, conflicts_that_bar, propose
from gcmhub.review.proposals import Composition, Lack, PanelWeights, Reviewer, Slot, Work

TODAY = date(2026, 11, 25)
ONLY_QUALITY = AffinityWeights(terms=0, text=0, level=0, quality=1)
PLAIN = PanelWeights(affinity=ONLY_QUALITY)
NO_BALANCE = replace(PLAIN, genders=0, regions=0, concerned=0, sectors=0)


def person(key, quality=0.5, *, un=False, at=None, gender="f", region="africa", reads=("en",), **more):
    """Return a reviewer at an institution of their own, whose affinity with every work is ``quality``."""
    ties = more.pop("ties", None) or Ties(key, affiliations=(Affiliation(at or f"institution of {key}"),))
    more = {"sector": "academia", "expertise": Expertise(quality=quality), **more}
    return Reviewer(key, un, dict.fromkeys(reads, 3), ties=ties, gender=gender, region=region, **more)


def roster(*people):
    """Return one UN reviewer and three others beside those given."""
    others = [person("u", un=True), person("x", 0.4, gender="m", region="asia"), person("y", 0.3), person("z", 0.2)]
    return [*people, *others]


WORK = Work("w", ("en",))


def first(*arguments, work=WORK, composition=None, weights=PLAIN, **more):
    proposal = propose(work, *arguments, composition, weights, on=TODAY, **more)
    return proposal.panels[0].reviewers if proposal.panels else (), [str(gap) for gap in proposal.gaps]


def test_one_un_and_two_external_reviewers_are_proposed():
    proposal = propose(WORK, roster(), weights=PLAIN, on=TODAY)
    assert [(seat.slot, seat.reviewer) for seat in proposal.panels[0].seats] == [
        (Slot.UN, "u"), (Slot.EXTERNAL, "x"), (Slot.EXTERNAL, "y"),
    ]  # fmt: skip
    assert [panel.reviewers for panel in proposal.panels] == [("u", "x", "y"), ("u", "x", "z"), ("u", "y", "z")]
    assert [(each.instead_of, [seat.reviewer for seat in each.seats]) for each in proposal.alternates] == [
        ("u", []), ("x", ["z"]), ("y", ["z"]),
    ]  # fmt: skip
    assert proposal.gaps == ()


def test_the_order_of_the_roster_changes_nothing():
    people = roster(person("a", 0.3), person("b", 0.3), person("c", 0.3, un=True))
    assert propose(WORK, people, weights=PLAIN, on=TODAY) == propose(WORK, people[::-1], weights=PLAIN, on=TODAY)


def test_equal_reviewers_are_taken_by_id():
    people = [person("u", un=True), *(person(key) for key in "dbca")]
    assert first(people) == (("u", "a", "b"), [])


def test_whoever_cannot_is_not_proposed():
    kept_out = [
        person("conflict", 1, ties=Ties("conflict", domains=frozenset({"iom.int"}))),
        person("unwanted", 1, ties=Ties("unwanted", names=("Ana Ruiz",))),
        person("french", 1, reads=("fr",)),
        replace(person("beginner", 1), languages={"en": 1}),
        person("on leave", 1, on_leave=True),
        person("declined", 1, has_declined=True),
        person("full", 1, cap=2, open_load=2),
    ]
    work = replace(WORK, interests=Interests(domains=frozenset({"iom.int"}), unwanted=("Ruiz, Ana",)))
    proposal = propose(work, roster(*kept_out), weights=PLAIN, on=TODAY)
    assert proposal.panels[0].reviewers == ("u", "x", "y")
    assert {seat.reviewer for each in proposal.alternates for seat in each.seats} == {"z"}
    assert proposal.set_aside == (
        ("conflict", (Conflict(Ground.EMAIL_DOMAIN, "iom.int"),)), ("unwanted", (Conflict(Ground.UNWANTED, "Ruiz, Ana"),)),
    )  # fmt: skip


def test_an_editor_overrides_a_submitters_wish_and_nothing_else():
    ties = Ties("a", names=("Ana Ruiz",), domains=frozenset({"iom.int"}))
    wish = replace(WORK, interests=Interests(unwanted=("Ana Ruiz",)), overridden=frozenset({"a"}))
    assert first(roster(person("a", 1, ties=ties)), work=wish)[0] == ("u", "a", "x")
    bar = replace(wish, interests=replace(wish.interests, domains=frozenset({"iom.int"})))
    assert first(roster(person("a", 1, ties=ties)), work=bar)[0] == ("u", "x", "y")


def test_anybody_reads_a_work_in_one_of_its_languages():
    assert first(roster(person("f", 1, reads=("fr",))), work=Work("w", ("en", "fr")))[0] == ("u", "f", "x")


def test_one_institution_sends_one_reviewer():
    people = roster(person("a", 1, at="oxford"), person("b", 0.9, at="oxford"))
    assert first(people, weights=NO_BALANCE)[0] == ("u", "a", "x")
    parts = [Ties(key, affiliations=(Affiliation(f"part {key}", parents=frozenset({"oxford"})),)) for key in "ab"]
    people = roster(*(person(key, 1, ties=ties) for key, ties in zip("ab", parts, strict=True)))
    assert first(people, weights=NO_BALANCE)[0] == ("u", "a", "x")


def test_the_best_of_one_institution_do_not_hide_those_of_others():
    many = [person(f"o{n:03}", 1, at="oxford") for n in range(3 * POOL)] + [
        person(f"n{n:03}", 0.9, is_first_time=True) for n in range(3 * POOL)
    ]
    assert first([person("u", un=True), *many[: 3 * POOL], person("a", 0.1)]) == (("u", "o000", "a"), [])
    assert first([person("u", un=True), *many[3 * POOL :], person("a", 0.1)]) == (("u", "n000", "a"), [])


def test_one_newcomer_sits_on_a_panel():
    people = roster(person("a", 1, is_first_time=True), person("b", 0.9, is_first_time=True))
    assert first(people, weights=NO_BALANCE)[0] == ("u", "a", "x")


def test_open_reviews_cost_a_candidate():
    people = roster(person("a", 0.44, cap=9, open_load=2), person("b", 0.44, cap=9, open_load=0))
    assert first(people, weights=NO_BALANCE)[0] == ("u", "b", "x")
    assert first(people, weights=replace(NO_BALANCE, load=0))[0] == ("u", "a", "b")


def test_a_panel_with_both_genders_and_two_regions_is_preferred():
    people = [person("u", un=True), person("a", 0.6), person("b", 0.6), person("m", 0.4, gender="m", region="asia")]
    proposal = propose(WORK, people, weights=PLAIN, on=TODAY)
    assert [(panel.reviewers, panel.balance_met) for panel in proposal.panels] == [
        (("u", "a", "m"), True), (("u", "b", "m"), True), (("u", "a", "b"), False),
    ]  # fmt: skip
    assert first(people, weights=NO_BALANCE)[0] == ("u", "a", "b")


def test_who_does_not_say_gender_or_region_is_not_left_out():
    people = [person("u", un=True), person("a", 0.9, gender="", region=""), person("b", 0.8, gender="", region="")]
    proposal = propose(WORK, [*people, person("c", 0.1), person("m", 0.2, gender="m", region="asia")], weights=PLAIN, on=TODAY)
    assert proposal.panels[0].reviewers == ("u", "a", "b")
    assert proposal.panels[0].balance_met is None


def test_the_only_man_is_considered_below_the_best_forty():
    people = [
        person("u", un=True),
        *(person(f"{n:03}", 0.6) for n in range(3 * POOL)),
        person("m", 0.3, gender="m", region="asia"),
    ]
    assert first(people)[0] == ("u", "000", "m")


def test_a_region_that_the_work_is_about_is_preferred_else_those_of_the_track():
    people = [
        person("u", un=True, region="europe"),
        *(person(key, region="europe") for key in "ab"),
        person("o", 0.48, region="oceania"),
    ]
    weights = replace(NO_BALANCE, concerned=0.05)
    assert first(people, weights=weights)[0] == ("u", "a", "b")
    assert first(people, weights=weights, work=replace(WORK, subject=Subject(regions=frozenset({"oceania"}))))[0] == (
        "u",
        "a",
        "o",
    )
    assert first(people, weights=weights, composition=Composition(regions=frozenset({"oceania"})))[0] == ("u", "a", "o")


def test_academia_and_practice_are_mixed():
    people = [person("u", un=True), person("a"), person("b"), person("p", 0.48, sector="ngo")]
    proposal = propose(WORK, people, weights=replace(NO_BALANCE, sectors=0.05), on=TODAY)
    assert (proposal.panels[0].reviewers, proposal.panels[0].sectors_mixed) == (("u", "a", "p"), True)


def test_the_submitters_country_is_discouraged_and_not_barred():
    people = roster(person("k", 0.44, country="KEN"))
    assert first(people, weights=NO_BALANCE)[0] == ("u", "k", "x")
    assert first(people, weights=NO_BALANCE, work=replace(WORK, country="KEN"))[0] == ("u", "x", "k")


def test_nothing_says_gender_or_region_of_a_person():
    proposal = propose(WORK, roster(), weights=PLAIN, on=TODAY)
    said = [seat.__dict__.keys() for panel in proposal.panels for seat in panel.seats]
    assert {name for names in said for name in names} == {"slot", "reviewer", "affinity", "open_load", "load_cost", "is_kept"}
    single = propose(WORK, roster(), Composition(un=0, external=0, either=1), PLAIN, on=TODAY, sitting=("y", "z"))
    assert {(panel.balance_met, panel.sectors_mixed) for panel in single.panels} == {(None, None)}


def test_an_editor_alone_is_a_panel():
    people = roster(person("e", 0.3, is_editor=True), person("f", 0.9, is_editor=True, open_load=9))
    assert first(people, composition=Composition(un=0, external=0, editors=1)) == (("e",), [])


def test_a_tie_break_adds_to_those_who_sit():
    people = roster(person("same", 1, at="institution of x"), person("a", 0.1, gender="m"))
    one_more = Composition(un=0, external=0, either=1)
    assert first(people, composition=one_more, sitting=("u", "x", "y")) == (("z",), [])


def test_a_newcomer_who_sits_leaves_no_place_for_another():
    people = [person("u", un=True, is_first_time=True), person("n", is_first_time=True)]
    found = first(people, composition=Composition(un=0, external=1), sitting=("u",))
    assert found == ((), ["needs an external reviewer reading en with experience in reviewing"])


def test_those_of_the_round_before_keep_their_places():
    people = roster(person("a", 1), person("b", 1, cap=1, open_load=1))
    proposal = propose(WORK, people, weights=NO_BALANCE, on=TODAY, kept=("b", "u"))
    assert [(seat.reviewer, seat.is_kept) for seat in proposal.panels[0].seats] == [("b", True), ("u", True), ("a", False)]
    assert [each.instead_of for each in proposal.alternates] == ["a"]


def test_who_cannot_stay_is_named_and_replaced():
    people = roster(person("a", 1, on_leave=True), person("b", 1), person("c", 1), person("d", 1))
    proposal = propose(WORK, people, weights=PLAIN, on=TODAY, kept=("a", "b", "c", "d", "gone"))
    assert proposal.not_kept == ("a", "d", "gone")
    assert proposal.panels[0].reviewers == ("b", "c", "u")


def test_all_places_kept_make_one_panel():
    proposal = propose(WORK, roster(), weights=PLAIN, on=TODAY, kept=("u", "y", "z"))
    assert [panel.reviewers for panel in proposal.panels] == [("u", "y", "z")]
    assert (proposal.alternates, proposal.gaps) == ((), ())


def test_a_gap_is_named():
    chinese, work = ("en", "zh"), Work("w", ("zh",), interests=Interests(domains=frozenset({"iom.int"})))
    readers = [person("a", reads=chinese), person("b", reads=chinese)]
    iom = Ties("c", domains=frozenset({"iom.int"}))
    assert first(roster(*readers), work=work) == (("a", "b"), ["needs a UN reviewer reading zh"])
    barred = person("c", un=True, reads=chinese, ties=iom)
    assert first(roster(*readers, barred), work=work)[1] == ["needs a UN reviewer reading zh without a conflict of interest"]
    busy = person("c", un=True, reads=chinese, cap=0)
    assert first(roster(*readers, busy), work=work)[1] == ["needs a UN reviewer reading zh with time for it"]
    sister = person("c", un=True, reads=chinese, at="institution of a")
    near = [person("a", reads=chinese), person("b", reads=chinese, at="institution of a")]
    assert first([sister, *near], work=work) == (("c",), ["needs 2 external reviewers reading zh from another institution"])
    assert first(readers, work=work)[1] == ["needs a UN reviewer reading zh"]
    assert first([], work=work)[1] == ["needs a UN reviewer reading zh", "needs 2 external reviewers reading zh"]
    assert first([], work=Work("w"), composition=Composition(un=0, external=0, editors=1))[1] == ["needs an editor"]


def test_a_large_composition_is_answered_in_time():
    people = [person(f"{n:03}", n / 300, un=not n % 3, gender="fm"[n % 2], region=str(n % 5)) for n in range(300)]
    proposal = propose(WORK, people, Composition(un=2, external=5, either=1), PLAIN, on=TODAY)
    assert len(set(proposal.panels[0].reviewers)) == 8
    assert proposal.gaps == ()


# ---------------------------------------------------------------- whatever the roster

LANGUAGES = ("en", "fr", "zh")


@st.composite
def reviewers(draw, most=12):
    people = []
    for number in range(draw(st.integers(0, most))):
        key = f"r{number:02}"
        home = draw(st.sampled_from("ABCDEFGH"))
        ties = Ties(key, affiliations=(Affiliation(home, parents=frozenset(draw(st.sampled_from([(), ("P",)])))),))
        people.append(
            Reviewer(
                key,
                draw(st.booleans()),
                draw(st.dictionaries(st.sampled_from(LANGUAGES), st.integers(1, 3))),
                Expertise(
                    draw(st.dictionaries(st.sampled_from("123"), st.integers(1, 3))),
                    quality=draw(st.sampled_from([None, 0.2, 0.9])),
                ),
                ties,
                gender=draw(st.sampled_from(["", "f", "m"])),
                region=draw(st.sampled_from(["", "africa", "asia"])),
                sector=draw(st.sampled_from(["", "academia", "ngo"])),
                cap=draw(st.integers(0, 3)),
                open_load=draw(st.integers(0, 3)),
                is_first_time=draw(st.booleans()),
                is_editor=draw(st.booleans()),
                on_leave=draw(st.sampled_from([False, False, True])),
                has_declined=draw(st.sampled_from([False, False, True])),
            )
        )
    return people


works = st.builds(
    Work,
    st.just("w"),
    st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True).map(tuple),
    st.builds(Subject, st.frozensets(st.sampled_from("123"))),
    st.builds(
        Interests,
        institutions=st.frozensets(st.sampled_from("ABC"), max_size=2),
        parents=st.sampled_from([frozenset(), frozenset("P")]),
    ),
)
compositions = st.builds(Composition, st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.integers(0, 1))


def may_sit_together(people):
    bodies = [body for each in people for body in each.institutions]
    return len(bodies) == len(set(bodies)) and sum(each.is_first_time for each in people) <= 1


def able(people, work):
    return [each for each in people if each.is_free and each.reads(work) and not conflicts_that_bar(each, work, TODAY)]


def fillings(people, slots):
    """Yield every set of people that fills so many places of each kind, by brute force."""
    if not slots:
        yield ()
        return
    slot, count = slots[0]
    for chosen in combinations([each for each in people if each.fits(slot)], count):
        for others in fillings([each for each in people if each not in chosen], slots[1:]):
            yield (*chosen, *others)


@settings(max_examples=100, deadline=None)
@given(reviewers(), works, compositions)
def test_nobody_sits_who_may_not_and_every_empty_place_has_a_name(people, work, composition):
    proposal = propose(work, people, composition, on=TODAY)
    known = {each.id: each for each in people}
    allowed = {each.id for each in able(people, work)}
    wanted = sum(composition.slots.values())
    missing = sum(gap.missing for gap in proposal.gaps)
    for panel in proposal.panels:
        seated = [known[key] for key in panel.reviewers]
        assert len(set(panel.reviewers)) == len(panel.reviewers) == wanted - missing
        assert set(panel.reviewers) <= allowed
        assert may_sit_together(seated)
        assert all(known[seat.reviewer].fits(seat.slot) for seat in panel.seats)
        assert all(each.open_load < each.cap for each in seated)
    for each in proposal.alternates:
        rest = [known[key] for key in proposal.panels[0].reviewers if key != each.instead_of]
        for seat in each.seats:
            assert seat.reviewer in allowed - set(proposal.panels[0].reviewers)
            assert may_sit_together([*rest, known[seat.reviewer]])
    assert bool(proposal.panels) == (missing < wanted)
    assert all(gap.missing > 0 and gap.lack in Lack for gap in proposal.gaps)


@settings(max_examples=100, deadline=None)
@given(reviewers(most=8), works, compositions)
def test_the_best_panel_is_as_good_as_the_best_by_brute_force(people, work, composition):
    proposal = propose(
        work, people, composition, replace(PanelWeights(), genders=0, regions=0, sectors=0, concerned=0), on=TODAY
    )
    affinities = Profiles({each.id: each.expertise for each in people}).affinities(work.subject)
    whole = [each for each in fillings(able(people, work), list(composition.slots.items())) if may_sit_together(each)]
    worth = [sum(affinities[each.id].total - 0.05 * each.open_load for each in panel) for panel in whole]
    if whole and composition.slots:
        assert proposal.gaps == ()
        assert round(proposal.panels[0].value, 9) == round(max(worth), 9)
        assert len(proposal.panels) == min(3, len({frozenset(each.id for each in panel) for panel in whole}))
    else:
        assert bool(proposal.gaps) == bool(composition.slots)
