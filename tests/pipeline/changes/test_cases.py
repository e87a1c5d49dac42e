"""What is material and what is not, sentence by sentence; each with the text kept and with facts alone."""

from __future__ import annotations

import pytest

from pipeline.changes.grade import grade
from pipeline.changes.outline import outline, traces
from pipeline.changes.state import State
from pipeline.model.version import Facts

REST = {
    "en": "Both delegations arrived by train on the eve of the meeting.",
    "ru": "Обе делегации прибыли поездом накануне встречи.",
    "de": "Beide Delegationen kamen am Vorabend mit dem Zug an.",
    "fr": "Les deux délégations étaient arrivées la veille par le train.",
    "es": "Las dos delegaciones llegaron en tren la víspera.",
    "fa": "هر دو هیئت شب پیش با قطار رسیدند.",
    "zh": "两国代表团前一天晚上乘火车抵达。",
    "ar": "وصل الوفدان بالقطار عشية اللقاء.",
    "he": "שתי המשלחות הגיעו ברכבת ערב קודם.",
    "hi": "दोनों दल एक रात पहले रेल से पहुँचे।",
}
CASES = [
    # numbers
    ("en", "Russia keeps 1,550 warheads.", "Russia keeps 1,600 warheads.", "number"),
    ("en", "Russia keeps 1,550 warheads.", "Russia keeps 1550 warheads.", ""),
    ("en", "Russia keeps 1,550 warheads.", "Russia keeps 1 550 warheads.", ""),
    ("en", "Some 1.5 million tonnes were stored.", "Some 1.5 billion tonnes were stored.", "number"),
    ("en", "Some 1.5 million tonnes were stored.", "Some 1,500,000 tonnes were stored.", ""),
    ("en", "Uranium is enriched to 60 percent there.", "Uranium is enriched to 60% there.", ""),
    ("en", "Uranium is enriched to 60% there.", "Uranium is enriched to 90% there.", "number"),
    ("en", "Three inspectors were expelled on arrival.", "Five inspectors were expelled on arrival.", "number"),
    ("en", "Three inspectors were expelled on arrival.", "3 inspectors were expelled on arrival.", ""),
    ("en", "The talks begin on 5 March in the capital.", "The talks begin on 6 March in the capital.", "number"),
    ("en", "The talks begin on 5 March in the capital.", "The talks begin on March 5 in the capital.", ""),
    ("en", "The talks begin on 5 March in the capital.", "The talks begin on 5 April in the capital.", "number"),
    ("en", "The envoy leaves on Monday for talks.", "The envoy leaves on Tuesday for talks.", "number"),
    ("en", "The envoy leaves for talks.", "The envoy leaves on Tuesday for talks.", ""),
    ("en", "It has 12 launchers and 40 trucks.", "It has 40 launchers and 12 trucks.", "number kept"),
    ("en", "It has 12 launchers and 40 trucks.", "It has 40 trucks and 12 launchers.", ""),
    ("en", "They tested an S-300 over the range.", "They tested an S-400 over the range.", "number"),
    ("en", "Dozens of missiles were fired at the range.", "Some 40 missiles were fired at the range.", "number"),
    ("ru", "Россия хранит 1549 боезарядов на складах.", "Россия хранит 1600 боезарядов на складах.", "number"),
    ("ru", "Россия хранит 1,5 млн тонн топлива.", "Россия хранит 1 500 000 тонн топлива.", ""),
    ("ru", "Обогащение достигло 60 процентов за год.", "Обогащение достигло 60% за год.", ""),
    ("ru", "Встреча пройдёт в марте в столице.", "Встреча пройдёт в апреле в столице.", "number"),
    ("de", "Russland lagert 1.550 Sprengköpfe ein.", "Russland lagert 1550 Sprengköpfe ein.", ""),
    ("de", "Die Frist endet am 3. Mai um Mitternacht.", "Die Frist endet am 5. Mai um Mitternacht.", "number"),
    ("fr", "La Russie garde 2,5 tonnes de matière.", "La Russie garde 3,5 tonnes de matière.", "number"),
    ("es", "Rusia conserva 640 lanzadores.", "Rusia conserva 700 lanzadores.", "number"),
    ("fa", "ایران ۶۰ سانتریفیوژ نصب کرد.", "ایران ۹۰ سانتریفیوژ نصب کرد.", "number"),
    ("fa", "ایران ۶۰ سانتریفیوژ نصب کرد.", "ایران 60 سانتریفیوژ نصب کرد.", ""),
    ("zh", "俄罗斯拥有1550枚核弹头。", "俄罗斯拥有1600枚核弹头。", "number"),
    # negations
    ("en", "The country will extend the treaty.", "The country will not extend the treaty.", "negation"),
    ("en", "The country won't extend the treaty.", "The country will not extend the treaty.", ""),
    ("en", "Talks went on without observers all day.", "Talks went on with observers all day.", "negation"),
    ("en", "There is no evidence of a test.", "There is evidence of a test.", "negation"),
    ("en", "Silo No. 5 was opened to visitors.", "Silo 5 was opened to visitors.", ""),
    ("ru", "Страна продлит договор в этом году.", "Страна не продлит договор в этом году.", "negation"),
    ("ru", "Инспекции пройдут без задержек.", "Инспекции пройдут с задержками.", "negation"),
    ("de", "Das Land wird den Vertrag verlängern.", "Das Land wird den Vertrag nicht verlängern.", "negation"),
    ("de", "Es gibt keine Hinweise auf einen Test.", "Es gibt Hinweise auf einen Test.", "negation"),
    ("fr", "Le pays prolongera le traité.", "Le pays ne prolongera pas le traité.", "negation"),
    ("es", "El país prorrogará el tratado.", "El país no prorrogará el tratado.", "negation"),
    ("fa", "ایران این پیمان را تمدید می‌کند.", "ایران این پیمان را تمدید نمی‌کند.", "negation"),
    ("zh", "俄方将延长该条约。", "俄方将不延长该条约。", "negation"),
    ("zh", "该国研制新型武器。", "该国不断研制新型武器。", ""),
    # quotations
    ("en", "“We stand by every limit,” he said.", "“We stand by most limits,” he said.", "quotation"),
    ("en", "“We stand by every limit,” he said.", '"We stand by every limit," he said.', ""),
    ("en", "He called the plan “dangerous” at once.", "He called the plan “acceptable” at once.", "quotation"),
    ("en", "He called the plan “dangerous” at once.", "He called the plan dangerous at once.", ""),
    (
        "en",
        "He was asked about it.",
        "He was asked about it. “We have nothing to hide from anyone,” he said.",
        "quotation",
    ),
    (
        "ru",
        "«Мы соблюдаем все ограничения», — сказал он.",
        "«Мы соблюдаем часть ограничений», — сказал он.",
        "quotation",
    ),
    ("ru", "«Мы соблюдаем все ограничения», — сказал он.", "“Мы соблюдаем все ограничения”, - сказал он.", ""),
    ("de", "„Wir halten jede Grenze ein“, sagte er.", "„Wir halten manche Grenze ein“, sagte er.", "quotation"),
    ("de", "„Wir halten jede Grenze ein“, sagte er.", "»Wir halten jede Grenze ein«, sagte er.", ""),
    (
        "fr",
        "« Nous respectons chaque plafond », a-t-il dit.",
        "« Nous respectons certains plafonds », a-t-il dit.",
        "quotation",
    ),
    ("zh", "他说：“我们遵守所有限制。”", "他说：“我们遵守部分规定。”", "quotation"),
    # names
    ("en", "The minister, Pavel Morozov, left early.", "The minister, Ivan Sokolov, left early.", "name"),
    ("en", "The minister, Pavel Morozow, left early.", "The minister, Pavel Morozov, left early.", ""),
    ("en", "Talks with Iran were broken off.", "Talks with Iraq were broken off.", "name"),
    ("en", "The minister left early.", "The minister, Pavel Morozov, left early.", "name"),
    ("en", "Later the envoys left for home.", "Afterwards the envoys left for home.", ""),
    ("en", "The U.S. delegation left for home.", "The US delegation left for home.", ""),
    ("en", "The plant in Kiev was closed.", "The plant in Kyiv was closed.", ""),
    ("en", "Then Moscow sent a note.", "Then Russia sent a note.", ""),
    ("en", "The minister, Morozov, left early.", "The minister, Pavel Morozov, left early.", ""),
    ("ru", "Об этом сообщил Павел Морозов вечером.", "Об этом сообщил Иван Соколов вечером.", "name"),
    ("ru", "Об этом сообщил Павел Морозов вечером.", "Вечером об этом стало известно от Павла Морозова.", ""),
    ("de", "Das sagte Pawel Morosow am Abend.", "Das sagte Iwan Sokolow am Abend.", "name"),
    ("de", "Die Raketen stehen im Norden des Landes.", "Die Flugkörper stehen im Norden des Landes.", ""),
    ("fr", "Selon Pavel Morozov, le site est fermé.", "Selon Ivan Sokolov, le site est fermé.", "name"),
    ("de", "Polen lehnt den Vorschlag ab.", "Schweden lehnt den Vorschlag ab.", "name"),
    ("zh", "俄罗斯拒绝了这项建议。", "伊朗拒绝了这项建议。", "name"),
    ("zh", "莫斯科拒绝了这项建议。", "俄罗斯拒绝了这项建议。", ""),
    ("fa", "ایران این پیشنهاد را رد کرد.", "روسیه این پیشنهاد را رد کرد.", "name"),
    ("ar", "رفضت إيران الاقتراح مساء اليوم.", "رفضت روسيا الاقتراح مساء اليوم.", "name"),
    ("ar", "اجتمعت الصين وإيران في جنيف.", "اجتمعت إيران والصين في جنيف.", ""),
    ("he", "איראן דחתה את ההצעה בערב.", "רוסיה דחתה את ההצעה בערב.", "name"),
    ("hi", "ईरान ने प्रस्ताव ठुकरा दिया।", "रूस ने प्रस्ताव ठुकरा दिया।", "name"),
    # names that changed places
    ("en", "Russia accuses the US of breaches.", "The US accuses Russia of breaches.", "name kept"),
    ("en", "Russia and China signed the accord.", "China and Russia signed the accord.", ""),
    ("en", "In Geneva Russia blamed the US.", "Russia blamed the US in Geneva.", ""),
    ("de", "Polen verklagt Deutschland vor Gericht.", "Deutschland verklagt Polen vor Gericht.", "name kept"),
    ("ru", "Россия обвинила США в нарушении.", "США обвинили Россию в нарушении.", "name kept"),
    ("ru", "Россия обвинила США в нарушении.", "США обвинила Россия в нарушении.", ""),
    ("zh", "俄罗斯指责美国违反条约。", "美国指责俄罗斯违反条约。", "name kept"),
    ("zh", "俄罗斯和美国签署条约。", "美国和俄罗斯签署条约。", ""),
    # deletions
    (
        "en",
        "The plant was closed. Its waste was shipped abroad in secret at night.",
        "The plant was closed.",
        "deletion",
    ),
    ("en", "The plant was closed. Read more: what we know", "The plant was closed.", ""),
    ("ru", "Завод закрыт. Отходы тайно вывезли за границу ночью.", "Завод закрыт.", "deletion"),
    ("de", "Das Werk ist zu. Der Abfall wurde nachts heimlich ins Ausland gebracht.", "Das Werk ist zu.", "deletion"),
    ("fr", "L'usine est fermée. Les déchets ont été expédiés la nuit à l'étranger.", "L'usine est fermée.", "deletion"),
    ("zh", "工厂已经关闭。废料在夜间被秘密运往国外某地。", "工厂已经关闭。", "deletion"),
    # cosmetic
    ("en", "The goverment recieved the note.", "The government received the note.", ""),
    ("en", "The envoys met at dawn; they parted at dusk.", "The envoys met at dawn. They parted at dusk.", ""),
    ("en", "THE ENVOYS MET AT DAWN", "The envoys met at dawn", ""),
    ("en", "Updated at 14:05\nThe envoys met at dawn.", "Updated at 15:40\nThe envoys met at dawn.", ""),
    (
        "en",
        "The envoys met at dawn.",
        "The envoys met at dawn. The lake has been a venue of such talks since 1955.",
        "",
    ),
    ("en", "By Ann Smith\nThe envoys met at dawn.", "By Ann Smith and Tom Brown\nThe envoys met at dawn.", ""),
    ("ru", "Стороны обменялись мнениями о ходе работы.", "Стороны поделились мнениями о том, как идёт работа.", ""),
    ("de", "Die Seiten tauschten Meinungen aus.", "Die Seiten haben ihre Meinungen ausgetauscht.", ""),
    ("fr", "Les parties ont échangé leurs vues.", "Les parties ont procédé à un échange de vues.", ""),
]


def matters(before: State, after: State) -> str:
    return " ".join(sorted({difference.matter for difference in grade(before, after)}))


def kept(language: str, text: str) -> State:
    return State("Talks", f"{text}\n{REST[language]}", "page", None, language)


def traced(language: str, text: str) -> State:
    it = outline("Talks", f"{text}\n{REST[language]}", language)
    return State("Talks", None, "page", Facts((), (), 0, (), traces(it)), language)


@pytest.mark.parametrize(("language", "before", "after", "expected"), CASES)
def test_a_change_is_graded_with_the_text_kept(language: str, before: str, after: str, expected: str) -> None:
    assert matters(kept(language, before), kept(language, after)) == expected.replace(" kept", "")


@pytest.mark.parametrize(("language", "before", "after", "expected"), CASES)
def test_a_change_is_graded_by_facts_alone(language: str, before: str, after: str, expected: str) -> None:
    assert matters(traced(language, before), traced(language, after)) == ("" if "kept" in expected else expected)
