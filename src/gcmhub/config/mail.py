"""Where mail goes: the option HUB_MAIL_URL and its like as settings of Django. Wrong values are refused with a sentence."""

from email.utils import parseaddr
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

BACKENDS = "django.core.mail.backends"
PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT = 10  # seconds that a mail server may be silent


def mail_settings(url: str, sender: str, contact: str) -> dict[str, Any]:
    """Return the settings of Django that the three options stand for. Raises ``ImproperlyConfigured``."""
    found = {"EMAIL_TIMEOUT": TIMEOUT} | _transport(url)
    if contact:
        _check("HUB_MAIL_CONTACT", contact)
    if sender:
        _check("HUB_MAIL_FROM", parseaddr(sender)[1] or sender)
        found["DEFAULT_FROM_EMAIL"] = found["SERVER_EMAIL"] = sender
    elif "EMAIL_HOST" in found:
        raise ImproperlyConfigured("HUB_MAIL_FROM must be set when HUB_MAIL_URL names a mail server")
    else:
        found["DEFAULT_FROM_EMAIL"] = "hub@localhost"
    return found


def _check(name: str, address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(f"{name} must hold an e-mail address") from error


def _transport(url: str) -> dict[str, Any]:
    """Return backend, server and credentials; messages never repeat the address, which may hold a password."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise ImproperlyConfigured("HUB_MAIL_URL cannot be read: write smtp://user:password@host:port") from error
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file":
        if not parts.path.startswith("/"):
            raise ImproperlyConfigured("HUB_MAIL_URL must name a folder by its whole path: file:/path")
        return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in PORTS:
        raise ImproperlyConfigured(
            f"HUB_MAIL_URL must begin with smtp://, smtps://, file: or console:, not with {parts.scheme or 'nothing'}"
        )
    if not host:
        raise ImproperlyConfigured("HUB_MAIL_URL names no mail server: write smtp://host:port")
    encrypts = _starttls(dict(parse_qsl(parts.query)), host) if parts.scheme == "smtp" else False
    if parts.username and parts.scheme == "smtp" and not encrypts and not _is_loopback(host):
        raise ImproperlyConfigured("HUB_MAIL_URL would send its password unencrypted: leave starttls=no out or write smtps://")
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or (25 if parts.scheme == "smtp" and not encrypts else PORTS[parts.scheme]),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": encrypts,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _starttls(more: dict[str, str], host: str) -> bool:
    """Return whether the connection is encrypted after the greeting: always, except on this machine or by wish."""
    said = more.pop("starttls", "")
    if more or said not in {"", "yes", "no"}:
        raise ImproperlyConfigured("HUB_MAIL_URL knows nothing after its question mark but starttls=yes and starttls=no")
    return said == "yes" if said else not _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
