"""Letter templates: a small, safe subset of Jinja that cannot run code, hang or leave a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from fbtui.domain.letters.template_header import Header, split_header
from fbtui.domain.outcome import Refused

if TYPE_CHECKING:
    from jinja2 import Template as Compiled
    from jinja2 import nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

FIELDS = frozenset(
    {"order_id", "stars", "buyer_name", "product", "seller_name"}
    | {"agent_name", "signature", "marketplace", "date", "emailed"}
    | {"complaint", "opening", "closing"}
)
_FILTERS = ("upper", "lower", "title", "capitalize", "trim", "default")
_NODES = [
    "Template",
    "Output",
    "TemplateData",
    "Name",
    "Const",
    "If",
    "Compare",
    "Operand",
    "And",
    "Or",
    "Not",
    "CondExpr",
    "Filter",
]
_WORDS = {
    "For": "a loop",
    "Call": "a call",
    "Getattr": "a dot after a name",
    "Getitem": "a bracket after a name",
    "Assign": "set",
    "Include": "include",
    "Import": "import",
    "Macro": "a macro",
}
_MOST_CHARACTERS, _MOST_NODES, _DEEPEST = 20_000, 500, 24
_MOST_FILLED = 40_000
# The parser is recursive, so nesting is counted before parsing.
_MOST_TAGS, _LONGEST_TAG = 150, 300
_TAG = re.compile(r"\{[{%#]")
_LONG_TAG = re.compile(rf"\{{[{{%](?:(?![}}%]\}}).){{{_LONGEST_TAG},}}", re.S)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A usable template: its header and the text below."""

    header: Header
    body: str


class _NotAllowed(Exception):  # noqa: N818 (a refusal passed up)
    pass


def parse(source: str) -> Template | Refused:
    """The template in `source`, or the reason it is refused, with the line (docs/promises.md, 11)."""
    if len(source) > _MOST_CHARACTERS:
        return Refused(f"The template is too long: at most {_MOST_CHARACTERS:,} characters.")
    split = split_header(source)
    if isinstance(split, Refused):
        return split
    header, body = split
    why = _why_not(body)
    return Refused(why) if why else Template(header, body)


def fill(template: Template, context: Mapping[str, str | int]) -> str | Refused:
    """The letter, or the reason it cannot be made: an unknown, missing or unusable value.

    `context` holds texts and whole numbers under the names in FIELDS; values are never parsed as
    templates.
    """
    if why := _why_not(template.body):
        return Refused(why)
    for name, value in context.items():
        if name not in FIELDS or not isinstance(value, str | int):
            return Refused(f"{name} cannot be put into a letter.")
    plain = {
        name: value if isinstance(value, int) else str(value) for name, value in context.items()
    }
    return _filled(_compiled(template.body), plain)


def _filled(compiled: Compiled, context: Mapping[str, str | int]) -> str | Refused:
    from jinja2 import TemplateError

    pieces: list[str] = []
    filled = 0
    try:
        for piece in compiled.generate(context):
            pieces.append(piece)
            filled += len(piece)
            if filled > _MOST_FILLED:
                return Refused(f"The letter grows too long: over {_MOST_FILLED:,} characters.")
    except (TemplateError, TypeError, ValueError) as error:
        return Refused(f"The template cannot be filled: {error}.")
    return "".join(pieces).strip()


@lru_cache(maxsize=256)
def _why_not(body: str) -> str:
    """Why this body is refused; "" if it may be used. Checks the names too."""
    from jinja2 import TemplateSyntaxError

    if (
        len(body) > _MOST_CHARACTERS
        or len(_TAG.findall(body)) > _MOST_TAGS
        or _LONG_TAG.search(body)
    ):
        return "The template is too complicated for a letter."
    try:
        _walk(_environment().parse(body))
    except TemplateSyntaxError as error:
        return f"Line {error.lineno + 1}: {error.message}."
    except _NotAllowed as refusal:
        return str(refusal)
    except (RecursionError, ValueError, OverflowError):
        return "The template is too complicated for a letter."
    return ""


def _walk(tree: nodes.Template) -> None:
    """Raise _NotAllowed for any node beyond the few kinds a letter needs."""
    for count, (node, depth, line) in enumerate(_nodes(tree)):
        if count > _MOST_NODES or depth > _DEEPEST:
            raise _NotAllowed("The template is too complicated for a letter.")
        kind = type(node).__name__
        if kind not in _NODES:
            raise _NotAllowed(f"Line {line}: {_WORDS.get(kind, kind)} is not allowed in a letter.")
        _check_node(node, kind, line)


def _check_node(node: nodes.Node, kind: str, line: int) -> None:
    from jinja2 import nodes

    if isinstance(node, nodes.Name) and node.name not in FIELDS:
        known = ", ".join(sorted(FIELDS))
        raise _NotAllowed(f"Line {line}: {node.name} is unknown; the names are {known}.")
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        raise _NotAllowed(f"Line {line}: the filter {node.name} is not allowed in a letter.")
    if isinstance(node, nodes.Filter) and (node.kwargs or node.dyn_args or node.dyn_kwargs):
        raise _NotAllowed(f"Line {line}: the filter {node.name} takes plain values only.")
    if isinstance(node, nodes.Const) and not isinstance(node.value, str | int):
        raise _NotAllowed(f"Line {line}: {kind} {node.value!r} is not allowed in a letter.")
    if isinstance(node, nodes.TemplateData) and _LEFT_OVER.search(node.data):
        raise _NotAllowed(f"Line {line}: a placeholder would be left over in the letter.")


def _nodes(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int, int]]:
    """Every node with its depth and source line; the header is line 1."""
    waiting = [(tree, 0, 2)]
    while waiting:
        node, depth, above = waiting.pop()
        line = node.lineno + 1 if node.lineno else above
        yield node, depth, line
        waiting += [(child, depth + 1, line) for child in node.iter_child_nodes()]


@lru_cache(maxsize=64)
def _compiled(body: str) -> Compiled:
    return _environment().from_string(body)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """Jinja without globals and with a handful of filters; undefined names are errors."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    return environment
