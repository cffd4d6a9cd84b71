"""The words that the reader knows: one language a file, phrases by what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from fbtui.domain.aspects import AspectName
from fbtui.domain.noun import Strict
from fbtui.domain.phrases import NUMBER, UNKNOWN, Label, Mistake, Net
from fbtui.domain.words import Vocabulary, folded

COMPLAINT, PRAISE, TOPIC, NEUTRAL = "complaint", "praise", "topic", "neutral"
CANCEL, OTHER, NOT, BUT, AND, GOOD, BAD = "cancel", "other", "not", "but", "and", "good", "bad"
ENDS = "ends"
_SPEAKING_CLASSES = {"NOT": NOT, "BUT": BUT, "AND": AND, "GOOD": GOOD, "BAD": BAD}
_NO_GAP_OVER = ("NOT", "BUT")
_REMEMBERED_CLAUSES = 10_000
_CLASS_NAME = re.compile(r"[A-Z][A-Z_]+")

Phrases = tuple[str, ...]


class LanguageFile(Strict):
    """One file of `data/lexicon/`, as a team lead writes it (notation: phrases.py)."""

    language: str
    blanks: bool = True  # False: written without blanks between words (Japanese)
    classes: Mapping[str, str] = Field(default_factory=dict)
    known: str = ""
    spelt_right: str = ""
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
        symbols: dict[str, str] = {}

        def symbol_of(piece: str) -> str:
            if piece not in symbols:
                symbols[piece] = _symbol(piece, classes)
            return symbols[piece]

        for label, phrases in file.labelled():
            for phrase in phrases:
                net.learn(phrase, label, symbol_of)
        for name, kind in _SPEAKING_CLASSES.items():
            net.learn(name, Label(kind), lambda piece: piece)
        seen = set(symbols.values())
        known = {s for s in seen if not s.endswith("*") and s not in classes and s[0].isalpha()}
        known |= {folded(w) for w in file.known.split()}
        endings = {s[:-1] for s in seen if s.endswith("*")}
        if not file.blanks:  # what is not cut out is not found
            known |= {w for members in classes.values() for w in members if w[0].isalpha()}
        self.vocabulary = Vocabulary(
            net, classes, known, endings, _NO_GAP_OVER, file.spelt_right.split()
        )
        self.words_of: Callable[[str], list[str]] = str.split if file.blanks else _cutter(known)


class _Voice(NamedTuple):
    """A clause: how many words each language knows, if another knows what the first does not."""

    known: tuple[int, ...]
    rescued: bool


class _Voices(dict[str, _Voice]):
    """Clause → who knows its words; remembered, as a shop has buyers of few languages."""

    def __init__(self, languages: Sequence[Language]) -> None:
        super().__init__()
        self._vocabularies = [language.vocabulary for language in languages]

    def __missing__(self, clause: str) -> _Voice:
        words = clause.split()
        known = tuple([vocabulary.known(words) for vocabulary in self._vocabularies])
        strange = [word for word in words if self._vocabularies[0][word] is None]
        if len(self) >= _REMEMBERED_CLAUSES:
            self.clear()
        rescued = any(vocabulary.known(strange) for vocabulary in self._vocabularies)
        voice = self[clause] = _Voice(known, rescued)
        return voice


class Lexicon:
    """All languages; the first, written with blanks, keeps a comment that it half knows."""

    # Under a quarter of strangers the first language is not doubted (product names are strangers).
    _DOUBT = 4

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = tuple(languages)
        self.first = self.languages[0]
        self._with_blanks = [x for x in self.languages if x.blanks]
        self._spaceless = next((x for x in self.languages if not x.blanks), None)
        self._voices = _Voices(self._with_blanks)

    def language_of(self, text: str, clauses: Sequence[str]) -> Language:
        """The language of a plain text and its clauses."""
        if not text.isascii() and self._spaceless and _KANA_OR_KANJI.search(text):
            return self._spaceless
        words = " ".join(clauses).split()
        if not self.doubts(len(words) - self.first.vocabulary.known(words), len(words)):
            return self.first
        voices = [self._voices[clause] for clause in clauses]
        if not any(voice.rescued for voice in voices):
            return self.first
        known = [sum(column) for column in zip(*(voice.known for voice in voices), strict=True)]
        return self._with_blanks[known.index(max(known))]

    def doubts(self, strangers: int, words: int) -> bool:
        """Whether the first language knows too few of the words to keep a comment unasked."""
        return strangers * self._DOUBT >= words > 0 < strangers


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
    return re.compile(f"{words}|{runs}").findall
