"""Reports: in no place where they could overwrite something, and whole or not at all."""

from __future__ import annotations

import os
import sys

import pytest

import exportconv as ec
from exportconv.writers.report_file import check_report_places, write_report

PROMISES = (11, 19)


@pytest.fixture
def places(tmp_path):
    for name in ("source", "vault", "elsewhere"):
        (tmp_path / name).mkdir()
    return [tmp_path / "source", tmp_path / "vault"]


@pytest.mark.parametrize("name", ["vault/r.html", "source/r.html", "vault", "elsewhere/../vault/r.html", "gone/r.html"])
def test_a_place_that_is_refused(tmp_path, places, name):
    with pytest.raises(ec.ConfigError):
        check_report_places([tmp_path / name], places)


def test_a_place_that_is_taken(tmp_path, places):
    check_report_places([tmp_path / "elsewhere/r.html", tmp_path / "vault.html"], places)
    check_report_places([], places)


def test_two_reports_in_one_file(tmp_path, places):
    with pytest.raises(ec.ConfigError, match="two reports"):
        check_report_places([tmp_path / "r", tmp_path / "elsewhere/../r"], places)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_into_the_destination_is_refused(tmp_path, places):
    os.symlink(tmp_path / "vault", tmp_path / "elsewhere/link")
    with pytest.raises(ec.ConfigError, match="lies in"):
        check_report_places([tmp_path / "elsewhere/link/r.html"], places)


def test_new_and_older_files(tmp_path):
    file = tmp_path / "보고.html"
    write_report(file, "하나\udc80")
    assert file.read_bytes() == "하나\\udc80".encode()
    os.chmod(file, 0o600)
    write_report(file, "둘")
    assert file.read_bytes() == "둘".encode()
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["보고.html"]


@pytest.mark.parametrize("is_there", [False, True])
def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch, is_there):
    file = tmp_path / "r.html"
    if is_there:
        file.write_bytes(b"older")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(
        ec.DestinationError, match=r"r\.html: cannot be written: No space left on device; all else is done"
    ):
        write_report(file, "new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"older"] * is_there


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="there are no devices")
def test_a_device_is_written_to_as_it_is(tmp_path):
    os.symlink("/dev/null", tmp_path / "r.html")
    write_report(tmp_path / "r.html", "x" * 1000)
    assert os.readlink(tmp_path / "r.html") == "/dev/null"
    assert not os.path.isfile("/dev/null")


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_stays_one(tmp_path):
    (tmp_path / "real.html").write_bytes(b"older")
    os.symlink("real.html", tmp_path / "r.html")
    write_report(tmp_path / "r.html", "new")
    assert os.readlink(tmp_path / "r.html") == "real.html"
    assert (tmp_path / "real.html").read_bytes() == b"new"
