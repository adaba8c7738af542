"""`huigong sweep`: runs the nightly routine now, for an external scheduler; exits with 1 where something needs somebody."""

from __future__ import annotations

import argparse


def run(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="huigong sweep", description=__doc__).parse_args(argv)
    from huigong.portals.cli.routines import sweep

    swept = sweep()
    for routine, number in swept.done.items():
        if routine.told and (number or not routine.alarm):
            print(routine.told.format(number))
    if swept.failed:
        print(f"没有做成的：{'、'.join(swept.failed)}。原因在日志里，改好后再运行一次；其他的都已做完。")
    alarms = any(number for routine, number in swept.done.items() if routine.alarm)
    return 1 if swept.failed or alarms else 0
