"""All commands by name; each module is imported only when its command is called."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from fbtui.cli.endings import discard_output, exit_code
from fbtui.cli.exit_codes import INTERRUPTED, OK

# Purpose → command → (module of fbtui.cli, one line for the overview)
SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Import": {
        "demo": ("demo", "Open the workstation on a sample desk in a temporary database."),
        "import": (
            "intake.import_",
            "Import report files, orders files or tables with named columns.",
        ),
        "sync": ("sync", "Fetch reports, fulfilment and products through Amazon's API."),
        "refused": ("intake.refused", "List imports, and the lines they refused."),
        "read": ("feedback.read", "Read the waiting comments and sort them into lanes."),
    },
    "Look": {
        "list": ("feedback.list", "List feedback: open feedback, the most urgent first."),
        "show": ("feedback.show", "Show one feedback with its letters and its timeline."),
        "next": ("feedback.next", "Show the next step of the playbook, and why."),
        "rating": ("feedback.rating", "Show the table of positive, neutral and negative feedback."),
        "digest": ("digest", "Summarise events and open work: text, Markdown, HTML, or sent."),
        "alerts": ("alerts", "List what needs attention now, each thing once."),
        "stats": ("stats", "Show feedback handled, response times and removals granted."),
        "handover": ("handover", "Write a note for the next shift."),
        "log": ("log", "Show who did what, and when."),
    },
    "Triage": {
        "claim": ("feedback.triage", "Claim feedback."),
        "release": ("feedback.triage", "Give up your claims."),
        "done": ("feedback.triage", "Set feedback done."),
        "reopen": ("feedback.triage", "Bring done or snoozed feedback back."),
        "snooze": ("feedback.triage", "Set feedback aside for a while."),
        "note": ("feedback.triage", "Write a note on feedback."),
        "tag": ("feedback.triage", "Put a tag on feedback, or take it off."),
        "lane": ("feedback.triage", "Pick the lane of feedback."),
        "fulfilment": ("feedback.triage", "Say who fulfilled an order."),
        "skip": ("feedback.triage", "Skip the next step of feedback, with a reason."),
        "undo": ("feedback.triage", "Take back your last act."),
        "redo": ("feedback.triage", "Redo the act you took back."),
    },
    "Letters": {
        "letter": (
            "letters.letter",
            "Write, check and record the reply and the e-mail of one feedback.",
        ),
        "check": ("letters.check", "Check any text against Amazon's policy."),
        "template": ("letters.template", "List, show and check the letter templates."),
        "outbox": ("letters.outbox", "List pending and failed e-mails."),
        "send": ("letters.send", "Send the queued e-mails by SMTP."),
    },
    "Cases and account health": {
        "case": (
            "cases.case",
            "Request removals, record Amazon's answers, follow cases to their end.",
        ),
        "health": (
            "health.health",
            "Show the account-health board; take readings, notices, escalations.",
        ),
    },
    "Export": {
        "export": ("feedback.export", "Write a snapshot of the queue to a file."),
        "diff": ("feedback.diff", "Show the changes between two snapshots."),
    },
    "Rules": {
        "playbook": ("feedback.playbook", "Check the playbook and its files; reroute the desk."),
        "route": ("feedback.route", "Show the lane and ground of a comment, and why."),
    },
    "The desk and the program": {
        "backup": ("backup", "Copy the desk while others work."),
        "purge": ("purge", "Remove buyers' addresses and letters that were kept long enough."),
        "doctor": ("doctor", "Check the desk, the configuration and the terminal."),
        "keys": ("keys", "List the keys of every room."),
        "completion": (
            "completion",
            "Print the script by which bash, zsh or fish completes fbtui.",
        ),
        "man": ("man", "Print the manual page."),
    },
}
COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class Commands(click.Group):
    """A group whose commands are imported on demand."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader (`head`, a closed pager) is gone. Caught here: click would exit with 1.
            discard_output()
            return OK

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"fbtui.cli.{COMMANDS[cmd_name][0]}")
        found = getattr(module, f"{cmd_name}_command", None) or module.command
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, without importing any command."""
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])


def _say_version(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
    if is_set:
        from fbtui import __version__

        click.echo(f"fbtui {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--db", type=click.Path(path_type=Path), envvar="FBTUI_DB", help="The desk's file.")
@click.option(
    "--as", "agent", help="Who you are (else FBTUI_AGENT, the configuration, your login)."
)
@click.option("--read-only", is_flag=True, help="Open the desk without changing it.")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_say_version,
    help="The version.",
)
@click.pass_context
def fbtui(ctx: click.Context, db: Path | None, agent: str | None, read_only: bool) -> None:
    """The workstation for seller feedback and account health on Amazon.

    Without a command it opens in this terminal.
    """
    ctx.obj = {"db": db, "agent": agent, "read_only": read_only}
    if ctx.invoked_subcommand is None:
        from fbtui.cli.workstation import open_workstation

        ctx.exit(open_workstation(db, agent, read_only))


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit code."""
    return exit_code(partial(_answer, arguments))


def _answer(arguments: list[str]) -> int:
    try:
        answer = fbtui.main(arguments, prog_name="fbtui", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return answer if isinstance(answer, int) else OK
