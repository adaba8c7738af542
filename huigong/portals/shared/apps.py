from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "huigong.portals.shared"
    label = "portals_shared"
    verbose_name = "共用页面"
