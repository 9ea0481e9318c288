"""What is on the screen. The only floor that imports Textual."""
