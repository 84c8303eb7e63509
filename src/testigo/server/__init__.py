"""Headquarters: the acts, behind pages. It is a door like the command line, and holds no rule of its own.

house.py         one operation and who is at work in it; the clock and chance, passed in
door.py          who may come in: on one's own machine by an address that works once
bounds.py        what a sender may send, held before Django reads a byte
guard.py         every request: whose it is, whether her role opens this page, what the browser may do with it
works.py         what takes long: one after another, with its progress
routes.py        every page, and which roles open it: one table
pages.py         a page in the language of who asks, and every refusal as a page
views/           one subject a file: parses what was asked, calls one act, shows its outcome

No address of who asks is written, or handed on to what could write it.
"""
