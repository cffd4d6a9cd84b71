"""What was understood of a file, in words: the same before it is taken and after, in room and command line."""

from __future__ import annotations

from fbtui.services.intake import Preview

_SHOWN = 20


def summary(preview: Preview, *, taken: bool = False) -> str:
    """Lines: what the file is, how it was read, what it changes, what is noticed, what is refused."""
    understood, counts = preview.understood, preview.counts
    order = f"dates {understood.date_order}, " if understood.date_order else ""
    verb = "are" if taken else "would be"
    columns = ", ".join(
        f"{header} → {meaning or 'not used'}" for header, meaning in understood.columns
    )
    lines = [
        f"{understood.name}: {understood.kind}, {understood.layout}, {understood.encoding}",
        f"  {order}marketplace {preview.marketplace or 'not known'}, account {preview.account}",
        *([f"  columns: {columns}"] if columns else []),
        f"  {counts.rows:,} rows read: {counts.new:,} {verb} new, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged, {counts.refused:,} refused",
        *(f"  note: {notice}" for notice in preview.notices),
        *(f"  line {line.line} refused: {line.reason}" for line in preview.refusals[:_SHOWN]),
    ]
    if counts.refused > _SHOWN:
        lines.append(
            f"  … and {counts.refused - _SHOWN:,} more; `fbtui refused` lists them once taken"
        )
    return "\n".join(lines)
