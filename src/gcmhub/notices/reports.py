"""Reports about mail that could not be delivered (RFC 3464), as mail servers send them back. Reading answers nothing."""

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from typing import NamedTuple

LARGEST = 1_000_000  # bytes of a mail; a report that carries more than a page of ours is none
OURS = re.compile(r"<([0-9a-hjkmnp-tv-z]{12})@[^<>\s]+>")


class Report(NamedTuple):
    """What one report says: which of our mails failed, with the status of RFC 3463 and the server's words."""

    public_id: str
    action: str  # failed, delayed, delivered, relayed or expanded
    status: str
    diagnosis: str


def read_report(raw: bytes) -> Report | None:
    """Return what a mail reports; None when it is no report, or names no mail that could be ours."""
    if len(raw) > LARGEST:
        return None
    try:
        mail = email.message_from_bytes(raw)
        if mail.get_content_type() != "multipart/report" or str(mail.get_param("report-type")).lower() != "delivery-status":
            return None
        public_id = next(_ids(mail), "")
        fields = next(_recipients(mail), None)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):  # mail is what others wrote
        return None
    if not public_id or fields is None:
        return None
    return Report(
        public_id,
        str(fields["Action"]).strip().lower(),
        str(fields.get("Status", "")).split()[0] if str(fields.get("Status", "")).split() else "",
        str(fields.get("Diagnostic-Code", "")),
    )


def _parts(mail: Message) -> list[Message]:
    """Return the parts of the report itself, not of what it carries."""
    payload = mail.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _recipients(mail: Message) -> Iterator[Message]:
    """Yield the fields about each recipient."""
    for part in _parts(mail):
        if part.get_content_type() == "message/delivery-status":
            yield from (block for block in _parts(part) if block["Action"] and block["Final-Recipient"])


def _ids(mail: Message) -> Iterator[str]:
    """Yield the name of our mail, from the mail or its headers that the report carries."""
    for part in _parts(mail):
        headers: Message | None = None
        if part.get_content_type() == "message/rfc822":
            headers = next(iter(_parts(part)), None)
        elif part.get_content_type() == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            headers = email.message_from_bytes(body) if isinstance(body, bytes) else None
        if headers is not None and (found := OURS.fullmatch(str(headers["Message-ID"]).strip())):
            yield found[1]
