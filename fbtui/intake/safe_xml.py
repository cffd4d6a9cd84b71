"""Reads XML from outside into dicts, lists and texts, and refuses every document type.

Entity bombs and external entities both need a document type declaration; no report has one.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from fbtui.domain.outcome import RefusedInput

MAX_DEPTH = 64


def read_xml(data: bytes, name: str) -> dict[str, object]:
    """The document as {root: node}. An element is a text, or a dict of its parts: children by
    name (a list when repeated), "@attribute", "#text" beside children. Namespaces are left out.

    Raises RefusedInput, with the file's `name` and the line, for bad XML, a document type, or
    elements over MAX_DEPTH deep.
    """
    return _Tree(name).read(data)


class _Tree:
    """The elements that are open, each with the parts that it has so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[tuple[dict[str, object], list[str]]] = [({}, [])]
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> dict[str, object]:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            says = f"this is not XML ({expat.ErrorString(error.code)})"
            self._refuse(f"{says}; download the report again.", error.lineno)
        except (LookupError, ValueError) as error:  # an encoding that Python cannot provide
            self._refuse(f"this XML cannot be decoded ({error}); save it as UTF-8.", 1)
        return self._open[0][0]

    def _start(self, _element: str, attributes: dict[str, str]) -> None:
        if len(self._open) > MAX_DEPTH:
            self._refuse(f"this is nested over {MAX_DEPTH} deep; download the report again.")
        parts: dict[str, object] = {f"@{_local(key)}": text for key, text in attributes.items()}
        self._open.append((parts, []))

    def _text(self, text: str) -> None:
        self._open[-1][1].append(text)

    def _end(self, element: str) -> None:
        parts, texts = self._open.pop()
        text = "".join(texts).strip()
        if parts and text:
            parts["#text"] = text
        _append(self._open[-1][0], _local(element), parts or text)

    def _refuse_doctype(self, *_: object) -> None:
        self._refuse("XML with a document type is not taken; remove the DOCTYPE and import again.")

    def _refuse(self, why: str, line: int | None = None) -> NoReturn:
        line = self._parser.CurrentLineNumber if line is None else line
        raise RefusedInput(f"{self._name}, line {line}: {why}")


def _append(parts: dict[str, object], key: str, node: object) -> None:
    """Put `node` under `key`; from the second one on, the key holds a list."""
    if key not in parts:
        parts[key] = node
    elif isinstance(there := parts[key], list):
        there.append(node)
    else:
        parts[key] = [there, node]


def _local(name: str) -> str:
    """An element's name without its namespace."""
    return name.rpartition("}")[2]
