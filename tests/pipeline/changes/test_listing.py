"""Names in another order, voice or form that say the same; where the text is kept."""

from __future__ import annotations

import pytest

from pipeline.changes.gazetteer import state
from tests.pipeline.changes.test_cases import kept, matters

REORDERED = [
    ("en", "Britain, France and Germany urged Iran to comply.", "France, Germany and Britain urged Iran to comply."),
    ("en", "Estonia and Latvia left the accord.", "Latvia and Estonia left the accord."),
    ("en", "Morozov and Tarvin spoke on the phone.", "Tarvin and Morozov spoke on the phone."),
    ("en", "The UK, the US, and Canada voted for it.", "Canada, the UK and the US voted for it."),
    ("en", "Russia as well as China abstained in the vote.", "China as well as Russia abstained in the vote."),
    ("en", "Envoys from China, and from Russia, attended.", "Envoys from Russia, and from China, attended."),
    ("en", "Russia met with Iran to discuss uranium.", "Iran met with Russia to discuss uranium."),
    ("ru", "Эстония и Латвия вышли из договора.", "Латвия и Эстония вышли из договора."),
    ("de", "Estland, Lettland und Polen traten aus.", "Polen, Estland und Lettland traten aus."),
    ("fr", "La France, l'Allemagne et la Pologne ont voté.", "L'Allemagne, la France et la Pologne ont voté."),
    ("es", "Francia, Alemania e Irlanda votaron a favor.", "Irlanda, Francia e Alemania votaron a favor."),
    ("ar", "وافقت بريطانيا وفرنسا وألمانيا على القرار.", "وافقت فرنسا وألمانيا وبريطانيا على القرار."),
    ("he", "צרפת, גרמניה ובריטניה דחו את ההצעה.", "בריטניה, צרפת וגרמניה דחו את ההצעה."),
]
SAID_OTHERWISE = [
    ("en", "Russia accused Ukraine of shelling the plant.", "Ukraine was accused by Russia of shelling the plant."),
    ("en", "Israel rejected the offer of the envoys.", "Jerusalem rejected the offer of the envoys."),
    ("en", "Turkey rejected the offer of the envoys.", "Ankara rejected the offer of the envoys."),
    ("en", "North Korea rejected the offer.", "Pyongyang rejected the offer."),
    ("en", "Japan's minister rejected the offer.", "The Japanese minister rejected the offer."),
    ("en", "The envoy of the US left.", "The envoy of the United States of America left."),
    ("en", "The European Union rejected the offer.", "The EU rejected the offer."),
    ("ru", "Соединённые Штаты отвергли предложение.", "США отвергли предложение."),
    ("ru", "Великобритания отвергла предложение.", "Британия отвергла предложение."),
    ("de", "Frankreich lehnte das Angebot ab.", "Paris lehnte das Angebot ab."),
    ("fr", "Les États-Unis ont rejeté l'offre.", "Washington a rejeté l'offre."),
    ("es", "Rusia rechazó la oferta.", "Moscú rechazó la oferta."),
]
SAYS_ANOTHER_THING = [
    ("en", "France, Germany and Poland accused Iran.", "Iran, Germany and Poland accused France."),
    ("en", "Russia and Iran warned Israel and France.", "Israel and France warned Russia and Iran."),
    ("en", "Russia was accused by Ukraine of shelling it.", "Ukraine was accused by Russia of shelling it."),
    ("en", "South Korea rejected the offer.", "North Korea rejected the offer."),
    ("en", "France rejected the offer of the envoys.", "Berlin rejected the offer of the envoys."),
    ("ru", "Россия обвинила Украину в обстреле.", "Украина обвинила Россию в обстреле."),
]


@pytest.mark.parametrize(("language", "before", "after"), REORDERED)
def test_a_list_in_another_order_is_cosmetic(language: str, before: str, after: str) -> None:
    assert matters(kept(language, before), kept(language, after)) == ""


@pytest.mark.parametrize(("language", "before", "after"), SAID_OTHERWISE)
def test_the_passive_voice_and_other_words_for_one_actor_are_cosmetic(language: str, before: str, after: str) -> None:
    assert matters(kept(language, before), kept(language, after)) == ""


@pytest.mark.parametrize(("language", "before", "after"), SAYS_ANOTHER_THING)
def test_who_does_what_to_whom_is_material(language: str, before: str, after: str) -> None:
    assert matters(kept(language, before), kept(language, after)) == "name"


@pytest.mark.parametrize(
    ("word", "name"),
    [("وبريطانيا", "بريطانيا"), ("بريطانيا", "بريطانيا"), ("וצרפת", "צרפת"), ("בבריטניה", "בריטניה"), ("و", None)],
)
def test_a_state_is_told_with_particles_before_it_and_when_it_begins_like_one(word: str, name: str | None) -> None:
    assert state(word) == name


def test_of_a_table_names_are_not_compared_one_by_one() -> None:
    listed = [f"Xa{chr(97 + number // 26)}{chr(97 + number % 26)}o" for number in range(400)]
    before, after = (" hits ".join(names) for names in (listed, [*listed[200:], *listed[:200]]))
    assert matters(kept("en", f"{before}."), kept("en", f"{after}.")) == ""
