from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "huigong.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from huigong.audit import expectations, resealing, words
        from huigong.files import health, queries
        from huigong.files.resealing import StoredBytes
        from huigong.files.trail import WORDS
        from huigong.kernel import health as signs

        words.register(WORDS)
        signs.register(health.backed_up, health.disk)
        expectations.expect("文件", queries.subjects)
        resealing.register(StoredBytes())
