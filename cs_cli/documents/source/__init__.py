"""From template to deck: Jinja that writes Markdown, and Markdown read into slides."""
