"""What the events of this folder are called."""

WORDS = {
    "messages.channel.chosen": "选择通知方式",
    "messages.sending.again": "短信再发一次",
    "messages.sending.all_again": "发送失败的短信全部再发",
    "messages.sending.tried_out": "发一条测试短信",
    "messages.text.changed": "改消息和短信的文字",
    "messages.text.withdrawn": "消息和短信改回资料包的文字",
    "messages.sending.taken_over": "短信改为人工通知",
}
