"""What can be done to applications, cases, tasks and clocks."""
