"""What the answers look like: plain functions from what is known to sheets."""
