"""What a day at the desk takes six officials, from login to the last task."""
