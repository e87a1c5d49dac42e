"""Edits as outlets make them, each beside what it is: the matters of a material one, none of a cosmetic one.

They were written before anything was tuned. Rules were tuned on TUNED alone; HELD_BACK is what is measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.change import Matter

ENGLISH = """\
The United States and Russia met in Geneva on Tuesday to talk about a successor to New START, officials said.
Russia has 1,550 deployed warheads and 640 launchers, according to the last exchange of data.
Foreign Minister Pavel Morozov said Moscow will extend the limits if Washington does the same.
“We are ready to go on with inspections as soon as the other side returns to the table,” Morozov told reporters.
An American diplomat, Helen Ward, called the meeting useful but difficult.
The treaty expires in February, and no talks on a new one have been held since 2022.
Inspectors were last on Russian soil in March 2020, before the pandemic put an end to their visits.
Analysts of a research institute in Vienna warned that an unlimited race would be costly for everyone.
"""
LEAD, WARD = ENGLISH.splitlines()[0], "An American diplomat, Helen Ward, called the meeting useful but difficult."
RUSSIAN = """\
Делегации России и США провели в Женеве консультации о стратегической стабильности.
По данным министерства, у России развёрнуто 1549 боезарядов и 540 носителей.
Заместитель министра Павел Морозов заявил, что Москва будет соблюдать ограничения договора до 5 февраля.
«Мы готовы вернуться к инспекциям, если это сделает другая сторона», — сказал Морозов журналистам.
Американскую делегацию возглавляла Хелен Уорд.
Следующая встреча пройдёт в Вене в апреле.
Срок действия договора истекает через год, и переговоры о новом документе пока не начались.
"""
GERMAN = """\
Vertreter der USA und Russlands haben in Genf über die Zukunft der Rüstungskontrolle gesprochen.
Nach Angaben des Ministeriums verfügt Russland über 1.550 stationierte Sprengköpfe.
Außenminister Pawel Morosow sagte, Moskau werde die Obergrenzen einhalten.
„Wir sind bereit, die Inspektionen wieder aufzunehmen“, sagte Morosow vor Journalisten.
Die amerikanische Delegation wurde von Helen Ward geleitet.
Das nächste Treffen findet am 12. April in Wien statt.
Fachleute warnen, dass ein neues Wettrüsten für alle Seiten teuer würde.
"""
FRENCH = """\
Des délégations russe et américaine se sont réunies à Genève pour parler de la maîtrise des armements.
Selon le ministère, la Russie dispose de 1 550 ogives déployées et de 640 vecteurs.
Le ministre Pavel Morozov a déclaré que Moscou respectera les plafonds du traité.
« Nous sommes prêts à reprendre les inspections dès le printemps », a dit M. Morozov.
La délégation américaine était conduite par Helen Ward.
La prochaine rencontre aura lieu à Vienne le 12 avril.
Des experts estiment qu'une nouvelle course aux armements coûterait cher à tous.
"""


@dataclass(frozen=True)
class Edit:
    """An article before and after an outlet edited it."""

    name: str
    language: str
    before: str
    after: str
    matters: frozenset[Matter]


def edit(name: str, language: str, base: str, *changes: tuple[str, str] | str, is_: str = "") -> Edit:
    """Replace words of a base text; a text alone is appended."""
    after = base
    for change in changes:
        if isinstance(change, str):
            after += change + "\n"
        else:
            assert after.count(change[0]) == 1, change[0]
            after = after.replace(*change)
    return Edit(name, language, base, after, frozenset(Matter(matter) for matter in is_.split()))


def reordered(base: str, order: str) -> str:
    """The lines of a text in another order."""
    lines = base.splitlines()
    return "\n".join(lines[int(number)] for number in order) + "\n"


TUNED = [
    edit("a figure is corrected", "en", ENGLISH, ("1,550", "1,600"), is_="number"),
    edit("a promise turns into its contrary", "en", ENGLISH, ("will extend", "will not extend"), is_="negation"),
    edit(
        "a quotation is reworded",
        "en",
        ENGLISH,
        (
            "ready to go on with inspections as soon as the other side returns to the table",
            "open to inspections once the other side comes back",
        ),
        is_="quotation",
    ),
    edit("another diplomat said it", "en", ENGLISH, ("Helen Ward", "Ruth Palmer"), is_="name"),
    edit(
        "a sentence is taken out",
        "en",
        ENGLISH,
        ("Inspectors were last on Russian soil in March 2020, before the pandemic put an end to their visits.\n", ""),
        is_="deletion",
    ),
    edit(
        "typos are mended",
        "en",
        ENGLISH.replace("officials", "oficials").replace("inspections", "inspectons"),
        ("oficials", "officials"),
        ("inspectons", "inspections"),
    ),
    Edit("paragraphs change places", "en", ENGLISH, reordered(ENGLISH, "01432567"), frozenset()),
    edit(
        "a stamp and a link are added",
        "en",
        ENGLISH,
        "Updated at 14:05 GMT",
        "Read more: Who met whom in Geneva in 2023",
    ),
    edit(
        "a sentence is reworded",
        "en",
        ENGLISH,
        (
            "Analysts of a research institute in Vienna warned that an unlimited race would be costly for everyone.",
            "An unlimited race would be expensive for everyone, analysts of a research institute in Vienna warned.",
        ),
    ),
    edit(
        "a figure is written otherwise",
        "fr",
        FRENCH,
        ("1 550", "1550"),
        ("« Nous", "“Nous"),
        ("printemps »", "printemps”"),
    ),
    edit("число изменено", "ru", RUSSIAN, ("1549", "1600"), is_="number"),
    edit("добавлено отрицание", "ru", RUSSIAN, ("будет соблюдать", "не будет соблюдать"), is_="negation"),
    edit(
        "фраза переписана другими словами",
        "ru",
        RUSSIAN,
        ("Американскую делегацию возглавляла Хелен Уорд.", "Во главе американской делегации стояла Хелен Уорд."),
    ),
    edit("ein Datum wird berichtigt", "de", GERMAN, ("12. April", "14. April"), is_="number"),
    edit(
        "eine Stellungnahme kommt hinzu",
        "de",
        GERMAN,
        "„Das ist ein erster Schritt nach langem Stillstand“, sagte Ward am Abend.",
        is_="quotation",
    ),
    edit("le respect prend fin", "fr", FRENCH, ("respectera les", "ne respectera plus les"), is_="negation"),
    edit("не только", "ru", RUSSIAN, ("о стратегической стабильности", "не только о стратегической стабильности")),
    Edit(
        "ein Partizip steht vor einem Hauptwort",
        "de",
        GERMAN + "Es gibt nicht genug Besuche.\n",
        GERMAN + "Es gibt keine ausreichende Zahl von Besuchen.\n",
        frozenset(),
    ),
    edit(
        "background is added",
        "en",
        ENGLISH,
        "The treaty was signed in Prague in 2010 by the presidents of both countries and extended in 2021.\n"
        "It limits each side to 700 deployed missiles and bombers.",
    ),
]
HELD_BACK = [
    edit("a month is corrected", "en", ENGLISH, ("expires in February", "expires in August"), is_="number"),
    edit("a negation is dropped", "en", ENGLISH, ("no talks on a new one", "talks on a new one"), is_="negation"),
    edit(
        "a speaker is swapped for one named before",
        "en",
        ENGLISH,
        ("Morozov told reporters", "Ward told reporters"),
        is_="name",
    ),
    edit("a quotation is cut", "en", ENGLISH, (" as soon as the other side returns to the table", ""), is_="quotation"),
    edit(
        "a paragraph is withdrawn and another is added",
        "en",
        ENGLISH,
        ("An American diplomat, Helen Ward, called the meeting useful but difficult.\n", ""),
        "Hotels in the city were full, and traffic stood still for hours.",
        is_="deletion name",
    ),
    edit(
        "straight quotes become round ones",
        "en",
        ENGLISH.replace("“", '"').replace("”", '"'),
        ('"We are', "“We are"),
        ('table,"', "table,”"),
        (" and 640", " and\u00a0640"),
    ),
    edit(
        "two sentences become one",
        "en",
        ENGLISH,
        (
            f"{WARD}\nThe treaty expires in February, and",
            "American diplomat Helen Ward called the meeting useful but difficult; the treaty expires in February, and",
        ),
    ),
    edit(
        "a house style for numbers and states",
        "en",
        ENGLISH,
        ("The United States", "The U.S."),
        ("1,550", "1550"),
        ("640 launchers,", "640 launchers —"),
    ),
    edit(
        "the lead is polished",
        "en",
        ENGLISH,
        (
            LEAD,
            "Officials said the United States and Russia met in Geneva on Tuesday to discuss what follows New START.",
        ),
    ),
    edit(
        "a developing story grows",
        "en",
        ENGLISH,
        "This is a developing story. More to follow.",
        "Talks went on after dinner, and delegates left the building shortly before midnight.",
    ),
    edit(
        "цитата удалена",
        "ru",
        RUSSIAN,
        ("«Мы готовы вернуться к инспекциям, если это сделает другая сторона», — сказал Морозов журналистам.\n", ""),
        is_="quotation deletion",
    ),
    edit("другое имя", "ru", RUSSIAN, ("Хелен Уорд", "Рут Палмер"), is_="name"),
    edit("кавычки и тире", "ru", RUSSIAN, ("«Мы", '"Мы'), ("сторона», —", 'сторона", -'), ("развёрнуто", "развернуто")),
    edit("дата и город", "ru", RUSSIAN, ("в Вене в апреле", "в Праге в мае"), is_="name number"),
    edit(
        "aus Zusage wird Absage",
        "de",
        GERMAN,
        ("werde die Obergrenzen einhalten", "werde die Obergrenzen nicht einhalten"),
        is_="negation",
    ),
    edit(
        "Wortwahl",
        "de",
        GERMAN,
        (
            "Fachleute warnen, dass ein neues Wettrüsten für alle Seiten teuer würde.",
            "Ein neues Wettrüsten würde für alle Seiten teuer, warnen Experten.",
        ),
        ("Das nächste Treffen", "Die nächste Begegnung"),
    ),
    edit("un chiffre et une phrase", "fr", FRENCH, ("640 vecteurs", "700 vecteurs"), is_="number"),
    edit(
        "mise en forme",
        "fr",
        FRENCH,
        ("maîtrise des armements", "maitrise des armements"),
        ("M. Morozov", "Pavel Morozov"),
        "Mis à jour à 18h30",
    ),
]
