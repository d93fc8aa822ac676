"""Options and settings."""

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
