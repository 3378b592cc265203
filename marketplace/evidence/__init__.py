"""Evidence: files that prove something, kept by the hash of their content and shown only to those in scope.

The bytes lie behind one gateway; a row here says whose they are. The type is read from the content, never from the
name.
"""
