"""One abusive visitor beside an ordinary one."""
