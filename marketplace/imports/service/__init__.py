"""Verbs of imports: batches from opening to undoing, and the files they need."""
