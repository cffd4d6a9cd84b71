"""The names of letter languages."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "ja": "Japanese",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "tr": "Turkish",
    "ar": "Arabic",
    "zh": "Chinese",
}


def name_of_language(code: str) -> str:
    """`de` is German; an unknown code is returned unchanged."""
    return LANGUAGES.get(code, code)
