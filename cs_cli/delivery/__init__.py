"""Digests on their way: what each channel is given, the ledger of what was sent, mail, chat, webhooks, schedules."""
