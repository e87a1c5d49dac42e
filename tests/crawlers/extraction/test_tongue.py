from __future__ import annotations

import pytest

from crawlers.extraction.tongue import tongue

TEXTS = {
    "en": "The envoys said that they had met in the city and that the talks would go on as planned with all sides.",
    "de": "Die Gesandten sagten, dass sie sich in der Stadt getroffen haben und dass die Gespräche nicht beendet sind.",
    "fr": "Les envoyés ont dit que la rencontre est une étape et que les pourparlers se poursuivent dans la ville.",
    "es": "Los enviados dijeron que la reunión en la ciudad fue un paso y las conversaciones siguen como se quería.",
    "ru": "Представители сторон сообщили, что встреча в городе была не последней и что они как это и было продолжатся.",
    "uk": "Представники сторін повідомили, що зустріч у місті була не останньою та що переговори будуть як це було.",
    "pl": "Przedstawiciele stron powiedzieli, że spotkanie w mieście nie jest ostatnie i że rozmowy są do wiosny.",
    "ja": "両国の代表団は協議を続けることで合意した。",
    "zh": "两国代表团同意继续会谈。",
    "ko": "양국 대표단은 회담을 계속하기로 합의했다.",
    "ar": "قال المبعوثون إن الاجتماع في المدينة كان خطوة على الطريق وإن المحادثات التي بدأت من قبل لم تنته.",
    "he": "השליחים אמרו כי השיחות יימשכו.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_told_by_its_script_and_its_words(code: str) -> None:
    assert tongue(TEXTS[code]) == code


def test_only_the_outlets_languages_come_into_question() -> None:
    assert tongue(TEXTS["uk"], ("ru", "en")) in {"ru", None}
    assert tongue(TEXTS["ja"], ("ru", "en")) is None


@pytest.mark.parametrize("text", ["", "START", "Izithunywa zahlangana edolobheni zakhuluma ngezikhali."])
def test_what_can_not_be_told_is_none(text: str) -> None:
    assert tongue(text) is None
