"""`fbtui doctor`: versions, desk, configuration and terminal, one line each."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from fbtui.cli.exit_codes import NO, OK
from fbtui.cli.opening import desk_path
from fbtui.cli.output import say, say_json
from fbtui.config import agent_name, config_folder, load
from fbtui.domain.outcome import RefusedInput
from fbtui.keymap import why_unusable
from fbtui.services.desk import utc_now
from fbtui.store.integrity import Finding, check_desk
from fbtui.terminal.clipboard import file_of_copies, lacks_clipboard, tmux, way_of
from fbtui.terminal.session import why_no_terminal
from fbtui.understanding.encoder import why_no_model

_PACKAGES = ("textual", "sqlite-utils", "pydantic", "jinja2", "click")


@click.command("doctor")
@click.option("--db", type=click.Path(path_type=Path), help="The desk's file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of words.")
@click.pass_context
def command(ctx: click.Context, db: Path | None, as_json: bool) -> int:
    """Check the desk, the configuration and the terminal; change nothing.

    Exit code 1 when something is wrong.
    """
    above = ctx.find_root().obj or {}
    path = desk_path(db or above.get("db"))
    found = [*_versions(), *check_desk(path, read_only=bool(above.get("read_only")))]
    found += [*_configuration(above.get("agent")), *_terminal(os.environ), _editor(os.environ)]
    well = all(finding.ok for finding in found)
    if as_json:
        say_json({"ok": well, "checks": [finding._asdict() for finding in found]})
    else:
        for finding in found:
            say(f"{'ok' if finding.ok else '▲':2}  {finding.name:13} {finding.says}")
    return OK if well else NO


def _versions() -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0])
    for package in _PACKAGES:
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, False, "is not installed")
    missing = why_no_model()
    yield Finding("reading", not missing, missing or "comments are read for what they mean")


def _configuration(agent: str | None) -> Iterator[Finding]:
    path = config_folder() / "config.toml"
    try:
        config = load(path)
    except RefusedInput as mistake:
        yield Finding("configuration", False, str(mistake))
        return
    if wrong := why_unusable(config.keymap):
        yield Finding("configuration", False, f"{path}: {wrong}")
    else:
        yield Finding("configuration", True, str(path) if path.exists() else f"none at {path}")
    yield Finding("agent", True, agent_name(agent, config))
    if config.amazon is not None:
        old = config.amazon.secret_trouble(utc_now().date())
        yield Finding("amazon", not old, old or "reports are fetched by `fbtui sync`")


def _terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    why = why_no_terminal(environ, sys.__stdin__, sys.__stderr__)
    attached = all(each is not None and each.isatty() for each in (sys.__stdin__, sys.__stderr__))
    # A script has no terminal and needs none.
    yield Finding("terminal", why is None or not attached, _terminal_words(environ, why, attached))
    encoding = (sys.stdout.encoding if sys.stdout else None) or "unknown"
    utf8 = encoding.lower().replace("-", "") == "utf8"
    yield Finding("encoding", utf8, encoding if utf8 else f"{encoding}: set LANG=C.UTF-8")
    yield _clipboard(environ)


def _terminal_words(environ: Mapping[str, str], why: str | None, attached: bool) -> str:
    if not attached:
        return "none here; the commands need none"
    if why:
        return why
    full = environ.get("COLORTERM", "") in ("truecolor", "24bit")
    colours = "16.7 million" if full else "256" if "256" in environ["TERM"] else "16"
    quiet = ", NO_COLOR is set" if environ.get("NO_COLOR") else ""
    return f"{environ['TERM']}, {colours} colours{quiet}"


def _clipboard(environ: Mapping[str, str]) -> Finding:
    """How copied text reaches the agent. Only tmux can be tested: it alone answers."""
    match way_of(environ):
        case "tmux":
            return _through_tmux()
        case "tmux beyond":
            says = "through the tmux on your own machine: it needs `set -s set-clipboard on` there"
        case "screen":
            says = "through GNU screen, in pieces; if nothing arrives, use the text view (F8)"
        case "none":
            name = lacks_clipboard(environ)
            says = f"{name} takes none: copies lie in {file_of_copies()} while fbtui is open"
        case _:
            far = "over SSH" if environ.get("SSH_CONNECTION") else "by your terminal"
            says = f"{far} (OSC 52): nobody answers. PuTTY and GNOME Terminal may take none"
    return Finding("clipboard", True, says)


def _through_tmux() -> Finding:
    """Write a word to a tmux buffer of our own and read it back; other buffers are untouched."""
    buffer, word = "fbtui-doctor", "arrived"
    tmux("load-buffer", "-b", buffer, "-", stdin=word)
    arrived = tmux("show-buffer", "-b", buffer) == word
    tmux("delete-buffer", "-b", buffer)
    if not arrived:
        return Finding("clipboard", False, "tmux does not answer; copies are sent by OSC 52")
    setting = tmux("show-options", "-sv", "set-clipboard")
    features = tmux("display-message", "-p", "#{client_termfeatures}")
    if setting == "off":
        says = "only as far as tmux's buffer: `set -s set-clipboard external` sends it on"
        return Finding("clipboard", False, says)
    if features and "clipboard" not in features:
        says = "tmux thinks your terminal has none: `set -as terminal-features ',*:clipboard'`"
        return Finding("clipboard", False, says)
    return Finding(
        "clipboard", True, f"by tmux's buffer (set-clipboard {setting}): tried, it works"
    )


def _editor(environ: Mapping[str, str]) -> Finding:
    chosen = environ.get("VISUAL") or environ.get("EDITOR")
    try:
        name = shlex.split(chosen or "vi")[0]
    except (ValueError, IndexError):
        return Finding("editor", False, f"EDITOR cannot be read as a command: {chosen}")
    found = shutil.which(name)
    return Finding(
        "editor",
        found is not None or not chosen,
        found or f"{name} is not on the PATH; set EDITOR (letters can be written without)",
    )
