"""Each sentence that asserts something of an election, by family: see `asserting_messages.py`."""
