"""What weighs how much in relevance, the same on every engine that scores."""

TITLE_WEIGHT = 1.0  # of a word in a title, beside the same word in the texts
PHRASE_WEIGHT = 2.0  # of a phrase in quotation marks
GRAM_WEIGHT = 0.5  # of runs of characters
OTHER_LANGUAGE = 0.5  # of a word in a language that the question does not seem to be in
BREADTH_GAIN = 0.05  # the widest resources gain 45 per cent on the narrowest
FIRST_TIER = 1_000.0  # added to the score of documents that hold all words


def breadth_weight(breadth: int) -> float:
    """Return what the score of a document of this breadth (0 to 9) is multiplied by."""
    return 1 + BREADTH_GAIN * breadth
