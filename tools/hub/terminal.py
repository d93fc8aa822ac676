"""What the command says, and how it gives up."""

import sys
import time

START = time.monotonic()


class Trouble(Exception):
    """Something the operator can change; its text is all that is printed. ``code`` becomes the exit code."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def say(text: str) -> None:
    """Print one line at once, with the seconds since the command began."""
    print(f"hub {time.monotonic() - START:5.1f}s  {text}", flush=True)


def plain(text: str = "") -> None:
    """Print one line at once as it is."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print one line to standard error."""
    print(f"hub: {text}", file=sys.stderr, flush=True)
