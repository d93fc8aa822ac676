"""Options and settings."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from gcmhub.config.options import OPTIONS, read_options
from gcmhub.config.settings import _database


def test_an_option_comes_from_the_environment_else_it_is_the_default(monkeypatch):
    for option in OPTIONS:
        monkeypatch.delenv(option.name, raising=False)
    assert {name: value for name, value in read_options().items() if name in {"HUB_DEBUG", "HUB_UPLOAD_LIMIT"}} == {
        "HUB_DEBUG": False,
        "HUB_UPLOAD_LIMIT": 50_000_000,
    }
    monkeypatch.setenv("HUB_DEBUG", "Yes")
    monkeypatch.setenv("HUB_HOSTS", " a.example, ,b.example ")
    monkeypatch.setenv("HUB_UPLOAD_LIMIT", "")
    values = read_options()
    assert (values["HUB_DEBUG"], values["HUB_HOSTS"], values["HUB_UPLOAD_LIMIT"]) == (
        True,
        ("a.example", "b.example"),
        50_000_000,
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://me:p%40ss@db.example:5433/hub", ("hub", "me", "p@ss", "db.example", "5433", {})),
        ("postgres://db/hub?sslmode=require", ("hub", "", "", "db", "", {"sslmode": "require"})),
        ("postgresql:///hub?host=/run/Postgres", ("hub", "", "", "/run/Postgres", "", {})),
    ],
)
def test_an_address_of_postgresql_is_read_as_libpq_reads_it(url, expected):
    found = _database(url)
    assert found["OPTIONS"].pop("pool")["max_size"] == 10
    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


def test_an_address_of_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"must begin with postgresql://, not with mysql://$"):
        _database("mysql://a/b")


def told(script, tmp_path, **options):
    """Run a script on the settings that options make; returns its lines."""
    environment = os.environ | {"HUB_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)} | options
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


SIGN_IN = """
import django
django.setup()
from django.conf import settings
settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"  # ours needs static files
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
for origin in ("https://hub.example", "https://evil.example"):
    request = RequestFactory().post("/en/accounts/login/", headers={"host": "hub.example", "origin": origin})
    request.META["HTTP_X_CSRFTOKEN"] = get_token(request)
    request.COOKIES["csrftoken"] = request.META["CSRF_COOKIE"]
    middleware = CsrfViewMiddleware(lambda _: HttpResponse())
    middleware.process_request(request)
    print(middleware.process_view(request, lambda _: None, (), {}) is None)
print(request.build_absolute_uri("/en/"))
print(SecurityMiddleware(lambda _: HttpResponse())(request).headers.get("Strict-Transport-Security"))
"""


def test_people_sign_in_behind_a_server_that_speaks_https(tmp_path):
    lines = told(SIGN_IN, tmp_path, HUB_BASE_URL="https://hub.example", HUB_HOSTS="hub.example")
    assert lines == ["True", "False", "https://hub.example/en/", "max-age=31536000"]


def test_processes_share_what_limits_guesses(tmp_path):
    script = "import django; django.setup(); from django.core.cache import cache; print(cache.add('code', 1))"
    assert [told(script, tmp_path), told(script, tmp_path)] == [["True"], ["False"]]
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_guesses_are_counted_for_the_reader_and_not_for_the_server_before_the_hub(tmp_path):
    script = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.7"})
print(get_adapter().get_client_ip(request))
"""
    assert told(script, tmp_path, HUB_PROXIES="1") == ["192.0.2.7"]
    assert told(script, tmp_path) == ["127.0.0.1"]


AWAY = """
import time
from gcmhub.config.wsgi import application
from django.db import connection
from wsgiref.util import setup_testing_defaults
def ask(path):
    environ, told = {"PATH_INFO": path, "HTTP_HOST": "localhost"}, []
    setup_testing_defaults(environ)
    b"".join(application(environ, lambda status, headers, *rest: told.append(status)))
    return told[0]
ask("/fr/resources/abc/")  # what the first request loads takes its own time
began = time.monotonic()
status, waited = ask("/fr/resources/abc/"), time.monotonic() - began
print(status, 2.5 < waited < 15, int(connection.pool.timeout))
"""


@pytest.mark.slow
def test_readers_wait_three_seconds_for_postgresql_that_is_away_and_are_told(tmp_path):
    with socket.socket() as closed:  # bound, and nobody listens
        closed.bind(("127.0.0.1", 0))
        url = f"postgresql://me@127.0.0.1:{closed.getsockname()[1]}/hub"
        assert told(AWAY, tmp_path, DATABASE_URL=url) == ["503 Service Unavailable True 3"]
