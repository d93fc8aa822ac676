"""Shared words: objectives, actions, principles, regions, countries, types, scopes, languages, thesaurus."""
