"""What offices have to do by a day: the list, one obligation with its history, the field worker's list of today."""
