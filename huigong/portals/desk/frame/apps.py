from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "huigong.portals.desk.frame"
    label = "desk_frame"
    verbose_name = "工作台"
