"""From deck to pages: blocks measured, placed and composed as scenes."""
