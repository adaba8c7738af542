from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "huigong.registry"
    label = "registry"
    verbose_name = "实名登记"
