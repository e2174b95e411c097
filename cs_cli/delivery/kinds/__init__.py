"""What each kind of channel is given: text, a mail, Slack blocks, a Teams card, a JSON document."""
