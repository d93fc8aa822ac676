"""Every option of the hub, declared once: name, type, default, environment variable, sentence."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def _boolean(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


def _listing(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class Option:
    """One option; ``parse`` turns the environment's text into its value."""

    name: str
    parse: Callable[[str], Any]
    default: Any
    sentence: str

    def read(self) -> Any:
        """Return the value from the environment, else the default."""
        text = os.environ.get(self.name)
        return self.default if text is None or text == "" else self.parse(text)


OPTIONS = (
    Option("HUB_DATA", Path, Path("data"), "Folder that holds everything: database, media, index, secret key."),
    Option("HUB_NAME", str, "Migration Network Hub", "Name of the hub that readers see."),
    Option("HUB_ORGANISATION", str, "", "Organisation that runs the hub, as search engines are told; nobody when empty."),
    Option("HUB_BASE_URL", str, "", "Public address without a slash at the end; absolute links use it, never the Host header."),
    Option("HUB_HOSTS", _listing, (), "Host names that the hub answers to, besides loopback; separated by commas."),
    Option("HUB_PROXIES", int, 0, "Servers before the hub that each add an address to X-Forwarded-For; 0 leaves it unread."),
    Option("HUB_LOOPBACK", _boolean, True, "The server is bound to loopback only; demo accounts may exist only then."),
    Option("HUB_DEBUG", _boolean, False, "Developers only: detailed error pages."),
    Option("HUB_SECRET_KEY", str, "", "Secret key; generated into the data folder when empty."),
    Option(
        "DATABASE_URL",
        str,
        "",
        "PostgreSQL as postgresql://user:password@host:port/name; SQLite in the data folder when empty.",
    ),
    Option("HUB_SEARCH_ENGINE", str, "tantivy", "Search engine: tantivy, opensearch or database."),
    Option("HUB_OPENSEARCH_URL", _listing, (), "Addresses of the OpenSearch nodes; separated by commas."),
    Option("HUB_OPENSEARCH_PREFIX", str, "hub", "How index names on the cluster begin; each hub on one cluster has its own."),
    Option("HUB_WEB_WORKERS", int, 0, "Processes that answer requests; 0 for one a core, at most 4."),
    Option("HUB_WEB_THREADS", int, 8, "Requests that one of these processes works on at the same time."),
    Option(
        "HUB_MAIL_URL",
        str,
        "console:",
        "Where mail goes: smtp://user:password@host:port, smtps://, file:/folder or console:.",
    ),
    Option("HUB_MAIL_FROM", str, "", "Address that mails come from, as in Migration Network Hub <hub@example.org>."),
    Option("HUB_MAIL_CONTACT", str, "", "Address that gets what readers write by the contact form; none when empty."),
    Option("HUB_SIGN_UP", str, "open", "Whether people can make an account themselves: open or closed."),
    Option("HUB_MAP_FILE", str, "", "Another map of the world, a file as map.md describes it; none for no map."),
    Option("HUB_CRAWLER_RATE", int, 30, "Narrowed lists a minute that all crawlers get of one process; 0 for any number."),
    Option("HUB_UPLOAD_LIMIT", int, 50_000_000, "Largest file that the hub accepts, in bytes."),
)


def read_options() -> dict[str, Any]:
    """Return every option's value by name."""
    return {option.name: option.read() for option in OPTIONS}
