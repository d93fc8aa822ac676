"""The words of mails."""

import pytest

from gcmhub.notices.mails import write
from gcmhub.notices.wording import TEMPLATES

VALUES = {
    "account_changed": {"change": "password", "moment": "noon"},
    "account_exists": {"link": "https://hub.example.org/x"},
    "address_confirmation": {"link": "https://hub.example.org/x"},
    "contact_message": {"number": "7", "name": "A", "email": "", "page": "/en/", "subject": "S", "text": "T"},
    "digest": {
        "title": "Nurses",
        "total": "2",
        "items": "One\nhttps://a.org",
        "link": "https://b.org",
    },
    "address_stopped": {"address": "a@example.org"},
    "notice_digest": {"items": [["One", "https://a.org"], ["Two", ""]], "more": 3, "pace": "weekly"},
    "subscription_request": {"link": "https://hub.example.org/x"},
    "password_reset": {"link": "https://hub.example.org/x"},
    "unknown_account": {"address": "a@example.org"},
}
SCRIPTS = {"ar": "؀-ۿ", "zh-hans": "一-鿿", "ru": "Ѐ-ӿ"}


def letters(text, first, last):
    return sum(first <= sign <= last for sign in text)


@pytest.mark.parametrize("template", [each.name for each in TEMPLATES])
@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_every_mail_is_written_in_every_language(template, language, settings):
    settings.HUB_BASE_URL = "https://hub.example.org"
    subject, body, _ = write(template, language, VALUES[template])
    assert "%(" not in subject + body
    assert body.endswith("https://hub.example.org\n")
    if script := SCRIPTS.get(language):
        assert letters(subject, script[0], script[-1]) > 5
        assert letters(body, script[0], script[-1]) > 15
    elif language != "en":
        assert body != write(template, "en", VALUES[template])[1]


def test_nobody_is_invited_to_sign_up():
    for language in ("en", "fr"):
        assert "sign" not in write("unknown_account", language, VALUES["unknown_account"])[1].lower()


def test_what_a_reader_wrote_stands_in_the_mail_as_it_was_written():
    text = "100% of <b>it</b> {braces}\nsecond line"
    values = VALUES["contact_message"] | {"text": text, "subject": "50%"}
    subject, body, _ = write("contact_message", "en", values)
    assert subject == "Message 7: 50% - Migration Network Hub"
    assert text in body
    assert "E-mail address: not given" in body
