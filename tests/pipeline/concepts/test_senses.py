"""The shipped topics on headlines in our own words: the same name in its sense, and false friends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.model.document import Document

if TYPE_CHECKING:
    from pipeline.matching.matcher import Matcher

MEANT = [
    ("de", "inf", "Nach dem Aus des INF-Vertrags rüsten beide Seiten nach"),
    ("de", "new_start", "Moskau setzt den New-START-Vertrag aus"),
    ("de", "npt", "Konferenz zum Atomwaffensperrvertrag ohne Ergebnis"),
    ("de", "nuclear_sharing", "Streit über die nukleare Teilhabe und taktische Atomwaffen"),
    ("de", "missile_defense", "Berlin kauft eine neue Raketenabwehr"),
    ("fr", "jcpoa", "Les négociations sur l'accord sur le nucléaire iranien reprennent à Vienne"),
    ("fr", "tpnw", "Le traité sur l’interdiction des armes nucléaires entre en vigueur"),
    ("fr", "iaea", "L'AIEA ne peut plus vérifier les stocks"),
    ("fr", "hypersonic", "Pékin aurait testé des missiles hypersoniques"),
    ("es", "ctbt", "El Tratado de Prohibición Completa de los Ensayos Nucleares sigue sin entrar en vigor"),
    ("es", "iaea", "El OIEA pide acceso a las instalaciones"),
    ("es", "warheads", "China aumenta sus ojivas nucleares"),
    ("pl", "new_start", "Rosja zawiesza udział w traktacie Nowy START"),
    ("pl", "ctbt", "Duma wycofuje ratyfikację traktatu o całkowitym zakazie prób jądrowych"),
    ("pl", "nuclear_sharing", "Na Białoruś trafiła taktyczna broń jądrowa"),
    ("pl", "missile_defense", "W Redzikowie działa tarcza antyrakietowa"),
    ("pl", "cfe", "NATO zawiesza traktat o konwencjonalnych siłach zbrojnych w Europie"),
    ("pl", "icbm", "Pjongjang odpalił międzykontynentalny pocisk balistyczny"),
    ("ru", "inf", "Выход США из договора о РСМД"),
    ("ru", "new_start", "О продлении ДСНВ говорить рано"),
    ("ru", "budapest", "Киев вспомнил о Будапештском меморандуме"),
    ("ru", "nuclear_test", "Полигон готов к ядерным испытаниям"),
    ("zh", "inf", "美国退出中导条约后的亚洲安全"),
    ("zh", "jcpoa", "伊核协议谈判重启"),
    ("zh", "icbm", "朝鲜试射洲际弹道导弹"),
    ("zh", "nuclear_test", "该国准备进行第七次核试验"),
    ("fa", "jcpoa", "مذاکرات احیای برجام"),
    ("fa", "npt", "خروج از پیمان منع گسترش سلاح‌های هسته‌ای"),
    ("fa", "enrichment", "غنی‌سازی اورانیوم متوقف نمی‌شود"),
    ("ko", "denuclearisation", "북한, 비핵화 협상 거부"),
    ("ko", "icbm", "북한이 대륙간탄도미사일을 발사했다"),
    ("ko", "npt", "핵확산금지조약을 탈퇴하겠다고 위협"),
    ("en", "salt", "THE SALT TALKS FROZE THE NUMBER OF BALLISTIC MISSILE LAUNCHERS"),
    ("en", "open_skies", "Overflights under Open Skies end as Russia leaves the arms control treaty"),
    ("en", "tomahawk", "Berlin asks for Tomahawk cruise missiles"),
    ("en", "npt", "Iran threatens to quit the NPT over its nuclear file"),
]


@pytest.mark.parametrize(("language", "topic", "title"), MEANT, ids=[f"{each[0]} {each[1]}" for each in MEANT])
def test_a_topic_is_found_in_the_languages_of_its_names(
    shipped: Matcher, language: str, topic: str, title: str
) -> None:
    assert topic in shipped.matching(Document(title, "", language))


FALSE_FRIENDS = [
    "A new start after the divorce",
    "Old friends look for a New Start",
    "How to find the new Start menu in the update",
    "Our brand new start-up raises money",
    "The airline sets a new start date",
    "NEW START FOR THE OLD TOWN HALL",
    "Text START to 88788 to get help",
    "Press START to begin the second level",
    "The team announced INF Brandon and two pitchers",
    "Dane: inf. prasowa ministerstwa",
    "people.inf.example.org moved to a new server",
    "A pinch of salt in the soup",
    "Lawmakers fight over the SALT cap",
    "SALT LAKE CITY GETS A TEAM",
    "ABM Industries wins a cleaning contract",
    "What ABM means in account-based marketing",
    "CFE for a carbon-free grid by the hour",
    "The CWC chose the party's candidates",
    "Tickets for the CWC final in Lahore",
    "NSG commandos trained at the airport",
    "The rapper NSG fills the arena",
    "NECO <NPT> shares fell in New York",
    "Samsung SDI plans a battery plant",
    "An open skies deal brings cheaper flights",
    "The play under open skies drew thousands",
    "MSI Tomahawk boards support faster memory",
    "Fans asked to stop the tomahawk chop",
    "Tomahawk steak with butter",
    "Rami Iskander opens an exhibition",
    "The temple of Poseidon at sunset",
    "Navy orders more P-8 Poseidon aircraft",
    "A ring with a blue zircon",
    "The giant Typhon and the gods",
    "The golden dome of the mosque was restored",
    "A dark eagle over the valley",
    "Trident gum changes its recipe",
    "The Orlando Sentinel names a new editor",
    "A Minuteman statue in the park",
    "Residents of Agni village celebrate",
    "Avangard Omsk beat the champions",
    "Le Sarmat, nouvelle adresse à Lyon",
    "SORT your rubbish before Friday",
    "NEW GUN LAWS COME INTO FORCE",
    "ICAN opens a school for carpenters",
    "The ferry to Paros is late again",
    "A snapback cap for the summer",
    "The disarmament of the militia begins",
    "Blood samples spin in the centrifuge",
]


@pytest.mark.parametrize("title", FALSE_FRIENDS)
def test_a_false_friend_is_none_of_the_topics(shipped: Matcher, title: str) -> None:
    assert shipped.matching(Document(title, "", None)) == set()
