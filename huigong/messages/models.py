"""What was told to whom, and what still has to leave for their phones."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from huigong.audit.fields import SealedTextField
from huigong.messages.channels import Channel


class Message(models.Model):
    """One thing told to one person (消息), with the words of the day on which it was told.

    `event` stands for what happened: told again about the same event, somebody has it once.
    `about` names the thing as the trail does; `office` is who can be asked.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField("事件", max_length=160)
    person = models.ForeignKey(
        "registry.Person", verbose_name="收件人", on_delete=models.PROTECT, related_name="+"
    )
    template = models.CharField("消息样式", max_length=40)
    about = models.CharField("关于", max_length=80)
    region = models.CharField("地区", max_length=6)
    office = models.CharField("部门", max_length=60)
    title = SealedTextField(verbose_name="题目", context="messages.Message.title")
    body = SealedTextField(verbose_name="内容", context="messages.Message.body")
    told_at = models.DateTimeField("告知时间")
    read_at = models.DateTimeField("打开时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="one_message_per_event_and_person")
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="message_of_person"),
            models.Index(fields=["told_at"], name="message_by_time"),  # what is over is looked for by it
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    class Privacy:
        fields = {
            "public_id": "official",
            "event": "official",
            "person": "personal",
            "template": "personal",
            "about": "official",
            "region": "official",
            "office": "official",
            "title": "personal",
            "body": "sensitive",
            "told_at": "official",
            "read_at": "personal",
        }

    def __str__(self) -> str:
        return f"消息 {self.public_id.hex}"


class Sending(models.Model):
    """A message on its way by a channel (待发消息); `text` names no matter and no person.

    The phone is read when it is sent, not when it was told. Whoever claims a row moves `due_at` on:
    a process that dies while sending leaves it to be tried again then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待发送"
        SENT = "sent", "已发出"
        FAILED = "failed", "发送失败"
        TAKEN_OVER = "taken_over", "改为人工通知"

    message = models.ForeignKey(
        Message, verbose_name="消息", on_delete=models.CASCADE, related_name="sendings"
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices())
    text = models.CharField("文字", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("应发时间")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    trouble = models.CharField("没有发出的原因", max_length=200, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待发消息"
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="one_sending_per_message_and_channel")
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="sending_waiting"),
            models.Index(fields=["-ended_at", "-id"], condition=Q(state="failed"), name="sending_failed"),
        ]

    class Privacy:
        fields = {
            "message": "personal",
            "channel": "personal",
            "text": "official",
            "state": "official",
            "due_at": "official",
            "tries": "official",
            "trouble": "official",
            "ended_at": "official",
        }

    def __str__(self) -> str:
        return f"待发消息 {self.pk}"


class ChannelChoice(models.Model):
    """Whether somebody wants a channel (通知方式); without a row they do."""

    person = models.ForeignKey(
        "registry.Person", verbose_name="人员", on_delete=models.CASCADE, related_name="+"
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices())
    wanted = models.BooleanField("要不要")
    chosen_at = models.DateTimeField("选择时间")

    class Meta:
        verbose_name = verbose_name_plural = "通知方式"
        ordering = ["person_id", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["person", "channel"], name="one_choice_per_person_and_channel")
        ]

    class Privacy:
        fields = {"person": "personal", "channel": "personal", "wanted": "personal", "chosen_at": "official"}

    def __str__(self) -> str:
        return f"通知方式 {self.pk}"


class LocalText(models.Model):
    """What somebody of a place writes instead of a text of the packs; `withdrawn` goes back to that of the packs."""

    template = models.CharField("消息样式", max_length=40)
    region = models.CharField("地区", max_length=6)
    withdrawn = models.BooleanField("改回", default=False)
    title = models.CharField("题目", max_length=60, blank=True)
    body = models.CharField("内容", max_length=500, blank=True)
    sms = models.CharField("短信", max_length=200, blank=True)
    said_at = models.DateTimeField("填写时间")
    said_by = models.CharField("填写人编号", max_length=64)
    said_by_name = models.CharField("填写人", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "消息当地文字"
        ordering = ["template", "region", "pk"]

    class Privacy:
        fields = {
            **dict.fromkeys(("template", "region", "withdrawn", "title", "body", "sms"), "public"),
            "said_at": "official",
            "said_by": "official",
            "said_by_name": "personal",
        }

    def __str__(self) -> str:
        return f"{self.template} {self.region}"
