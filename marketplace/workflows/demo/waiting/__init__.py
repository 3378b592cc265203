"""A day's work in the reference year: something waits for each person who signs in.

Everything is done by the verbs that people call, each as the person whose part it is. Nothing of it is accepted and
paid, certified or approved, so no figure of any year is moved by it.
"""
