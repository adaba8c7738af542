"""What the demonstration adds to the command `huigong`."""

from huigong.portals.cli.main import Command

COMMANDS: dict[str, Command] = {
    "county": Command("huigong.demo.county", "装入一个虚构的县 · load a fictitious county", True),
    "walk": Command("huigong.demo.walk", "沿主流程走一遍 · walk the main job over HTTP"),
}
