from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "huigong.directory"
    label = "directory"
    verbose_name = "组织与权限"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.directory.trail import WORDS

        words.register(WORDS)
