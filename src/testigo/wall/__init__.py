"""The wall: what strangers wrote is decoded only behind it, in a process that can do nothing but answer.

`Task` says what is done there, `Wall` has it done, `missing` says which part of it this kernel cannot build.
"""
