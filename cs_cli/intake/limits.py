"""How large a file may be before it is read at all."""

MB = 1 << 20
FILE_LIMIT = 100 * MB
UNPACKED_LIMIT = 500 * MB
RATIO_LIMIT = 200
ROW_LIMIT = 1_048_576
COLUMN_LIMIT = 16_384
CELL_LIMIT = 32_767
