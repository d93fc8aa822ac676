"""An outbox, translations, and a mail server of ours on loopback."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils.translation import trans_real

from gcmhub.config.catalogues import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The translations, compiled where the settings look for them."""
    compile_catalogues(Path(django_settings.LOCALE_PATHS[0]))
    trans_real._translations = {}
    trans_real._default = None


class Server(threading.Thread):
    """Speaks as much SMTP as a client needs; ``refusals`` are answers by the beginning of a command, used up one by one."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.taken: list[str] = []
        self.refusals: list[tuple[str, str]] = []

    def run(self) -> None:
        """Serve one client after the other until the socket is closed."""
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, client.makefile("rwb") as file:
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
                while (part := file.readline()) not in {b".\r\n", b""}:
                    text += part
                self.taken.append(text.decode())
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
