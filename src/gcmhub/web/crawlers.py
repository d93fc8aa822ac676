"""Crawlers get narrowed lists slowly. People are never counted."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gcmhub.face.crawlers import CRAWLER, ROBOTS, is_crawler, narrowed

LATER = 60  # seconds after which a crawler is asked to come back
TOLD = 200  # crawlers whose last line in the log is remembered


class Allowance:
    """So many a minute, saved up for one minute at most. Safe in threads."""

    def __init__(self, a_minute: int) -> None:
        self.a_minute = a_minute
        self.left, self.seen, self.lock = float(a_minute), time.monotonic(), Lock()

    def take(self) -> bool:
        """Take one if there is one."""
        with self.lock:
            moment = time.monotonic()
            self.left = min(self.a_minute, self.left + (moment - self.seen) * self.a_minute / 60)
            self.seen = moment
            if self.left < 1:
                return False
            self.left -= 1
            return True


class OneLineAMinute:
    """Lets the first refusal of a crawler in a minute into the log, the others not: a filter of ``django.request``.

    A crawler is known by the word of its name that says what it is, with what stands around it.
    """

    def __init__(self) -> None:
        self.told: OrderedDict[str, float] = OrderedDict()
        self.lock = Lock()

    def filter(self, row: logging.LogRecord) -> bool:
        """Return whether a line is written."""
        request = getattr(row, "request", None)
        if getattr(row, "status_code", 0) != 429 or request is None or not is_crawler(request):
            return True
        agent = request.META.get("HTTP_USER_AGENT", "")[:500]
        name = next(word for word in agent.split() if CRAWLER.search(word)).lower()
        moment = time.monotonic()
        with self.lock:
            if moment - self.told.get(name, -LATER) < LATER:
                return False
            self.told[name] = moment
            self.told.move_to_end(name)
            while len(self.told) > TOLD:
                self.told.popitem(last=False)
        return True


class Crawlers:
    """Marks narrowed lists as not for search engines, and turns crawlers away that ask for too many of them.

    It stands behind the kept pages: what is in memory costs nothing and is answered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.allowance = Allowance(settings.HUB_CRAWLER_RATE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or ask a crawler to come back later."""
        if not narrowed(request):
            return self.get_response(request)
        if self.allowance.a_minute and is_crawler(request) and not self.allowance.take():
            response = render(request, "429.html", {"crawler": True}, status=429)
            response.headers["Retry-After"] = str(LATER)
            response.headers["Cache-Control"] = "no-store"
        else:
            response = self.get_response(request)
        response.headers["X-Robots-Tag"] = ROBOTS
        return response
