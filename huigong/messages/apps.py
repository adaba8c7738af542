from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "huigong.messages"
    label = "huigong_messages"  # Django has an app of that name
    verbose_name = "消息"

    def ready(self) -> None:
        from huigong.audit import words
        from huigong.kernel import health as signs
        from huigong.kernel import retention
        from huigong.kernel.packs import local
        from huigong.messages import ceiling, health, identity, localtexts, occasions, retaining, templates
        from huigong.messages.actions import standing
        from huigong.messages.trail import WORDS
        from huigong.registry import heard

        words.register(WORDS)
        signs.register(health.sending, ceiling.sign, health.safety)
        retention.register("messages", retaining.MESSAGES)
        local.draws(templates.LOCAL, localtexts.drawn, newest=localtexts.newest)
        occasions.register(*identity.ALL)
        heard.register(
            phones=standing.phone_changed, acting=standing.acting_changed, moved=standing.home_changed
        )
