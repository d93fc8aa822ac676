"""Where mail goes."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from gcmhub.config.mail import mail_settings

FROM = "Migration Network Hub <hub@example.org>"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "", "", True, False)),
        ("smtp://hub:p%40ss%3A@mail.example.org:2525", ("mail.example.org", 2525, "hub", "p@ss:", True, False)),
        ("smtps://hub:secret@mail.example.org", ("mail.example.org", 465, "hub", "secret", False, True)),
        ("smtp://mail.example.org?starttls=no", ("mail.example.org", 25, "", "", False, False)),
        ("smtp://127.0.0.1", ("127.0.0.1", 25, "", "", False, False)),
        ("smtp://hub:secret@localhost:1025", ("localhost", 1025, "hub", "secret", False, False)),
        ("smtp://[::1]:1025?starttls=yes", ("::1", 1025, "", "", True, False)),
    ],
)
def test_an_address_of_a_mail_server_is_read(url, expected):
    found = mail_settings(url, FROM, "")
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert tuple(found[name] for name in names) == expected
    assert found["EMAIL_BACKEND"].endswith(".smtp.EmailBackend")
    assert (found["DEFAULT_FROM_EMAIL"], found["EMAIL_TIMEOUT"]) == (FROM, 10)


def test_mail_goes_to_the_terminal_or_into_a_folder():
    assert mail_settings("console:", "", "")["EMAIL_BACKEND"].endswith(".console.EmailBackend")
    found = mail_settings("file:/srv/hub/mails", "", "")
    assert (found["EMAIL_BACKEND"].split(".")[-2], found["EMAIL_FILE_PATH"]) == ("filebased", "/srv/hub/mails")


@pytest.mark.parametrize(
    ("url", "sender", "contact", "sentence"),
    [
        ("http://x", FROM, "", r"HUB_MAIL_URL must begin with smtp://, .* not with http"),
        ("mail.example.org", FROM, "", "not with nothing"),
        ("smtp://", FROM, "", "names no mail server"),
        ("smtp://a:b@x:port", FROM, "", "HUB_MAIL_URL cannot be read"),
        ("smtp://a:99999", FROM, "", "HUB_MAIL_URL cannot be read"),
        ("smtp://hub:secret@mail.example.org?starttls=no", FROM, "", "would send its password unencrypted"),
        ("smtp://mail.example.org?tls=no", FROM, "", "knows nothing after its question mark"),
        ("file:mails", "", "", "whole path"),
        ("smtp://mail.example.org", "", "", "HUB_MAIL_FROM must be set"),
        ("console:", "nobody", "", "HUB_MAIL_FROM must hold an e-mail address"),
        ("console:", "", "desk", "HUB_MAIL_CONTACT must hold an e-mail address"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_that_tells_no_password(url, sender, contact, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as error:
        mail_settings(url, sender, contact)
    assert "secret" not in str(error.value)


def test_a_hub_with_a_wrong_value_does_not_start(tmp_path):
    environment = os.environ | {
        "HUB_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path), "HUB_MAIL_URL": "pop://x",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "gcmhub.config.prepare"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "HUB_MAIL_URL must begin with smtp://" in done.stderr.splitlines()[-1]
