"""Mail that leaves the desk through its own SMTP server: written once, kept until it is sent."""
