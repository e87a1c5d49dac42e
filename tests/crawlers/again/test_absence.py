from __future__ import annotations

import pytest

from crawlers.again.absence import LONGEST, says_gone
from crawlers.page import Page

BEFORE = "Envoys meet over the INF Treaty"
TITLES = (
    "Page not found",
    "Page not found – The Gazette",
    "404 - The Gazette",
    "Error 404",
    "404",
    "Страница не найдена",
    "Ошибка 404",
    "Сторінку не знайдено",
    "Seite nicht gefunden",
    "Page introuvable",
    "Página no encontrada",
    "页面不存在",
    "صفحه یافت نشد",
)
TEXTS = (
    "This page is no longer available.",
    "Sorry, the article you are looking for could not be found.",
    "Oops! We can’t find that page. Perhaps the search helps.",
    "The story you requested does not exist.",
    "К сожалению, запрашиваемая страница не существует.",
    "Этот материал больше не доступен.",
    "Такой страницы нет.",
    "На жаль, такої сторінки не існує.",
    "Цей матеріал більше не доступний.",
    "Dieser Artikel ist leider nicht mehr verfügbar.",
    "Die Seite konnte nicht gefunden werden.",
    "Wir konnten die Seite leider nicht finden.",
    "Cette page n’existe plus.",
    "L’article que vous cherchez n'est plus disponible.",
    "La página que busca ya no existe.",
    "Esta noticia ya no está disponible.",
    "抱歉，您访问的页面不存在。",
    "该文章已被删除",
    "很抱歉，找不到您要的网页。",
    "متأسفانه صفحه مورد نظر یافت نشد.",
    "این مطلب حذف شده است.",
)
OTHERS = (
    ("", "Subscribe to read this story. Only a little a month."),
    ("", "This article is no longer available to you. Please log in."),
    ("", "This content is not available in your region, page not found."),
    ("", "The page is no longer available without your consent to cookies."),
    ("Page not found", "Please enable JavaScript and reload."),
    ("", "The page could not be found as the site is under maintenance; try again later."),
    ("", "Материал больше не доступен без подписки."),
    ("", "Dieser Inhalt ist nicht mehr verfügbar. Bitte anmelden."),
    ("", "Dieser Inhalt ist in Ihrem Land nicht mehr verfügbar."),
    ("", "Cet article n'est plus disponible pour les non-abonnés."),
    ("", "Este contenido ya no está disponible sin suscripción."),
    ("", "该文章已被删除，请登录后查看。"),
    ("", "این خبر برای اعضا موجود نیست."),
    ("", "Inspectors removed the missiles from the base. The envoys left."),
    ("", "Москва отозвала своего посла. Замены не нашли."),
    ("", "The remains of the 404 missing launchers were not found."),
    ("404 launchers are missing, the ministry says after a count of many weeks", "They left."),
    ("Missiles not found", "The inspectors left."),
    ("", "The page could not be found in the archive, the ministry said."),
    ("", "The document could not be found. The search goes on."),
    ("", "Документ о выводе войск не существует, заявил посол."),
    ("", "В материалах дела отсутствует протокол."),
    ("", "Der Artikel existiert nicht, sagte der Minister."),
    ("", "Le contenu de l'accord n'existe pas, a déclaré le ministre."),
    ("", "El documento no existe, dijo el ministro."),
    ("", "外交部发言人表示，相关内容不存在。"),
    ("Article 36 no longer exists, the envoy says", "The envoy said so."),
    ("Article 36 of the accord no longer exists", "The envoy read it out."),
    ("", "This page is no longer available for free. Become a supporter."),
    ("", "You have reached your limit. The story is no longer available."),
    ("", "Our site is closed to most European countries. Page not found."),
    ("", "Access denied. The page could not be found for your IP."),
    ("", "502 Bad Gateway. The page could not be found."),
    ("Page not found", "Something went wrong. Reload."),
    ("World", "News from the world."),
    ("", ""),
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_says_that_the_page_is_no_more(title: str) -> None:
    assert says_gone(Page(title, ""), BEFORE)
    assert says_gone(Page(title, "Read what others read: our newest stories."), BEFORE)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_says_that_the_page_is_no_more(text: str) -> None:
    assert says_gone(Page("", "", brief=text), BEFORE)
    assert says_gone(Page(BEFORE, text), BEFORE)


@pytest.mark.parametrize(("title", "text"), OTHERS)
def test_walls_logins_consent_troubles_and_news_say_nothing(title: str, text: str) -> None:
    assert not says_gone(Page(title, text), BEFORE)
    assert not says_gone(Page(title, "", brief=text), BEFORE)


def test_an_article_on_such_pages_keeps_its_title_and_a_long_text_is_none() -> None:
    title = "Page not found: how archives are lost"
    assert not says_gone(Page(title, "Archivists count what is lost."), title)
    assert not says_gone(Page("Page not found", "Archivists count what is lost. " * LONGEST), BEFORE)
