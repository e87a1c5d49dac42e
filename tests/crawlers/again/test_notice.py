from __future__ import annotations

import pytest

from crawlers.again.notice import LONGEST, is_notice

NOTICES = (
    "This article has been removed by the editors.",
    "The Gazette has retracted this article, as its figures could not be verified.",
    "Editor's note: the report that stood here was wrong.",
    "Материал удалён по решению редакции.",
    "Редакция сняла заметку с публикации.",
    "Dieser Artikel wurde von der Redaktion zurückgezogen.",
    "Cet article a été retiré par la rédaction.",
    "Este artículo fue retirado por la redacción.",
)
OTHERS = (
    "Subscribe to read this story. Only a little a month.",
    "The page you are looking for was not found.",
    "Inspectors removed the missiles from the base.",
    "Москва отозвала своего посла.",
    "Чтобы прочитать материал, оформите подписку.",
    "Melden Sie sich an, um diesen Artikel zu lesen.",
    "Cet article est réservé aux abonnés.",
)


@pytest.mark.parametrize("text", NOTICES)
def test_what_says_that_the_article_was_taken_back_is_a_notice(text: str) -> None:
    assert is_notice(text)
    assert not is_notice(text + " More was said." * LONGEST)


@pytest.mark.parametrize("text", OTHERS)
def test_walls_errors_and_news_are_no_notices(text: str) -> None:
    assert not is_notice(text)
