"""What was reported in the chat, for those who moderate it."""
