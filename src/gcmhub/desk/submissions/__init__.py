"""Submissions in the back office: queues, the page of one, what editors do with it."""
