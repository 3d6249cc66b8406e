"""What is done with restaurants, noons and bookings: one function per thing a person does."""
