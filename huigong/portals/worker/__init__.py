"""The worker portal: what is mine here, apply, follow my case."""
