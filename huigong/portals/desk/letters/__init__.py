"""Letters at the desk: seen before the move, issued, printed, served, and worded by the office."""
