from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "huigong.policy"
    label = "policy"
    verbose_name = "政策"
