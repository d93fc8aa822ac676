"""Mail to people and messages from readers: an outbox, the words of each mail in six languages, sending with patience."""
