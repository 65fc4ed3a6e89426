"""The pages on which readers subscribe, change their wishes, leave and look back."""
