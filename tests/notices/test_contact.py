"""What readers write to the hub."""

import pytest
from django.core.management import CommandError, call_command

from gcmhub.notices.actions import close_contact, record_contact
from gcmhub.notices.errors import ContactMessageUnknown
from gcmhub.notices.models import ContactMessage, Message

pytestmark = pytest.mark.django_db
WRITTEN = {"subject": "A link is broken", "text": "First line\nsecond\x1b[31m line", "language": "fr", "page": "/fr/about/"}


def test_a_message_is_kept_and_mailed_to_the_contact(settings):
    settings.HUB_MAIL_CONTACT, settings.HUB_BASE_URL = "desk@example.org", "https://hub.example.org"
    record_contact(key="k", email="reader@example.org", **WRITTEN)
    message = Message.objects.get()
    assert (message.recipient, message.reply_to, message.language) == ("desk@example.org", "reader@example.org", "en")
    assert "https://hub.example.org/fr/about/" in message.body


def test_a_message_that_comes_twice_is_one(settings):
    settings.HUB_MAIL_CONTACT = "desk@example.org"
    assert record_contact(key="k", **WRITTEN) == record_contact(key="k", **WRITTEN)
    assert (ContactMessage.objects.count(), Message.objects.count()) == (1, 1)


def test_without_a_contact_a_message_is_only_kept(settings):
    settings.HUB_MAIL_CONTACT = ""
    record_contact(key="k", **WRITTEN)
    assert (ContactMessage.objects.count(), Message.objects.count()) == (1, 0)


def test_the_operator_reads_and_closes_messages(capsys):
    row = record_contact(key="k", name="Amina", **WRITTEN)
    call_command("contact_messages")
    told = capsys.readouterr().out
    assert "A link is broken" in told
    assert "from Amina <->, about /fr/about/" in told
    assert "\x1b" not in told
    call_command("contact_messages", "--close", str(row.pk))
    call_command("contact_messages")
    assert capsys.readouterr().out.endswith("0 messages\n")
    call_command("contact_messages", "--all")
    assert capsys.readouterr().out.endswith("1 messages\n")


def test_a_number_without_a_message_is_refused():
    with pytest.raises(ContactMessageUnknown):
        close_contact(7)
    with pytest.raises(CommandError, match="there is no message 7"):
        call_command("contact_messages", "--close", "7")
