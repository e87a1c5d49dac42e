from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.letters import WORD, forms
from pipeline.matching.matcher import Matcher
from pipeline.matching.normal import cased, normal, word_spans
from pipeline.model.document import Document
from pipeline.model.rule import Name, Rule

CASES = (Path(__file__).parents[3] / "../shared/reference/cases").resolve()
HOSTILE = "aAsS'’ -éÉßё½²łŁ\u00ad\u0301\u200c中ь№_.\u2122ªµيﷺﾊﾞ한\u1112\u1161\u11ab"


def finds(name: Name, text: str) -> bool:
    return bool(Matcher([Rule("name", "Name", (name,))]).matching(Document("", text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("New START", "the new\u2009start"),
        ("New START", "NEW\u3000START’S limits"),
        ("New START", "‹New_START›"),
        ("INF Treaty", "INF\u2010Treaty, INF"),
        ("INF Treaty", "I\u200bNF Trea\u00adty"),
        ("Russia missiles", "Russia’s missiles"),
        ("Non-Proliferation Treaty", "the nonproliferation treaty"),
        ("Non-Proliferation Treaty", "the Non–Proliferation Treaty"),
        ("warhead*", "twelve warheads"),
        ("nuclear warhead*", "NUCLEAR WARHEADS"),
        ("Kh-47M2", "a Kh‑47M2"),
        ("Lukaschenkos Straße", "LUKASCHENKOS STRASSE"),
        ("nucléaire", "NUCLÉAIRE"),
        ("nucléaire", "nucle\u0301aire"),
        ("l'accord", "l’accord"),
        ("договор", "до\u0301говор"),
        ("трёхсторонние", "ТРЕХСТОРОННИЕ"),
        ("обов'язок", "обовʼязок"),
        ("中导条约", "《中导条约》"),
        ("新START条约", "新Ｓｔａｒｔ条约"),
        ("ミサイル", "弾道ﾐｻｲﾙ発射"),
        ("中距離核戦力全廃条約", "中距離核戦力全廃条約が"),
        ("핵확산금지조약", "핵확산금지조약은"),
        ("중거리 핵전력 조약", "중거리핵전력조약을"),
        ("핵", "\u1112\u1162\u11a8"),
        ("سلاح‌های هسته‌ای", "سلاح های هستهای"),
        ("سلاح‌های هسته‌ای", "سلاحهای هستهای"),
        ("کلاهک هسته‌ای", "كلاهك هسته‌ای"),
        ("پیمان منع آزمایش", "پیمان منع ازمایش"),
        ("اتفاق", "اتّفاق"),
        ("شهاب ۳", "شهاب ٣"),
        ("شهاب ۳", "شهاب 3"),
        ("برجام", "«برجام»"),
        ("परमाणु", "परमाणु परीक्षण"),
    ],
)
def test_spellings_of_the_same_words_match(name: str, text: str) -> None:
    assert finds(Name(name), text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("New START", "New STARTs"),
        ("New START", "new. upstart"),
        ("INF", "INFO"),
        ("INF", "NINF"),
        ("договор", "договоры"),
        ("договор", "переговор"),
        ("доклад", "вклад"),
        ("Vertrag", "Vertragen"),
        ("май", "маи"),
        ("warhead*", "awarhead"),
        ("中导条约", "中导的条约"),
        ("برجام", "برجامی"),
        ("परमाणु", "परमाणुओं"),
        ("ete", "été"),
        ("sentiment", "resentiments"),
    ],
)
def test_other_words_do_not(name: str, text: str) -> None:
    assert not finds(Name(name), text)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("ru", "ракета средней дальности", "о ракетах средней дальности"),
        ("ru", "Будапештский меморандум", "БУДАПЕШТСКИМ МЕМОРАНДУМОМ"),
        ("ru", "развёртывание", "с развертыванием"),
        ("ru", "ядерный", "ядерными"),
        ("ru", "Орешник", "Орешником"),
        ("ru", "Хвасон", "запуск Хвасона"),
        ("ru", "Владимир Путин", "с Владимиром Путиным"),
        (None, "договор о РСМД", "выход из договора о РСМД"),
        ("de", "Vertrag", "des Vertrags"),
        ("de", "Vertrag", "die Verträge"),
        ("de", "taktische Atomwaffe", "mit taktischen Atomwaffen"),
        ("de", "Raketenabwehr", "der Raketenabwehr"),
        ("fr", "arme nucléaire", "les armes nucléaires"),
        ("fr", "ogive nucléaire", "ogives nucléaires"),
        ("es", "misil hipersónico", "misiles hipersónicos"),
        ("es", "arma nuclear", "armas nucleares"),
        ("en", "nuclear warhead", "nuclear warheads"),
        ("en", "arms treaty", "arms treaties"),
        ("pl", "traktat rozbrojeniowy", "traktatu rozbrojeniowego"),
        ("pl", "broń jądrowa", "broni jądrowej"),
        ("pl", "głowica jądrowa", "głowicami jądrowymi"),
        ("pl", "rakieta balistyczna średniego zasięgu", "rakiet balistycznych średniego zasięgu"),
    ],
)
def test_a_name_of_a_language_matches_in_its_other_forms(language: str | None, name: str, text: str) -> None:
    assert finds(Name(name, language=language), text)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("ru", "договор", "договорились"),
        ("ru", "статья", "статуя"),
        ("ru", "ДСНВ", "ДСНВа"),
        ("ru", "новый СНВ", "новейший СНВ"),
        ("de", "Rakete", "Rakel"),
        ("en", "treaty", "treat"),
        ("es", "misil", "misión"),
        ("pl", "broń", "bronił"),
    ],
)
def test_other_words_of_the_language_do_not(language: str, name: str, text: str) -> None:
    assert not finds(Name(name, language=language), text)


@given(
    st.one_of(
        st.text(),
        st.text(alphabet=HOSTILE),
        *(st.text(st.characters(codec=codec)) for codec in ("ascii", "cp1252", "cp1251", "cp1250")),
    )
)
def test_the_fast_way_and_the_slow_way_come_to_the_same(text: str) -> None:
    found = [forms(word) for word in WORD.findall(text)]
    for way, form in ((normal, 0), (cased, 1)):
        assert way(text).split() == [part for both in found for part in both[form].encode("utf-8", "replace").split()]


@given(st.text() | st.text(alphabet=HOSTILE))
def test_every_word_has_its_place(text: str) -> None:
    spans = word_spans(text)
    assert len(spans) == len(normal(text).split()) == len(cased(text).split())
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text() | st.text(alphabet=HOSTILE))
def test_the_normal_form_of_the_normal_form_is_itself(text: str) -> None:
    once = normal(text)
    assert normal(once.decode()) == once


def rows(file: str) -> list[list[str]]:
    lines = (CASES / file).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/reference/cases, the reference cases, is not here")
def test_the_reference_s_cases_of_spelling_are_told_apart() -> None:
    wrong = [
        row for row in rows("unicode_matching.tsv") if finds(Name(_plain(row[0])), _plain(row[1])) is (row[2] == "0")
    ]
    assert wrong == []


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/reference/cases, the reference cases, is not here")
def test_the_reference_s_russian_forms_match() -> None:
    wrong = [row for row in rows("russian_inflections.tsv") if not finds(Name(row[0], language="ru"), row[1])]
    assert wrong == []


def _plain(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape") if "\\u" in text else text
