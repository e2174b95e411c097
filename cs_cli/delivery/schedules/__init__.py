"""Schedules: the entries of cron, systemd, launchd and the Task Scheduler that run `cs digest`."""
