"""Names and sizes of files that go with an e-mail."""

from __future__ import annotations

import pytest

from fbtui.domain.letters.attachments import cleaned_name, format_size, why_not_attached


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("photo.jpg", "photo.jpg"),
        ("/tmp/../etc/passwd", "passwd"),
        ("Straße (1).pdf", "Straße (1).pdf"),
        ("領収書.pdf", "領収書.pdf"),
        ('a"b;c\r\nBcc: x.pdf', "a_b_c__Bcc_ x.pdf"),
        ("\x1b[2Jevil\u202egpj.exe", "__2Jevil_gpj.exe"),
        ("...bashrc", "bashrc"),
        ("  two   blanks .txt", "two blanks .txt"),
        ("...", "file"),
        ("=?utf-8?q?x?=.txt", "__utf-8_q_x__.txt"),
    ],
)
def test_a_name_is_harmless_in_a_header_and_on_a_disk(given: str, kept: str) -> None:
    assert cleaned_name(given) == kept


def test_a_long_name_keeps_its_ending_and_two_of_a_name_are_told_apart() -> None:
    assert cleaned_name("x" * 300 + ".jpeg") == "x" * 95 + ".jpeg"
    assert cleaned_name("photo.jpg", ["Photo.JPG"]) == "photo-2.jpg"
    assert cleaned_name("photo.jpg", ["photo.jpg", "photo-2.jpg"]) == "photo-3.jpg"


def test_ten_megabytes_in_total_and_not_a_byte_more() -> None:
    assert why_not_attached("a.pdf", 10_000_000, 0, 10) is None
    assert why_not_attached("a.pdf", 4_000_000, 6_000_000, 10) is None
    why = why_not_attached("a.pdf", 4_000_001, 6_000_000, 10)
    assert why is not None
    assert "4.1 MB" in why and "6.0 MB already attached" in why and "10 MB in total" in why
    assert why_not_attached("a.pdf", 0, 0, 10) == "a.pdf is empty."


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (1_001, "2 kB"), (2_050_000, "2.1 MB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert format_size(size) == words
