"""An outbox, and a mail server of ours on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from gcmhub.accounts.models import User
from gcmhub.notices.mails import Kind, Mail, Quote, Template, day, register


class Server(threading.Thread):
    """Speaks as much SMTP as a client needs; ``refusals`` are answers by the beginning of a command, used up one by one."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.taken: list[str] = []
        self.refusals: list[tuple[str, str]] = []
        self.pause = 0.0

    def run(self) -> None:
        """Serve one client after the other until the socket is closed."""
        while True:
            try:
                client = self.socket.accept()[0]
            except OSError:
                return
            with suppress(OSError), client, client.makefile("rwb") as file:  # a client may be killed
                self.talk(file)

    def talk(self, file) -> None:
        def say(text):
            file.write(f"{text}\r\n".encode())
            file.flush()

        say("220 ready")
        while line := file.readline().decode().strip():
            if self.refusals and line.upper().startswith(self.refusals[0][0]):
                say(self.refusals.pop(0)[1])
            elif line.upper() == "DATA":
                say("354 go on")
                text = b""
                while (part := file.readline()) != b".\r\n":
                    if not part:
                        return  # half a mail is none
                    text += part
                self.taken.append(text.decode())
                time.sleep(self.pause)
                say("250 taken")
            elif line.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 good")


@pytest.fixture
def server(settings) -> Iterator[Server]:
    """A mail server that the hub uses."""
    made = Server()
    made.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", made.port, False
    settings.EMAIL_TIMEOUT = 5
    yield made
    made.socket.shutdown(socket.SHUT_RDWR)
    made.socket.close()
    made.join(5)


@pytest.fixture(scope="session", autouse=True)
def loan_mails() -> None:
    """Two kinds of a room above and their mails: what always comes at once, and what may be switched off."""
    register(
        kinds=[Kind("loans", lambda: _("Events")), Kind("shelves", lambda: _("Practices"), optional=True)],
        templates=[Template("loan_due", loan_due, "loans"), Template("book_came", book_came, "shelves")],
    )


def loan_due(book: str, due: str) -> Mail:
    return Mail(f"{book}: {day(due)}", (f"{book}, {day(due)}", Quote("Bring it <b>back</b>!\nhttps://a.org/x?a=1&b=2.")))


def book_came(book: str) -> Mail:
    return Mail(f"New: {book}", (book,), action="See it", reason="Because you follow books.")


@pytest.fixture
def amina(db: None) -> User:
    """Somebody who reads Arabic."""
    return make("amina@example.org", "ar")


@pytest.fixture
def omar(db: None) -> User:
    """Somebody who reads English."""
    return make("omar@example.org", "en")


def make(address: str, language: str) -> User:
    user = User.objects.create_user(name=address.partition("@")[0].title(), language=language)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user
