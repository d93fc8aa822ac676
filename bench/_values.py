"""The search page as it is, then the same pages with what the search found held in memory: what searching adds to a page.

Reads addresses as JSON, prints the CPU of both in milliseconds a page. Both pass the same middleware and templates.
"""

import json
import os
import statistics
import sys
import time
from typing import Any


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmhub.config.settings")
    import django

    django.setup()
    from django.test import Client

    from gcmhub.web.library import search as view

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")
    paths, held = json.load(sys.stdin), {}
    find = view.search_resources

    def page(path: str, mark: str) -> float:
        began = time.process_time()
        answer = client.get(f"{path}&n={mark}")  # a parameter that changes nothing, so that no page is kept twice
        taken = (time.process_time() - began) * 1000
        if answer.status_code != 200:
            sys.exit(f"{path} answered {answer.status_code}")
        return taken

    def remember(selection: Any) -> Any:
        held[repr(selection)] = found = find(selection)
        return found

    view.search_resources = remember
    for path in paths:
        page(path, "0")
    times: dict[str, list[float]] = {"search": [], "values": []}
    for path in paths:  # in turn, so that both meet the same machine
        view.search_resources = find
        times["search"].append(page(path, "1"))
        view.search_resources = lambda selection: held[repr(selection)]
        times["values"].append(page(path, "2"))
    print(json.dumps({name: statistics.median(values) for name, values in times.items()}))


if __name__ == "__main__":
    main()
