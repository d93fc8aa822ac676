"""The web server: ``python -m gcmhub.config.serve --host HOST --port PORT --workers N``.

The application is loaded before the workers are forked: they start at once and share its memory.
"""

import argparse

from django.urls import get_resolver
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

import gcmhub.config.wsgi

THREADS = 128  # most of them wait for slow readers; HUB_WEB_THREADS says how many requests are worked on
STOP_WITHIN = 8  # seconds that requests at hand get when the server stops


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    arguments = parser.parse_args()
    get_resolver().url_patterns  # noqa: B018 - loads every view
    Granian(
        f"{gcmhub.config.wsgi.__name__}:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=arguments.workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOP_WITHIN,
    ).serve()


if __name__ == "__main__":
    main()
