"""Beside stage 10: the results in the words of NIST SP 1500-100, to be written and to be made again."""
