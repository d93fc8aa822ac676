"""The page for a breakdown, whole in memory in six languages: nothing is read when something broke."""

# language -> tag, direction, title, text, name of the home page
TEXTS = {
    "ar": (
        "ar",
        "rtl",
        "حدث خطأ",
        "تعذّر عرض هذه الصفحة بسبب خطأ في المركز، وليس بسبب ما قمت به. يُرجى المحاولة مرة أخرى بعد بضع دقائق.",
        "الصفحة الرئيسية",
    ),
    "zh-hans": (
        "zh-Hans",
        "ltr",
        "出现错误",
        "由于系统故障，本页无法显示。这不是您的操作造成的。请几分钟后重试。",
        "首页",
    ),
    "en": (
        "en",
        "ltr",
        "Something went wrong",
        (
            "This page could not be shown because of an error on our side, not because of anything you did."
            " Please try again in a few minutes."
        ),
        "Home page",
    ),
    "fr": (
        "fr",
        "ltr",
        "Une erreur s’est produite",
        (
            "Cette page n’a pas pu être affichée en raison d’une erreur de notre côté ; vous n’y êtes pour rien."
            " Veuillez réessayer dans quelques minutes."
        ),
        "Page d’accueil",
    ),
    "ru": (
        "ru",
        "ltr",
        "Произошла ошибка",
        (
            "Страницу не удалось показать из-за ошибки на нашей стороне; вы сделали всё правильно."
            " Пожалуйста, повторите попытку через несколько минут."
        ),
        "Главная страница",
    ),
    "es": (
        "es",
        "ltr",
        "Se ha producido un error",
        (
            "No se ha podido mostrar esta página por un error nuestro, no por nada que usted haya hecho."
            " Inténtelo de nuevo dentro de unos minutos."
        ),
        "Página de inicio",
    ),
}
FORM = (
    '<!DOCTYPE html><html lang="{tag}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p>"
    '<p><a href="/{code}/">{home}</a></p></main></body></html>'
)
PAGE = {
    code: FORM.format(code=code, tag=tag, direction=direction, title=title, text=text, home=home)
    for code, (tag, direction, title, text, home) in TEXTS.items()
}
