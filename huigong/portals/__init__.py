"""The only place that knows HTTP, HTML and the shell."""
