"""Pictures on the screen: what the terminal can show, what is decoded of them, and where they stand."""
