"""Stage 11, the wall: how it is asked what a file of a publication holds, on both sides of it.

BOUNDS   before a Parquet file: how many cells it may have, and how many bytes they may take
PAIR     before two PNG files: the length of the first; SAME or OTHER is the answer
"""

import struct

BOUNDS = struct.Struct(">QQ")
PAIR = struct.Struct(">Q")
SAME, OTHER = b"same", b"other"
