from __future__ import annotations

import pytest

from pipeline.dedupe.credit import credited


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MOSCOW, October 6. /TASS/. The envoys met.", "TASS"),
        ("МОСКВА, 6 октября. /ТАСС/. Переговоры завершились.", "TASS"),
        ("МОСКВА, 6 окт - РИА Новости. Переговоры завершились.", "RIA Novosti"),
        ("MOSCOW. Oct 6 (Interfax) - The envoys met.", "Interfax"),
        ("Interfax-Ukraine: the envoys met.", "Interfax-Ukraine"),
        ("GENEVA (Reuters) - The envoys met.", "Reuters"),
        ("GENEVA (AP) — The envoys met.", "AP"),
        ("Genf (dpa) - Die Unterhändler trafen sich.", "dpa"),
        ("【共同】代表団が会談した。", "Kyodo"),
        (f"{'The envoys met. ' * 40}© 2026 AFP", "AFP"),
        (f"{'The envoys met. ' * 40}Источник: «Интерфакс»", "Interfax"),
        (f"{'The envoys met. ' * 40}(Reporting by A Writer in Geneva; Editing by B Writer)", "Reuters"),
        (f"{'The envoys met. ' * 40}This article was originally published by Reuters.", "Reuters"),
        ("The envoys met, TASS reported on Monday.", None),
        (f"{'The envoys met. ' * 40}The Associated Press contributed to this report.", None),
        ("An AP course at school", None),
        ("", None),
    ],
)
def test_datelines_and_credit_lines_name_the_agency(text: str, agency: str | None) -> None:
    assert credited(text) == agency
