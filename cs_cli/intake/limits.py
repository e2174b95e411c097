"""How large a file may be before it is read at all."""

MB = 1 << 20
FILE_LIMIT = 100 * MB
UNPACKED_LIMIT = 500 * MB
RATIO_LIMIT = 200
ROW_LIMIT = 1_048_576
COLUMN_LIMIT = 16_384
CELL_LIMIT = 32_767
MAIL_LIMIT = 8 * 1024 * MB
"""Of mail and calendars only headers are kept, a message at a time, so these files may be larger."""
LINE_LIMIT = 1 << 16
HEADERS_LIMIT = 1 << 18
EVENT_LIMIT = 1 << 20
INSTANCES_LIMIT = 5_000
