"""Read untrusted XML into dicts, lists and texts, refusing every document type.

Entity bombs and external entities both need a document type declaration; no report has one.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, NoReturn
from xml.parsers import expat

import xmltodict

from fbtui.domain.outcome import RefusedInput

MAX_DEPTH = 64


def read_xml(data: bytes, name: str) -> dict[str, object]:
    """The document as {root: node}. An element is a text, or a dict of children by
    name (a list if repeated), "@attribute", and "#text" next to children. Namespaces are dropped.

    Raises RefusedInput, with the file's `name` and the line, for bad XML, a document type, or
    elements over MAX_DEPTH deep.
    """
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(why: str, line: int | None = None) -> NoReturn:
        line = parser.CurrentLineNumber if line is None else line
        raise RefusedInput(f"{name}, line {line}: {why}")

    def refuse_doctype(*_: object) -> None:
        refuse("XML with a document type is not taken; remove the DOCTYPE and import again.")

    def without_namespace(path: list[Any], key: str, value: object) -> tuple[str, object] | None:
        if len(path) > MAX_DEPTH:
            refuse(f"this is nested over {MAX_DEPTH} deep; download the report again.")
        if key.startswith("@xmlns"):
            return None
        prefix, local = ("@", key[1:]) if key.startswith("@") else ("", key)
        return prefix + local.rpartition("}")[2], "" if value is None else value

    parser.StartDoctypeDeclHandler = refuse_doctype
    ready = SimpleNamespace(ParserCreate=lambda *_: parser)
    try:
        tree: dict[str, object] = xmltodict.parse(  # type: ignore[no-untyped-call]
            data,
            expat=ready,
            process_namespaces=True,
            namespace_separator="}",
            postprocessor=without_namespace,
        )
    except expat.ExpatError as error:
        says = f"this is not XML ({expat.ErrorString(error.code)})"
        refuse(f"{says}; download the report again.", error.lineno)
    except (LookupError, ValueError) as error:  # an encoding unknown to Python
        refuse(f"this XML cannot be decoded ({error}); save it as UTF-8.", 1)
    return tree
