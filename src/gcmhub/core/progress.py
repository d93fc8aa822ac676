"""A bar on the terminal for long work; silent where nobody looks."""

import time
from types import TracebackType
from typing import Any, Self

WIDTH = 30
PAUSE = 0.2  # seconds between two drawings


class Progress:
    """Draws how far the work has come. ``total`` 0 or less draws the count only."""

    def __init__(self, total: int, out: Any) -> None:
        self.total, self.out, self.drawn, self.reached = total, out, 0.0, 0
        self.shown = bool(getattr(out, "isatty", lambda: False)())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.shown:
            self.draw()
            self.out.write("\n", ending="") if hasattr(self.out, "style_func") else self.out.write("\n")

    def reach(self, done: int) -> None:
        """Say how much of the total is done."""
        self.reached = done
        if self.shown and time.monotonic() - self.drawn > PAUSE:
            self.draw()

    def draw(self) -> None:
        """Draw the bar over the last one."""
        self.drawn = time.monotonic()
        share = min(self.reached / self.total, 1.0) if self.total > 0 else 0.0
        bar = "#" * int(share * WIDTH)
        text = f"\r[{bar:<{WIDTH}}] {share:4.0%}" if self.total > 0 else f"\r{self.reached}"
        if hasattr(self.out, "style_func"):  # Django's wrapper adds a line end unless told not to
            self.out.write(text, ending="")
        else:
            self.out.write(text)
        self.out.flush()
