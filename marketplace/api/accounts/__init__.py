"""Sign-in state, tokens, organisations, members, posts and invitations over HTTP."""
