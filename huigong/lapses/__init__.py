"""What ends soon for somebody: told ahead, once, and not to whoever has renewed it already."""
