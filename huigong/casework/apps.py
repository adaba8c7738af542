from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "huigong.casework"
    label = "casework"
    verbose_name = "办件"
