"""The only door to MongoDB: Motor for the listener, PyMongo for the rest."""
