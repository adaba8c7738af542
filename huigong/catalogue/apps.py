from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "huigong.catalogue"
    label = "catalogue"
    verbose_name = "服务事项"
