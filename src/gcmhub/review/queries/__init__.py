"""Reads of this room; ``people`` says who is what to whom, ``redaction`` what each of them sees."""
