"""What an article says, and how it is set in lines. No database and no screen."""
