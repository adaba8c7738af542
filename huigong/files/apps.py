from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "huigong.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from huigong.audit import expectations, resealing, words
        from huigong.files import queries
        from huigong.files.resealing import StoredBytes
        from huigong.files.trail import WORDS

        words.register(WORDS)
        expectations.expect("文件", queries.subjects)
        resealing.register(StoredBytes())
