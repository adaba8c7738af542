from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "huigong.audit"
    label = "audit"
    verbose_name = "审计"
