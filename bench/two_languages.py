"""Reports of invented events in English and in Russian, each in words of its own: no translations of each other.

The authors of the project wrote them, for want of real ones; outlets agree less, and on more days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TABLE: Final = """\
talks: arms_talks new_start
en Envoys end talks in Geneva. After eleven hours the envoys Darya Malinova and Kurt Essendorf left Geneva without a
  statement. They had spoken of 312 launchers at the base near Tarvin.
ru Переговоры в Женеве закончились. Посланник Дарья Малинова сообщила, что стороны обсудили данные о 312 пусковых
  установках. Встречу с Куртом Эссендорфом продолжат весной, добавила Малинова.

walkout: arms_talks
en Delegation leaves the table. On the second day the delegation of Oradea walked out in Geneva, said its head
  Milena Vukova. She blamed a remark by General Harlan Tosk about 40 missiles.
ru Делегация покинула зал. Глава делегации Милена Вукова заявила, что в Женеве прозвучало оскорбление. Речь о словах
  генерала Харлана Тоска, который упомянул 40 ракет.

test: nuclear_test
en Seismologists record a tremor. Stations near Kellsburg measured a tremor of 4.7, said Anton Reval of the network.
  The minister Gregor Staniv denied a test at the Lobnor shaft.
ru Сейсмологи отметили толчок. По словам Антона Ревала, станции под Кельсбургом записали толчок магнитудой 4,7.
  Министр Грегор Станив отверг сообщения об испытании.

launch:
en Missile flies 1,250 km. The army of Tarvonia launched a missile from Port Hedrin, which fell after 1250 km, said
  Colonel Iskander Balim. Neighbours were warned two hours before.
ru Ракета пролетела 1250 км. Военные запустили её из порта Хедрин, рассказал полковник Искандер Балим. Соседние
  страны предупредили заранее, уточнил Балим.

plant: enrichment
en Inspectors return to the plant. Inspectors led by Rosa Lindqvist entered the plant at Bushara after 14 months.
  They counted 164 centrifuges, an official in Vienna said.
ru Инспекторы снова на заводе. Группа под руководством Розы Линдквист попала на завод в Бушаре. Там работают 164
  центрифуги, сообщил источник в Вене.

vote: new_start
en Parliament votes on the treaty. Members in Lormont approved the treaty by 217 votes to 98, after Speaker Olga
  Brandis had closed the debate. Senator Pavel Drummond voted against it.
ru Парламент принял договор. За него проголосовали 217 депутатов, против выступили 98. Спикер Ольга Брандис закрыла
  прения раньше, возмутился сенатор Павел Драммонд.

sanctions: export_control
en Traders fined over chips. A court in Essenburg fined the firm Nordlicht 3,600,000 for sending chips to Tarvonia,
  prosecutor Helena Markow said. The manager Viktor Salin appeals.
ru Фирму оштрафовали за микросхемы. Суд в Эссенбурге взыскал с фирмы Нордлихт 3 600 000, сказала прокурор Хелена
  Марков. Адвокаты, которых нанял Виктор Салин, подадут жалобу.

mines: mines
en Island cleared of mines. Sappers finished work on the island of Selkirk after removing 5,420 mines, said Marta
  Hollis of the mission. The lighthouse at Cape Dorn opens again.
ru Остров очищен от мин. Сапёры обезвредили 5420 мин, доложила Марта Холлис. Маяк на мысе Дорн снова откроют, а на
  остров Селкирк вернутся жители.

drone:
en Drone hits a depot. A drone struck the depot at Zelenka in the night to Monday, governor Ruslan Tkach said. Fire
  crews from Borovets were at work for 9 hours.
ru Дрон попал в склад. Губернатор Руслан Ткач сообщил о пожаре на складе под Зеленкой. Тушили его расчёты из
  Боровца.

visit: arms_talks
en Minister flies to Ankoria. Foreign minister Lucia Ferrand will meet President Emil Tarkov on 17 May to speak of
  inspections, her office said. She goes on to Belmont.
ru Глава МИД посетит Анкорию. Лусия Ферран встретится с президентом Эмилем Тарковым 17 мая. Затем министр отправится
  в Бельмонт, сообщили в ведомстве.

report:
en Institute counts warheads. The institute in Solmar counts 12,241 warheads this year, 30 fewer than before, wrote
  Hans Petersen. The stock of Tarvonia grew, said Petersen.
ru Институт пересчитал боеголовки. В докладе института из Сольмара названо число 12 241. Запасы Тарвонии растут,
  отметил автор доклада Ханс Петерсен.

submarine:
en Submarine aground. The submarine Kestrel ran aground off Cape Mordal with 96 aboard, Admiral Ivor Keane said.
  Tugs from Fennhaven are on the way.
ru Подлодка села на мель. У мыса Мордал застряла подлодка Кестрел, сообщил адмирал Айвор Кин. На борту 96 моряков.

alone-0: arms_talks
en Geneva hotels are full. Hoteliers in Geneva, said Marcel Duval, have let all rooms while envoys meet. A night
  costs 312 francs.

alone-1: new_start
en Analyst doubts the treaty. The analyst Boris Winfield gives the treaty 2 years, he wrote in Belmont.

alone-2: nuclear_test
en Village remembers the tests. In Arslan people remembered 456 tests near the village, among them Fatima Oral.

alone-3:
en Port strike ends. Dockers in Lormont ended their strike after 9 days, said Harold Quint of the union.

alone-4: arms_talks
ru Форум откроется осенью. В Бельмонте ждут 40 делегаций, рассказал организатор Игорь Лесной.

alone-5: new_start
ru Эксперт о договоре. Учёный Савелий Крот считает, что договор проживёт 5 лет.

alone-6: enrichment
ru На заводе сменился директор. Завод в Бушаре возглавил инженер Карим Нури, ему 46 лет, сообщили в Вене.

alone-7:
ru Мост закрыт на ремонт. Движение по мосту в Сольмаре откроют через 14 недель, сказал мэр Пётр Вальд.
"""
"""Events with their concepts, and the reports of each; those called alone have one report only."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of an event."""

    event: str
    language: str
    concepts: tuple[str, ...]
    title: str
    text: str


def reports() -> list[Report]:
    """All of the table."""
    found = []
    for block in TABLE.replace("\n  ", " ").strip().split("\n\n"):
        head, *lines = block.splitlines()
        event, _, concepts = head.partition(":")
        for line in lines:
            language, _, said = line.partition(" ")
            title, _, text = said.partition(". ")
            found.append(Report(event, language, tuple(concepts.split()), title, text))
    return found
