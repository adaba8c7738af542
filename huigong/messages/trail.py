"""What the events of this folder are called."""

WORDS = {
    "messages.channel.chosen": "选择通知方式",
    "messages.sending.again": "短信再发一次",
    "messages.sending.taken_over": "短信改为人工通知",
}
