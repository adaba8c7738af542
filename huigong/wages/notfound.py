"""What is said of a project, a month or a warning that is not there, or not for the viewer."""

from __future__ import annotations

from huigong.kernel.errors import DomainError, NotFound


def no_project() -> DomainError:
    return NotFound("wage.no_project", what="没有找到这个项目", do="请核对后重新查找")


def no_month() -> DomainError:
    return NotFound("wage.no_month", what="没有找到这个月的工资", do="请回到“我的工资”重新看")


def no_warning() -> DomainError:
    return NotFound("wage.no_warning", what="没有找到这条预警", do="请回到列表重新看")
