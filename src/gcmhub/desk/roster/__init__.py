"""The roster of reviewers in the back office: lists, the page of one place, what the roster covers."""
