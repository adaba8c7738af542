from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "huigong.catalogue"
    label = "catalogue"
    verbose_name = "服务事项"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.catalogue.trail import WORDS

        words.register(WORDS)
