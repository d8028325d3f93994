"""Attachments whose name has no extension: what their first bytes say."""

from __future__ import annotations

import io
import zipfile

import pytest
from support.repositories import findings, new_names

from exportconv.normalize.rules.missing_extension import RULE


def zipped(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for entry in names:
            name, _, content = entry.partition("=")
            archive.writestr(name, content or "x")
    return data.getvalue()


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x20ftyp" + brand + b"\0\0\2\0" + brand


SVG = "http://www.w3.org/2000/svg"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (PNG, ".png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", ".jpg"),
        (b"GIF89a\1\0", ".gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", ".webp"),
        (b"RIFF\x24\n\0\0WAVEfmt ", ".wav"),
        (b"II*\0\x08", ".tif"),
        (b"%PDF-1.7\n", ".pdf"),
        (box(b"isom"), ".mp4"),
        (box(b"mp42"), ".mp4"),
        (box(b"M4A "), ".m4a"),
        (box(b"qt  "), ".mov"),
        (box(b"heic"), ".heic"),
        (box(b"avif"), ".avif"),
        (b"ID3\x04\0\0\0", ".mp3"),
        (b"OggS\0\2", ".ogg"),
        (b"fLaC\0\0", ".flac"),
        (b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86\x81\x01B\x82\x84webm", ".webm"),
        (b"7z\xbc\xaf\x27\x1c\0", ".7z"),
        (b"\x1f\x8b\x08\0", ".gz"),
        (zipped("사진.txt"), ".zip"),
        (zipped("mimetype=application/epub+zip"), ".epub"),
        (zipped("mimetype=application/hwp+zip"), ".hwpx"),
        (f'<svg width="1" xmlns="{SVG}">'.encode(), ".svg"),
        (f"\ufeff<?xml version='1.0'?>\n<!-- 그림 -->\n<!DOCTYPE svg>\n<svg xmlns='{SVG}'>".encode(), ".svg"),
    ],
)
def test_found(data, suffix):
    assert new_names({"그림/사진": data}, RULE) == {"그림/사진": f"사진{suffix}"}
    assert new_names({f"그림/사진{suffix}": data, "그림/사진.그림": b"x"}, RULE) == {}


@pytest.mark.parametrize(
    "data",
    [zipped("[Content_Types].xml", "word/document.xml"), zipped("_rels/.rels"), zipped("META-INF/MANIFEST.MF"),
     zipped("mimetype=application/x-own"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"],
)  # fmt: skip
def test_reported_where_several_kinds_begin_so(data):
    assert new_names({"보고": data}, RULE) == {"보고": None}


@pytest.mark.parametrize(
    "data",
    [b"", b"MIT License\n", b"all:\n\tmake\n", "글\n".encode(), b"GIF is a format", b"ID3 tags are", b"RIFF and WEBP are", b"BM", b"PK",
     b"PNG", b"%PDF", b"\x7fELF\2", b"#!/bin/sh\n", b"<html><svg xmlns='x'></html>", b"<svg>", b"<?xml version='1.0'?><rss>",
     b"version https://git-lfs.github.com/spec/v1\noid sha256:", b"\0\0\0\x20ftypxxxx", b"\0\0\0\x20moov", b"x" + PNG],
)  # fmt: skip
@pytest.mark.parametrize("name", ["LICENSE", "Makefile", "사진"])
def test_other_bytes_are_left_alone(name, data):
    assert findings({name: data}, RULE) == []


@pytest.mark.parametrize(
    "name", ["a.png", "a.PNG", "a.jpg", "a.bin", "a.001", "Mr.Kim", "a.md", ".사진", ".cache/사진", "v1.0", "a.x-y"]
)
def test_any_extension_will_do(name):
    assert findings({name: PNG}, RULE) == []


@pytest.mark.parametrize(
    "name", ["Screenshot at 3.15.00 PM", "2024.05.10 회의", "회의 v1.최종", "끝.", "no suffix", "...a"[3:]]
)
def test_what_only_looks_like_an_extension(name):
    assert new_names({name: PNG}, RULE) == {name: f"{name}.png"}


def test_a_large_file_is_read_at_its_beginning_only():
    assert new_names({"영상": box(b"isom") + b"\0" * 3_000_000}, RULE) == {"영상": "영상.mp4"}
