"""What the command knows of addresses and data folders."""

import socket

import pytest

from hub import folder
from hub.places import data_folder, locked
from hub.running import check_address, is_loopback, reachable
from hub.terminal import Trouble


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("hub.example", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(host, expected):
    assert is_loopback(host) is expected


def test_a_server_on_every_address_is_asked_on_loopback():
    assert [reachable(host) for host in ("0.0.0.0", "::", "10.1.1.1")] == ["127.0.0.1", "::1", "10.1.1.1"]


def test_a_taken_port_is_said_plainly():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=rf"^port {port} on 127.0.0.1 is taken: choose another with --port$"):
            check_address("127.0.0.1", port)
    check_address("127.0.0.1", port)


def test_an_address_of_another_machine_is_said_plainly():
    with pytest.raises(Trouble, match=r"^cannot listen on 192.0.2.1 port 8000: "):
        check_address("192.0.2.1", 8000)


def test_the_data_folder_is_the_argument_then_the_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "b"))
    assert data_folder(str(tmp_path / "a")) == tmp_path / "a"
    assert data_folder() == tmp_path / "b"


def test_a_second_holder_learns_who_is_first(tmp_path):
    lock = folder.lock_file(tmp_path)
    assert folder.server(tmp_path) == ""
    with locked(lock, busy="no"):
        folder.note_server(tmp_path, host="0.0.0.0", port=8123)
        assert folder.server(tmp_path).endswith(" at http://0.0.0.0:8123")
        assert folder.host_of(folder.server(tmp_path)) == "0.0.0.0"
        with (
            pytest.raises(Trouble, match=r"^taken by process \d+ at http://0.0.0.0:8123$"),
            locked(lock, busy="taken by {holder}"),
        ):
            pass
    assert folder.server(tmp_path) == ""


def test_a_folder_with_nothing_but_what_a_hub_makes_anew_is_empty(tmp_path):
    assert folder.is_empty(tmp_path / "none")
    for name in ("run.lock", "secret-key", ".prepared"):
        (tmp_path / name).touch()
    assert folder.is_empty(tmp_path)
    (tmp_path / folder.DATABASE).touch()
    assert not folder.is_empty(tmp_path)
