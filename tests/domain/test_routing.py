"""A shift of feedback at the routing desk: which lane, which ground, and what the screen says."""

from __future__ import annotations

import pytest

from fbtui.domain.feedback.prediction import Prediction, TopicSpan
from fbtui.domain.feedback.routing import OrderFacts, Routing, Rules, decide, route
from fbtui.services.feedback.reading import opinions
from fbtui.services.feedback.rulebook import load_rules
from fbtui.understanding.reader import Reader

WHOLE = OrderFacts(1, "MFN", None)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The real one: what comments mean is the subject here."""
    return Reader()


@pytest.fixture
def routed(rules: Rules, reader: Reader):
    def one(comment: str, stars: int = 1, fulfilment: str = "MFN", on_time=None) -> Routing:
        (opinion,) = opinions(reader, [(comment, stars)])
        return route(comment, OrderFacts(stars, fulfilment, on_time), opinion, rules)

    return one


def heard(rules: Rules, topic: str, margin: float, order: OrderFacts = WHOLE) -> Routing:
    return route("It is what it is.", order, Prediction(topic, margin), rules)


def test_a_product_review_is_misplaced_and_the_words_are_quoted(routed) -> None:
    found = routed("It leaked, cheap plastic")
    assert (found.lane, found.ground, found.is_guess) == ("misplaced", "product_only", False)
    assert found.because == '"It leaked", "cheap plastic": product only, may be removed'
    assert [q.text for q in found.aspects[0].quotes] == ["It leaked", "cheap plastic"]


def test_a_mixed_comment_says_plainly_that_a_removal_would_be_refused(routed) -> None:
    found = routed("The lid broke. The seller refused a refund.")
    assert (found.lane, found.ground) == ("repair", None)
    assert found.because.startswith("Amazon would keep it: ") and "service" in found.because


@pytest.mark.parametrize(
    ("fulfilment", "on_time", "lane", "ground"),
    [
        ("FBA", None, "amazon", "fba_delivery"),
        ("FBA", True, "amazon", "fba_delivery"),
        ("MFN", True, "amazon", "buy_shipping_delivery"),
        ("MFN", False, "apologise", None),
        ("MFN", None, "apologise", None),
        ("unknown", None, "apologise", None),
    ],
)
def test_who_answers_for_a_late_parcel(routed, fulfilment, on_time, lane, ground) -> None:
    found = routed("Arrived two weeks late.", 1, fulfilment, on_time)
    assert (found.lane, found.ground) == (lane, ground)


def test_unknown_fulfilment_is_named_as_what_would_change_the_answer(routed) -> None:
    assert "unless it fulfilled the order" in routed("Never arrived", 1, "unknown").because


@pytest.mark.parametrize(
    ("comment", "stars", "lane"),
    [
        ("No complaints about shipping", 5, "thank"),
        ("Not damaged, not late, nothing missing", 4, "thank"),
        ("I was worried it would be flimsy but it is rock solid", 5, "thank"),
        ("Great item but never arrived", 2, "apologise"),
        ("Shipping labels did not stick", 1, "misplaced"),
        ("Arrived broken", 1, "repair"),
        ("Love this lamp!", 1, "misplaced"),
        ("Seller was very friendly", 1, "read"),
        ("Fast shipping. It stopped working after a day.", 2, "repair"),
        ("Beautiful bag, arrived three weeks late", 2, "apologise"),
        ("Lovely shop, sadly the cup arrived broken", 5, "repair"),
        ("", 1, "read"),
        ("", 5, "thank"),
        ("👎👎👎", 1, "read"),
    ],
)
def test_it_reads_like_a_person(routed, comment: str, stars: int, lane: str) -> None:
    assert routed(comment, stars).lane == lane


def test_four_and_five_stars_give_no_ground_unless_obscene_or_personal(routed) -> None:
    assert routed("It leaked.", 4).ground is None
    assert routed("Never arrived.", 5, "FBA").ground is None
    assert routed("Fucking great", 5).ground == "obscene"
    assert routed("Great! Write me: kim.osei@example.org", 5).ground == "personal"


def test_praise_of_another_topic_breaks_the_entire_comment(routed) -> None:
    assert routed("It leaked. Friendly seller.").ground is None
    assert routed("Never arrived. Lovely colour.", 1, "FBA").ground is None


def test_a_ground_is_claimed_only_when_it_is_sure_and_the_lane_is_the_same(rules: Rules) -> None:
    sure, likely = heard(rules, "product", 1.0), heard(rules, "product", 0.1)
    assert (sure.lane, sure.ground, sure.is_guess) == ("misplaced", "product_only", False)
    assert (likely.lane, likely.ground, likely.is_guess) == ("misplaced", None, True)
    assert likely.because.startswith("a guess: ")


def test_what_nobody_has_read_is_unclear_whatever_its_stars(rules: Rules) -> None:
    for stars in (1, 3, 5):
        found = decide("Arrived broken", OrderFacts(stars, "FBA", None), None, rules)
        assert (found.lane, found.ground) == ("read", None)


def test_obscene_words_need_no_reader(rules: Rules) -> None:
    assert decide("what a piece of shit", WHOLE, None, rules).lane == "report"


def test_clauses_about_several_topics_are_each_quoted(rules: Rules) -> None:
    comment = "It leaked. Nobody answers."
    opinion = Prediction(
        "condition", 1.0, (TopicSpan(0, 9, "product"), TopicSpan(11, 25, "service"))
    )
    found = route(comment, WHOLE, opinion, rules)
    assert [(a.name, [q.text for q in a.quotes]) for a in found.aspects] == [
        ("product", ["It leaked"]),
        ("service", ["Nobody answers"]),
    ]
    assert found.because.startswith("Amazon would keep it: product and service")


@pytest.mark.parametrize(
    "comment",
    ["f*ck", "sh1t", "F U C K you", "what a b!tch", "Scheiße", "bullsh*t", "a$$hole", "MIERDA"],
)
def test_obscene_words_are_recognised_in_disguise(routed, comment: str) -> None:
    assert routed(comment).ground == "obscene"


@pytest.mark.parametrize(
    "hidden",
    [
        "f\u200buck", "f\u00adu\u2060ck", "fu\u0336ck", "\ufeffFuck",  # nothing that is seen
        "fu\u0441k", "sh\u0456t", "\uff46\uff55\uff43\uff4b", "\U0001d4ef\U0001d4fe\U0001d4ec\U0001d4f4", "a$$",
    ],
)  # fmt: skip
def test_what_only_looks_like_the_word_is_quoted_as_it_stands(routed, hidden: str) -> None:
    comment = f"It never came, kiss my {hidden} now"
    found = routed(comment)
    quote = found.aspects[0].quotes[-1]
    assert found.ground == "obscene"
    assert quote.text == comment[quote.start : quote.end]
    assert hidden.strip("\ufeff") in quote.text


def test_characters_that_nobody_sees_change_no_lane(routed) -> None:
    found = routed("It was br\u200boken when it ar\u00adrived")
    assert found.lane == "repair"
    assert "br\u200boken" in " ".join(q.text for q in found.aspects[0].quotes)


@pytest.mark.parametrize(
    "comment",
    [
        "Slutade fungera", "Varan var slut i lager", "Nutteloos ding", "Cette salopette taille petit",
        "So eine Schlamperei", "Sugo alla puttanesca", "Gli zoccoli sono comodi", "maglia a trama fitta",
        "ottima scopa per scopare il cortile", "Cuidado que no te pinches", "ramo de capullos de rosa",
        "The thorn pricks my fingers", "The kids eat my popcorn", "stronzio",
    ],
)  # fmt: skip
def test_what_is_obscene_in_another_language_only_is_not(routed, comment: str) -> None:
    assert routed(comment).ground != "obscene"


@pytest.mark.parametrize(
    "comment",
    [
        "you slut",
        "quelle salope",
        "du Schlampe",
        "puttana",
        "vaya capullo",
        "pinche vendedor",
        "what a prick",
    ],
)
def test_the_words_themselves_still_are(routed, comment: str) -> None:
    assert routed(comment).ground == "obscene"


@pytest.mark.parametrize(
    "comment",
    [
        "hello from Scunthorpe, a class act", "shiitake", "crap, damn, hell", "the bass assembly",
        "cockpit", "Dick Tracy", "5***** stars", "peacock cocktail", "what the h***", "shuttlecock",
        "button on the pocket", "I passed on it", "analysis of the title", "a+++ seller!!!",
    ],
)  # fmt: skip
def test_what_only_sounds_obscene_is_not(routed, comment: str) -> None:
    assert routed(comment).ground != "obscene"


@pytest.mark.parametrize(
    "comment",
    [
        "write to ann.lee@mailbox.example.com", "ann at posteo dot de", "call 415-555-0137",
        "Tel. 030 5550 1234", "+44 20 7946 0958", "I spoke with Marta Kowalska",
        "電話 090-5551-2345", "He llamado al 612 044 987 y no lo coge nadie",
        "Zadzwoniłem pod 601 234 567, nikt nie odbiera", "Senhora Joana Pereira não cumpriu",
        "Satıcı Kemal Karadağlı diye biri, parayı aldı ortadan kayboldu",
        "Verkoper Kees van der Meulen weigerde", "En viss Lennart Bergström svarade otrevligt",
    ],
)  # fmt: skip
def test_personal_data_is_recognised(routed, comment: str) -> None:
    assert routed(comment).ground == "personal"


@pytest.mark.parametrize(
    "comment",
    [
        "Order 114-8766213-9372221", "tracking 9400111899560243888812", "part 555-1234-A",
        "model 8005551234", "Marta was rude", "a Calvin Klein bag", "the Harry Potter book",
        "bought 12/24/2023 for $1,299.00", "ISBN 978-3-16-148410-0", "at 10 am dot on time",
        "1TZ1234 10 000 000 lumens", "Dear John Lewis store",
        "Numer zamówienia 601 234 567, paczki brak", "Sipariş numarası 123 456 789, hâlâ gelmedi",
        "O Tiago da loja é top, o produto nem tanto", "Hasan Paşa köftesi kuru",
    ],
)  # fmt: skip
def test_numbers_brands_and_first_names_are_not_personal_data(routed, comment: str) -> None:
    assert routed(comment).ground != "personal"
