"""The words that the reader knows: one language a file, phrases by what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fbtui.domain.aspects import AspectName
from fbtui.domain.phrases import NUMBER, UNKNOWN, Label, Mistake, Net, Word
from fbtui.domain.words import STOP, Vocabulary, cut, folded

COMPLAINT, PRAISE, TOPIC, NEUTRAL = "complaint", "praise", "topic", "neutral"
CANCEL, OTHER, NOT, BUT, AND, GOOD, BAD = "cancel", "other", "not", "but", "and", "good", "bad"
ENDS = "ends"
_SPEAKING_CLASSES = {"NOT": NOT, "BUT": BUT, "AND": AND, "GOOD": GOOD, "BAD": BAD}
_NO_GAP_OVER = ("NOT", "BUT", STOP)
_STOP_PHRASE = "stop"  # any one word will do: the net learns the stop itself
_CLASS_NAME = re.compile(r"[A-Z][A-Z_]+")

Phrases = tuple[str, ...]


class LanguageFile(BaseModel):
    """One file of `data/lexicon/`, as a team lead writes it (notation: phrases.py)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    blanks: bool = True  # False: written without blanks between words (Japanese)
    classes: Mapping[str, str] = Field(default_factory=dict)
    known: str = ""
    complaint: Mapping[AspectName, Phrases] = Field(default_factory=dict)
    praise: Mapping[AspectName, Phrases] = Field(default_factory=dict)
    topic: Mapping[AspectName, Phrases] = Field(default_factory=dict)
    neutral: Phrases = ()
    cancel: Phrases = ()
    other: Mapping[AspectName, Phrases] = Field(default_factory=dict)

    def labelled(self) -> list[tuple[Label, Phrases]]:
        """Every list of phrases under what it says; earlier lists win equal phrases."""
        lists = [(Label(CANCEL), self.cancel), (Label(NEUTRAL), self.neutral)]
        lists += [(Label(COMPLAINT, a), p) for a, p in self.complaint.items()]
        lists += [(Label(PRAISE, a), p) for a, p in self.praise.items()]
        lists += [(Label(TOPIC, a), p) for a, p in self.topic.items()]
        return [*lists, *((Label(OTHER, a), p) for a, p in self.other.items())]


class Language:
    """One compiled language: cuts a comment into words and knows what phrases they begin."""

    def __init__(self, file: LanguageFile) -> None:
        self.name = file.language
        self.blanks = file.blanks
        self.net = net = Net()
        classes = {name: _class_members(words) for name, words in file.classes.items()}
        seen: set[str] = set()

        def symbol_of(piece: str) -> str:
            symbol = _symbol(piece, classes)
            seen.add(symbol)
            return symbol

        for label, phrases in file.labelled():
            for phrase in phrases:
                net.learn(phrase, label, symbol_of)
        for name, kind in _SPEAKING_CLASSES.items():
            net.learn(name, Label(kind), lambda piece: piece)
        net.learn(_STOP_PHRASE, Label(ENDS), lambda _: STOP)
        known = {s for s in seen if not s.endswith("*") and s not in classes and s[0].isalpha()}
        known |= {folded(w) for w in file.known.split()}
        endings = {s[:-1] for s in seen if s.endswith("*")}
        self.vocabulary = Vocabulary(net, classes, known, endings, _NO_GAP_OVER)
        self.words_of: Callable[[str], list[str]] = cut if file.blanks else _cutter(known)

    def spans(self, text: str, words: Sequence[str]) -> list[tuple[int, int]]:
        """(start, end) of each word and stop in the text that they were cut from."""
        found, here = [], 0
        for word in words:
            start = text.find(word, here)
            start = start if start >= 0 else text.find("-", here)  # " - " was read as a stop
            here = start + len(word)
            found.append((start, here))
        return found

    def knows(self, words: Sequence[str]) -> int:
        """How many of the words this language knows."""
        return len(words) - self.vocabulary.entries(words).count(None)

    def read(self, words: Sequence[str], entries: list[Word | None]) -> list[Word]:
        """Entries with every gap filled: a slip of the pen mended, or the unknown word."""
        mended = self.vocabulary.mended
        return [e if e is not None else mended(w) for e, w in zip(entries, words, strict=True)]


class Lexicon:
    """All languages; the first one is tried first and keeps a comment that it half knows."""

    # Under a quarter of strangers the first language is not doubted (product names are strangers).
    _DOUBT = 4

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = tuple(languages)
        self.first = self.languages[0]
        self._with_blanks = [x for x in self.languages if x.blanks]
        self._spaceless = next((x for x in self.languages if not x.blanks), None)

    def cut(self, text: str) -> tuple[Language, list[str], list[Word]]:
        """The language of a plain text, its words, and what the language knows of each."""
        language = self.first
        if not text.isascii() and self._spaceless and _KANA_OR_KANJI.search(text):
            language = self._spaceless
        words = language.words_of(text)
        entries: list[Any] = language.vocabulary.entries(words)
        strangers = entries.count(None)
        if not strangers:
            return language, words, entries
        if language is self.first and strangers * self._DOUBT >= len(words):
            strange = [w for w, e in zip(words, entries, strict=True) if e is None]
            if any(x.knows(strange) for x in self._with_blanks):
                language = max(self._with_blanks, key=lambda x: x.knows(words))
                entries = language.vocabulary.entries(words)
        return language, words, language.read(words, entries)


_KANA_OR_KANJI = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def _class_members(words: str) -> list[str]:
    return [
        w[:-1] and folded(w[:-1]) + "*" if w.endswith("*") else folded(w) for w in words.split()
    ]


def _symbol(piece: str, classes: Mapping[str, object]) -> str:
    if _CLASS_NAME.fullmatch(piece):
        if piece not in classes:
            raise Mistake(f"the class {piece} is not in [classes]", piece)
        return piece
    if piece in (UNKNOWN, NUMBER):
        return piece
    if not any(c.isalnum() for c in piece) or piece != piece.lower():
        raise Mistake(f'"{piece}" is neither a word in small letters nor a sign', piece)
    ending = piece.endswith("*")
    return folded(piece.rstrip("*")) + ("*" if ending else "")


def _cutter(known: set[str]) -> Callable[[str], list[str]]:
    """Cuts a text without blanks: the longest known word, else a run of one script."""
    words = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    runs = r"[a-z0-9]+|[\u30a0-\u30ff]+|[\u4e00-\u9fff]|[\u3040-\u309f]"
    return re.compile(f"{words}|{runs}|[。、！？!?,.…\n()]").findall
