"""The verbs of review, by what they are about: one function each, called by every door alike."""
