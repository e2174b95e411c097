"""What documents say: the facts of one account, worked out as plain data for templates."""
