"""Generate the JSON page: the shape of the output of commands on the sample desk."""

from __future__ import annotations

from typing import Any

from docs.scripts.sample import answers

# A shape names the kinds of a value; containers also describe their contents: `object`, `optional` keys, `list`.
Shape = dict[str, Any]


def shapes_page() -> str:
    lines = [
        "# JSON",
        "",
        "Made by `nox -s reference`: every command is run on the sample desk and what it prints is described.",
        "`a | b` is either, `key?` may be missing, `{name: …}` is an object whose keys are data, `…` means more of",
        "the same, and a bare `null` or `[…]` is one that the sample desk never fills. Dates and moments are",
        "ISO 8601, moments in UTC.",
    ]
    for asked, documents in answers():
        whole = merged([shape(document, asked.maps) for document in documents])
        lines += ["", f"## `fbtui {asked.shown or asked.words}`", ""]
        lines += [asked.says, ""] if asked.says else []
        lines += ["```text", drawn(whole), "```"]
    return "\n".join(lines) + "\n"


def shape(value: Any, maps: frozenset[str] = frozenset()) -> Shape:
    """The shape of one value; the keys of an object below a key of `maps` are data."""
    if isinstance(value, dict):
        keys = {
            key: {"map": merged([shape(x) for x in each.values()])}
            if key in maps and isinstance(each, dict)
            else shape(each, maps)
            for key, each in value.items()
        }
        return {"object": keys, "optional": set()}
    if isinstance(value, list):
        return {"list": merged([shape(each, maps) for each in value])}
    if value is None:
        return {"null": True}
    if isinstance(value, bool):
        return {"true or false": True}
    return {"number" if isinstance(value, int | float) else "text": True}


def merged(shapes: list[Shape]) -> Shape:
    """The common shape of several."""
    whole: Shape = {kind: True for each in shapes for kind in each}
    for kind in whole.keys() & {"list", "map"}:
        whole[kind] = merged([each[kind] for each in shapes if kind in each])
    objects = [each for each in shapes if "object" in each]
    if objects:
        keys = dict.fromkeys(key for each in objects for key in each["object"])
        whole["object"] = {
            key: merged([each["object"][key] for each in objects if key in each["object"]])
            for key in keys
        }
        whole["optional"] = {
            key
            for key in keys
            if any(key not in each["object"] or key in each["optional"] for each in objects)
        }
    return whole


def drawn(shape: Shape, indent: int = 0) -> str:
    """A shape as text, one key a line."""
    kinds: list[str] = [kind for kind in ("number", "text", "true or false") if kind in shape]
    if "object" in shape:
        kinds.append(_object(shape, indent))
    if "map" in shape:
        inner = drawn(shape["map"], indent)
        kinds.append(f"{{name: {inner}, …}}" if inner else "{…}")
    if "list" in shape:
        inner = drawn(shape["list"], indent)
        kinds.append(f"[{inner}, …]" if inner else "[…]")
    if "null" in shape:
        kinds.append("null")
    return " | ".join(kinds)


def _object(shape: Shape, indent: int) -> str:
    inside = "  " * (indent + 1)
    rows = (
        f"{inside}{key}{'?' if key in shape['optional'] else ''}: {drawn(value, indent + 1)}"
        for key, value in shape["object"].items()
    )
    return "{\n" + "\n".join(rows) + "\n" + "  " * indent + "}"
