"""The outside world and its formats: each gateway is real, with a fake beside it where a test needs one."""
