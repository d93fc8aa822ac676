"""How well reviewers fit a work."""

from gcmhub.review.affinity import AffinityWeights, Expertise, Profiles, Subject

ONLY_TEXT = AffinityWeights(terms=0, text=1, level=0, quality=0)
DETENTION = "Alternatives to immigration detention of children and their families"
REMITTANCES = "Cheaper transfers of remittances through mobile money and competition"


def totals(roster, subject, weights=None):
    return {key: round(affinity.total, 6) for key, affinity in Profiles(roster).affinities(subject, weights).items()}


def test_a_rare_objective_counts_more_than_a_common_one():
    roster = {name: Expertise({"5": 2}) for name in "abcdefgh"} | {"z": Expertise({"13": 2})}
    found = Profiles(roster).affinities(Subject(frozenset({"5", "13"})))
    assert found["z"].terms > found["a"].terms
    assert found["z"].terms + found["a"].terms == 1
    assert found["z"].level > found["a"].level


def test_all_terms_shared_at_the_highest_level_make_a_whole_affinity():
    one = Expertise(
        {"13": 3}, frozenset({"human-rights"}), frozenset({"KEN"}), frozenset({"africa"}), frozenset({"report"}), quality=1.0
    )
    subject = Subject(frozenset({"13"}), frozenset({"human-rights"}), frozenset({"KEN"}), frozenset({"africa"}), "report")
    found = Profiles({"a": one, "b": Expertise(quality=0.0)}).affinities(subject, AffinityWeights(text=0))
    assert [round(found[key].total, 9) for key in "ab"] == [1, 0]
    assert set(found["a"].shared) == {
        ("objective", "13"), ("principle", "human-rights"), ("country", "KEN"), ("region", "africa"), ("type", "report"),
    }  # fmt: skip
    assert found["b"].shared == ()


def test_shared_terms_are_named_the_weightiest_first():
    roster = {"a": Expertise({"5": 1, "13": 1}), "b": Expertise({"5": 1}), "c": Expertise({"5": 1})}
    subject = Subject(frozenset({"5", "13"}))
    assert Profiles(roster).affinities(subject)["a"].shared == (("objective", "13"), ("objective", "5"))


def test_a_text_is_compared_only_within_its_language():
    roster = {
        "english": Expertise(texts={"en": (DETENTION,)}),
        "russian": Expertise(texts={"ru": (DETENTION,)}),
        "silent": Expertise(),
    }
    found = Profiles(roster).affinities(Subject(texts={"en": DETENTION}))
    assert {key: affinity.text is None for key, affinity in found.items()} == {
        "english": False,
        "russian": True,
        "silent": True,
    }


def test_who_cannot_be_compared_is_neither_punished_nor_favoured():
    roster = {
        "near": Expertise(texts={"en": (DETENTION,)}),
        "far": Expertise(texts={"en": (REMITTANCES,)}),
        "silent": Expertise(),
    }
    found = totals(roster, Subject(texts={"en": DETENTION}), ONLY_TEXT)
    assert found["near"] > found["silent"] > found["far"]
    assert found["silent"] == round((found["near"] + found["far"]) / 2, 6)


def test_the_same_text_has_cosine_one():
    found = totals(
        {"a": Expertise(texts={"en": (DETENTION,)}), "b": Expertise(texts={"en": (REMITTANCES,)})},
        Subject(texts={"en": DETENTION}),
        ONLY_TEXT,
    )
    assert found["a"] == 1
    assert found["b"] < 0.2


def test_word_pairs_bring_the_same_order_nearer():
    roster = {
        "same": Expertise(texts={"en": ("labour migration governance",)}),
        "other": Expertise(texts={"en": ("governance labour migration",)}),
    }
    found = totals(roster, Subject(texts={"en": "migration governance"}), ONLY_TEXT)
    assert found["same"] > found["other"]


def test_the_three_nearest_texts_count_and_no_others():
    three, many = (DETENTION,) * 3, (DETENTION,) * 3 + (REMITTANCES,) * 9
    found = totals(
        {"a": Expertise(texts={"en": three}), "b": Expertise(texts={"en": many})}, Subject(texts={"en": DETENTION}), ONLY_TEXT
    )
    assert found == {"a": 1, "b": 1}


def test_inflected_words_and_chinese_are_compared():
    roster = {
        "a": Expertise(texts={"en": ("detained child",), "zh": ("移民儿童的拘留",)}),
        "b": Expertise(texts={"en": ("money transfer",), "zh": ("汇款费用",)}),
    }
    for texts in ({"en": "detaining a child"}, {"zh": "拘留移民儿童"}):
        found = totals(roster, Subject(texts=texts), ONLY_TEXT)
        assert found["a"] > 2 * found["b"]


def test_texts_far_from_all_are_not_spread_over_the_whole_scale():
    roster = {str(n): Expertise(texts={"en": (REMITTANCES + f" word{n}",)}) for n in range(5)}
    found = totals(roster, Subject(texts={"en": DETENTION + " and of"}), ONLY_TEXT)
    assert max(found.values()) < 1


def test_words_of_every_fifth_text_and_more_say_nothing_once_there_are_many_texts():
    def nearness(count):
        rare = {f"r{n}": Expertise(texts={"en": (f"common thing{n}",)}) for n in range(count)}
        return Profiles(rare).similarities(Subject(texts={"en": "common thing0"}))["r1"]

    assert nearness(49) > 0
    assert nearness(50) == 0


def test_unknown_quality_is_the_mean_of_the_known():
    weights = AffinityWeights(terms=0, text=0, level=0, quality=1)
    found = totals({"a": Expertise(quality=0.9), "b": Expertise(quality=0.5), "new": Expertise()}, Subject(), weights)
    assert found == {"a": 0.9, "b": 0.5, "new": 0.7}


def test_an_empty_subject_and_an_empty_roster_are_answered():
    assert Profiles({}).affinities(Subject(texts={"en": "x"})) == {}
    assert totals({"a": Expertise()}, Subject(), ONLY_TEXT) == {"a": 0}


def test_only_those_asked_about_are_answered():
    assert list(Profiles({"a": Expertise(), "b": Expertise()}).affinities(Subject(), among=["b"])) == ["b"]
