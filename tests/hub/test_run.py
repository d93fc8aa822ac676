"""A whole hub, started and stopped as an operator would."""

import json
import os
import re
import signal
import time

import pytest

from tests.hub.command import call, free_port, get, running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with running(tmp_path_factory.mktemp("hub") / "data") as one:
        yield one


def test_the_hub_says_where_it_is_and_who_may_sign_in(hub):
    logins = json.loads((hub.data / "demo-logins.json").read_text())
    assert f"http://127.0.0.1:{hub.port}/" in hub.said()
    assert len(logins) == 9
    assert [login for login in logins if f"{login['email']}  {login['password']}" not in hub.said()] == []
    assert (hub.data / "demo-logins.json").stat().st_mode & 0o777 == 0o600
    assert (hub.data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o777 for path in hub.data.glob("hub.sqlite3*")} == {0o600}


def test_it_is_healthy_and_ready(hub):
    assert get(hub.port, "/healthz")[0] == 200
    hub.until(lambda: get(hub.port, "/readyz")[0] == 200)  # texts of files come in meanwhile, and not ready is right then
    assert json.loads(get(hub.port, "/api/v1/resources")[1])["total"] >= 120


def test_children_stay_in_the_process_group(hub):
    assert {os.getpgid(child.pid) for child in hub.family()} == {hub.process.pid}
    assert len(hub.family()) >= 4


def test_a_second_run_on_the_same_folder_is_refused(hub):
    done = call("run", "--port", free_port(), data=hub.data)
    assert done.returncode == 1
    assert f"{hub.data} is served already, by process {hub.process.pid} at http://127.0.0.1:{hub.port}" in done.stderr


def test_a_taken_port_is_refused(hub, tmp_path):
    done = call("run", "--port", hub.port, data=tmp_path / "other")
    assert done.returncode == 1
    assert done.stderr.strip() == f"hub: port {hub.port} on 127.0.0.1 is taken: choose another with --port"


