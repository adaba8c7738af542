from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "huigong.directory"
    label = "directory"
    verbose_name = "组织与权限"
