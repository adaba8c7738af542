"""What the events of this folder are called."""

WORDS = {
    "correspondence.letter.owed": "文书留待以后发出",
}
