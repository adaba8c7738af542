from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "huigong.portals.desk"
    label = "portals_desk"
    verbose_name = "工作台"