@pytest.mark.parametrize(
    ("arguments", "options", "named"),
    [
        (["--host", "0.0.0.0"], {}, "--host 0.0.0.0"),
        ([], {"HUB_BASE_URL": "https://hub.example.org"}, "HUB_BASE_URL hub.example.org"),
        ([], {"HUB_HOSTS": "localhost, hub.example.org"}, "HUB_HOSTS hub.example.org"),
    ],
)
def test_beyond_loopback_demonstration_accounts_are_refused(tmp_path, arguments, options, named):
    done = call("run", *arguments, "--port", free_port(), data=tmp_path / "other", **options)
    assert done.returncode == 1
    assert f"{named} is not loopback, and demonstration accounts exist only on loopback" in done.stderr
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://hub@localhost/hub", "DATABASE_URL must begin with postgresql://, not with mysql://"),
        ("postgresql://hub@127.0.0.1:{port}/hub", "the database cannot be reached: "),
    ],
)
def test_a_database_that_is_not_there_is_named_in_a_line(tmp_path, url, reason):
    done = call("run", "--no-demo", "--port", free_port(), data=tmp_path, DATABASE_URL=url.format(port=free_port()))
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_work_beside_a_running_hub(hub, tmp_path):
    before = json.loads(get(hub.port, "/api/v1/resources")[1])["total"]
    record = {
        "id": "a",
        "kind": "link",
        "title": {"en": "Beside a running hub"},
        "objectives": ["0"],
        "url": "https://a.example/",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    done = call("manage", "import_resources", tmp_path / "a.jsonl", "--publish", "--source", "test", data=hub.data)
    assert done.returncode == 0, done.stderr
    hub.until(lambda: json.loads(get(hub.port, "/api/v1/resources")[1])["total"] == before + 1)
    hub.until(lambda: get(hub.port, "/readyz")[0] == 200)


def test_exit_codes_of_commands_come_through(hub, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n')
    assert call("manage", "import_resources", tmp_path / "bad.jsonl", data=hub.data).returncode == 1


@pytest.mark.parametrize("word", ["gcmhub.config.serve", "run_indexer", "gcmhub.config.worker"])
def test_a_killed_child_comes_back(hub, word):
    first = hub.children(word)
    first[0].kill()
    hub.until(lambda: len(hub.children(word)) == len(first) and not {*first} & {*hub.children(word)})
    hub.until(lambda: get(hub.port, "/readyz")[0] == 200)


def test_a_backup_of_a_running_hub_makes_the_same_hub_again(hub, tmp_path):
    hub.until(lambda: get(hub.port, "/readyz")[0] == 200)
    keys = tmp_path / "keys.json"
    done = call("backup", tmp_path / "a.tar.gz", "--with-keys", keys, data=hub.data)
    assert done.returncode == 0, done.stderr
    there = tmp_path / "there"
    done = call("restore", tmp_path / "a.tar.gz", "--keys", keys, data=there)
    assert done.returncode == 0, done.stderr
    refused = call("restore", tmp_path / "a.tar.gz", data=there)
    assert refused.returncode == 1
    assert "--force puts the backup in its place" in refused.stderr
    with running(there) as again:
        assert get(again.port, "/api/v1/resources?page_size=100") == get(hub.port, "/api/v1/resources?page_size=100")
        assert (there / "secret-key").read_text() == (hub.data / "secret-key").read_text()
        assert again.stop() == 0


def test_a_hub_that_was_killed_starts_again_at_once(tmp_path):
    with running(tmp_path / "data", "--no-demo") as one:
        one.process.kill()
        one.process.wait()
        with running(tmp_path / "data", "--no-demo", port=one.port) as two:
            assert two.stop() == 0
            assert one.group() == []


def test_a_running_hub_is_not_restored_or_upgraded(hub, tmp_path):
    for arguments in (("restore", tmp_path / "none.tar.gz", "--force"), ("upgrade",)):
        done = call(*arguments, data=hub.data)
        assert done.returncode == 1
        assert f"stop the hub first: process {hub.process.pid} at " in done.stderr


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """The folder of a hub with demonstration content that was stopped."""
    data = tmp_path_factory.mktemp("used") / "data"
    with running(data) as hub:
        assert hub.stop() == 0
        assert hub.group() == []
    return data


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_repeated_start_takes_seconds_and_a_signal_to_all_ends_all(used, number):
    started = time.monotonic()
    with running(used) as hub:
        assert time.monotonic() - started < 30  # 5 s on a quiet machine; without the stamps it would be a minute
        assert "demonstration content loaded" not in hub.said()
        os.killpg(hub.process.pid, number)  # as a terminal does
        assert hub.process.wait(20) == 0
        assert hub.group() == []


def test_beyond_loopback_the_demonstration_accounts_go_and_come_back(used):
    first = json.loads((used / "demo-logins.json").read_text())
    with running(used, "--host", "0.0.0.0", "--no-demo") as hub:
        assert re.search(r"\b\d+ demonstration accounts removed: they exist only on loopback", hub.said())
        assert not (used / "demo-logins.json").exists()
        done = call("manage", "load_demo", data=used)  # no way round while others can reach the hub
        assert done.returncode == 0
        assert not (used / "demo-logins.json").exists()
        assert hub.stop() == 0
    with running(used):
        second = json.loads((used / "demo-logins.json").read_text())
        assert [login["email"] for login in first] == [login["email"] for login in second]
        assert not {login["password"] for login in first} & {login["password"] for login in second}


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_the_operator_removed_stays_removed(used, withdrawn):
    if withdrawn:  # the second of both: accounts that were taken away do not bring the rest back
        (used / "demo-state.json").write_text(json.dumps({"loaded": True, "withdrawn": True}))
    assert call("manage", "remove_demo", data=used).returncode == 0
    with running(used) as hub:
        assert json.loads(get(hub.port, "/api/v1/resources")[1])["total"] == 0
        assert "@demo.invalid" not in hub.said()
        assert hub.stop() == 0


def test_a_hub_without_demonstration_content_is_empty(tmp_path):
    with running(tmp_path / "data", "--no-demo") as hub:
        assert json.loads(get(hub.port, "/api/v1/resources")[1])["total"] == 0
        assert "@demo.invalid" not in hub.said()


def test_an_upgrade_backs_up_first(tmp_path):
    data = tmp_path / "data"
    assert call("manage", "load_vocabulary", data=data).returncode == 0
    done = call("upgrade", data=data)
    assert done.returncode == 0, done.stderr
    assert len(list((data / "backups").glob("before-*.tar.gz"))) == 1
