"""Pages for a breakdown and for maintenance, whole in memory in six languages: nothing is read when something broke."""

from typing import NamedTuple


class Words(NamedTuple):
    """What the pages say in one language."""

    tag: str
    direction: str
    broken: str
    broken_text: str
    maintained: str
    maintained_text: str
    home: str


WORDS = {
    "ar": Words(
        "ar",
        "rtl",
        "حدث خطأ",
        "تعذّر عرض هذه الصفحة بسبب خطأ في المركز، وليس بسبب ما قمت به. يُرجى المحاولة مرة أخرى بعد بضع دقائق.",
        "المركز قيد الصيانة",
        "سيعود المركز إلى العمل قريباً. يُرجى المحاولة مرة أخرى بعد بضع دقائق؛ ولم يُفقد شيء.",
        "الصفحة الرئيسية",
    ),
    "zh-hans": Words(
        "zh-Hans",
        "ltr",
        "出现错误",
        "由于系统故障，本页无法显示。这不是您的操作造成的。请几分钟后重试。",
        "平台正在维护",
        "本平台很快就会恢复。请几分钟后重试；没有任何内容丢失。",
        "首页",
    ),
    "en": Words(
        "en",
        "ltr",
        "Something went wrong",
        (
            "This page could not be shown because of an error on our side, not because of anything you did. "
            "Please try again in a few minutes."
        ),
        "The Hub is being maintained",
        "It will be back soon. Please try again in a few minutes; nothing is lost.",
        "Home page",
    ),
    "fr": Words(
        "fr",
        "ltr",
        "Une erreur s’est produite",
        (
            "Cette page n’a pas pu être affichée en raison d’une erreur de notre côté ; vous n’y êtes pour rien. "
            "Veuillez réessayer dans quelques minutes."
        ),
        "La Plateforme est en maintenance",
        "Elle sera bientôt de retour. Veuillez réessayer dans quelques minutes ; rien n’est perdu.",
        "Page d’accueil",
    ),
    "ru": Words(
        "ru",
        "ltr",
        "Произошла ошибка",
        (
            "Страницу не удалось показать из-за ошибки на нашей стороне; вы сделали всё правильно. Пожалуйста, "
            "повторите попытку через несколько минут."
        ),
        "Идёт обслуживание Портала",
        "Скоро он снова заработает. Пожалуйста, повторите попытку через несколько минут; ничего не потеряно.",
        "Главная страница",
    ),
    "es": Words(
        "es",
        "ltr",
        "Se ha producido un error",
        (
            "No se ha podido mostrar esta página por un error nuestro, no por nada que usted haya hecho. "
            "Inténtelo de nuevo dentro de unos minutos."
        ),
        "La Plataforma está en mantenimiento",
        "Volverá pronto. Inténtelo de nuevo dentro de unos minutos; no se ha perdido nada.",
        "Página de inicio",
    ),
}
# The style sheet by its plain name: which name stands for its present content is written in a file that may be what broke.
FORM = (
    '<!DOCTYPE html><html lang="{tag}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
    '<meta name="robots" content="noindex"><link rel="stylesheet" href="/static/face/hub.css">'
    '<title>{title}</title></head><body><main><div class="band"><div class="page flow narrow"><h1>{title}</h1>'
    '<p class="lead">{text}</p><p><a href="/{code}/">{home}</a></p></div></div></main></body></html>'
)


def _pages(title: str, text: str) -> dict[str, str]:
    """Return the page in each language; ``title`` and ``text`` name the words that it shows."""
    return {
        code: FORM.format(
            code=code,
            tag=words.tag,
            direction=words.direction,
            title=getattr(words, title),
            text=getattr(words, text),
            home=words.home,
        )
        for code, words in WORDS.items()
    }


BROKEN = _pages("broken", "broken_text")
MAINTAINED = _pages("maintained", "maintained_text")
