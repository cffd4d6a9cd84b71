"""Writes a large invented feedback report: `make_report.py ROWS PATH [--seed N] [--all-stars]`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from fbtui.domain.marketplaces import Marketplace, marketplace

DAYS = 3 * 365
CHUNK = 5_000
HEADER = "Date\tRating\tComments\tResponse\tOrder ID\tRater Email\n"
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

OPENINGS = (
    "Very disappointed.", "Not what I expected.", "I ordered this three weeks ago.", "Hmm.",
    "Sorry, but no.",
    "Nie wieder.", "Leider enttäuscht.", "Muy mal.", "No volveré a comprar.", "Très déçu.",
    "Pessimo.",
    "最悪です。", "残念でした。", "", "", "", "", "",
)  # fmt: skip
COMPLAINTS = (
    "The package arrived a week late and nobody told me why.",
    "It leaked all over the box, cheap plastic.",
    'Wrong size, wrong colour, and the "new" item was clearly used.',
    "The seller never answered my messages.",
    "Shipping was fast but the product broke after two days.",
    "Item arrived damaged; the lid was cracked.",
    "Too expensive for what it is.",
    "Never received it, tracking says delivered.",
    "Works as described, no complaints about shipping.",
    "The labels did not stick to anything.",
    "Die Lieferung kam zwei Wochen zu spät.",
    "Der Artikel war beschädigt, Verpackung völlig zerrissen.",
    "El paquete llegó roto y nadie responde.",
    "Le produit ne fonctionne pas, le vendeur ne répond pas.",
    "Il prodotto è arrivato in ritardo.",
    "商品が壊れていました。",
    "配送が遅すぎます。",
    "Missing parts, had to buy screws myself.",
    "Stopped working after one month.",
    "Poor quality.",
)
PRAISE = (
    "Great seller, fast shipping!", "Very helpful and quick service", "great",
    "Arrived early, well packed.",
    "Alles bestens, gerne wieder.", "Todo perfecto.", "Parfait, merci.", "とても良いです。",
)  # fmt: skip
RESPONSES = ("We are sorry to hear this and have written to you.", "Thank you for letting us know.")


def report_lines(
    rows: int, seed: int, all_stars: bool, where: Marketplace, until: date
) -> Iterator[str]:
    """Chunks of report text: header first, then `rows` rows with order IDs that never repeat."""
    rng = random.Random(seed)
    days = [_written(until - timedelta(days=back), where) for back in range(DAYS)]
    stars = (5, 5, 5, 5, 4, 3, 2, 1, 1) if all_stars else (1, 1, 1, 2, 2, 3)
    comments = {each: [_comment(rng, each) for _ in range(4_000)] for each in range(1, 6)}
    aliases = ["".join(rng.choices(_LETTERS, k=11)) for _ in range(2_000)]
    step, offset = (
        7_368_787,
        rng.randrange(10**10),
    )  # a step prime to 10**10 visits every number once
    yield HEADER
    for begin in range(0, rows, CHUNK):
        chunk = []
        for row in range(begin, min(rows, begin + CHUNK)):
            given = rng.choice(stars)
            digits = f"{(offset + row * step) % 10**10:010d}"
            answered = RESPONSES[row % 2] if rng.random() < 0.08 else ""
            chunk.append(
                f"{rng.choice(days)}\t{given}\t{rng.choice(comments[given])}\t{answered}\t"
                f"11{digits[0]}-{digits[1:8]}-{digits[8:]}{row % 10**5:05d}\t"
                f"{rng.choice(aliases)}{row % 10**4:04d}@{where.mail_domain}\n"
            )
        yield "".join(chunk)


def make_report(
    path: Path,
    rows: int,
    *,
    seed: int = 1,
    all_stars: bool = False,
    code: str = "US",
    until: date = date(2026, 4, 3),
) -> None:
    """Write the report as UTF-8, in the date order of the marketplace `code`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(report_lines(rows, seed, all_stars, marketplace(code), until))


def _written(day: date, where: Marketplace) -> str:
    year = f"{day.year % 100:02d}"
    if where.code == "SE":
        return day.isoformat()
    if where.code == "DE":
        return f"{day.day}.{day.month}.{year}"
    parts = {"m": str(day.month), "d": str(day.day), "y": year}
    return "/".join(parts[part] for part in where.date_order)


def _comment(rng: random.Random, stars: int) -> str:
    if stars > 3:
        return rng.choice(PRAISE) if rng.random() < 0.95 else ""
    sentences = [
        rng.choice(OPENINGS),
        *rng.choices(COMPLAINTS, k=rng.choice((0, 1, 1, 1, 2, 2, 3, 5))),
    ]
    return " ".join(sentence for sentence in sentences if sentence)[:400]


def _from_command_line() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all-stars", action="store_true", help="1-5 stars instead of 1-3")
    parser.add_argument("--marketplace", default="US", dest="code")
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 4, 3))
    options = vars(parser.parse_args())
    make_report(options.pop("path"), options.pop("rows"), **options)


if __name__ == "__main__":
    _from_command_line()
