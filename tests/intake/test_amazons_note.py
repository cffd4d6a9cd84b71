"""Amazon's note under struck feedback is neither a comment nor a reply."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from fbtui.intake.amazons_note import may_hold_note, without_note
from tests.intake.conftest import Take

SAID = (
    "This item was fulfilled by Amazon, and we take responsibility for this fulfillment experience."
)
HEADER = "Date\tRating\tComments\tYour Response\tOrder ID\tRater Email\n"
ORDER = "104-9861409-1948261"
NOTES = {
    "en": f"Message from Amazon: {SAID}",
    "de": "Nachricht von Amazon: Dieser Artikel wurde von Amazon versandt. Wir übernehmen die Verantwortung für dieses Versanderlebnis.",
    "es": "Mensaje de Amazon: Este producto ha sido gestionado por Amazon y asumimos la responsabilidad de esta experiencia.",
    "fr": "Message d’Amazon : Cet article a été expédié par Amazon et nous assumons la responsabilité de cette expérience.",
    "it": "Messaggio da Amazon: Questo articolo è stato spedito da Amazon e ci assumiamo la responsabilità di questa esperienza.",
    "nl": "Bericht van Amazon: Dit artikel is verzonden door Amazon en wij nemen de verantwoordelijkheid voor deze ervaring.",
    "pt": "Mensagem da Amazon: Este item foi enviado pela Amazon e assumimos a responsabilidade por esta experiência.",
    "sv": "Meddelande från Amazon: Den här artikeln levererades av Amazon och vi tar ansvar för den här upplevelsen.",
    "pl": "Wiadomość od Amazon: Ta pozycja została zrealizowana przez Amazon i bierzemy odpowiedzialność za tę realizację.",
    "tr": "Amazon'dan mesaj: Bu ürün Amazon tarafından gönderildi ve bu deneyimin sorumluluğunu üstleniyoruz.",
    "ja": "Amazonからのメッセージ: この商品はAmazonが発送しました。この配送については当社が責任を負います。",
    "zh": "来自亚马逊的消息：该商品由亚马逊配送，我们承担此次配送体验的责任。",
    "ar": "رسالة من أمازون: تم تنفيذ هذا المنتج بواسطة أمازون ونحن نتحمل مسؤولية هذه التجربة.",
    "hi": "Amazon की ओर से संदेश: यह आइटम Amazon ने पूरा किया था और हम इसकी ज़िम्मेदारी लेते हैं।",
}  # fmt: skip


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_in_a_comment_of_a_report(take: Take, note: str) -> None:
    text = HEADER + f"4/13/26\t1\tNever arrived.\n\n{note}\t\t{ORDER}\tab1@marketplace.amazon.com\n"
    taken = take(text.encode(), marketplace="US")
    (row,) = taken.rows
    assert (row.comment, row.response, row.fulfilment) == ("Never arrived.", "", "FBA")
    (said,) = [each for each in taken.understood.notices if "Amazon's own note" in each]
    assert "struck" in said and note[:40] in said


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_in_the_response_cell_of_a_report(take: Take, note: str) -> None:
    text = HEADER + f"4/13/26\t1\tNever arrived.\t{note}\t{ORDER}\tab1@marketplace.amazon.com\n"
    (row,) = take(text.encode(), marketplace="US").rows
    assert (row.comment, row.response, row.fulfilment) == ("Never arrived.", "", "FBA")


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
@pytest.mark.parametrize(
    "page",
    [
        f"4/13/26\t1\tNever arrived.\n\n{{note}}\n\t{ORDER}\tab1@marketplace.amazon.com\tActions\n",
        f"4/13/26\n1\nNever arrived.\n{{note}}\n{ORDER}\nActions\n",
        f"4/13/26\t1\tNever arrived.\t{ORDER}\n\n{{note}}\n",
        f"4/13/26\n1\n{ORDER}\nNever arrived.\n{{note}}\nChoose one\n",
        f"4/13/26\t1\t{ORDER}\tNever arrived.\n{{note}}\tChoose one\n",
    ],
    ids=["2018", "2018 by line", "below", "today by line", "today"],
)
def test_on_the_page(take: Take, page: str, note: str) -> None:
    taken = take(page.format(note=note), marketplace="US")
    (row,) = taken.rows
    assert (row.comment, row.response, row.fulfilment) == ("Never arrived.", "", "FBA")
    assert taken.refused == []
    assert taken.accounted == taken.understood.lines


def test_without_its_opening_words(take: Take) -> None:
    text = HEADER + f"4/13/26\t1\tNever arrived. {SAID}\t\t{ORDER}\t\n"
    (row,) = take(text.encode(), marketplace="US").rows
    assert (row.comment, row.fulfilment) == ("Never arrived.", "FBA")


def test_without_a_blank_before_it(take: Take) -> None:
    text = HEADER + f"4/13/26\t1\tBad.Message from Amazon: {SAID}\t\t{ORDER}\t\n"
    (row,) = take(text.encode(), marketplace="US").rows
    assert (row.comment, row.fulfilment) == ("Bad.", "FBA")


def test_the_other_sentence_does_not_state_the_fulfilment(take: Take) -> None:
    note = "The fulfillment issues associated with this order were not due to the seller."
    text = HEADER + f"4/13/26\t1\tNever arrived.\t{note}\t{ORDER}\t\n"
    (row,) = take(text.encode(), marketplace="US").rows
    assert (row.comment, row.response, row.fulfilment) == ("Never arrived.", "", "")


@pytest.mark.parametrize(
    "comment",
    [
        "Fulfilled by Amazon, so nobody takes responsibility for anything.",
        "I had a message from Amazon: your parcel is late. It is your responsibility!",
        "Message from Amazon: your parcel is delayed.",
        "Amazon says it is the seller's responsibility",
        "Der Verkäufer sagt, Amazon hat die Verantwortung",
        "",
    ],
)
def test_buyers_who_speak_of_amazon_keep_their_words(take: Take, comment: str) -> None:
    text = HEADER + f"4/13/26\t1\t{comment}\t\t{ORDER}\t\n"
    (row,) = take(text.encode(), marketplace="US").rows
    assert (row.comment, row.fulfilment) == (comment, "")


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_the_fast_check_misses_no_note(note: str) -> None:
    assert may_hold_note(note)
    found = without_note(note)
    assert found is not None and found.rest == "" and found.taken_over
