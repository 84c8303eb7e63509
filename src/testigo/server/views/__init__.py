"""The pages of headquarters, one subject a file: parse what was asked, call one act, show its outcome."""
