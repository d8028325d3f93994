"""A page that people look at: what a conversion took in, made and noticed."""
