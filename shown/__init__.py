"""What both the app and the letter show: words in four languages, and charts."""
