"""The mail on screen: the queue and the log, the settings, and the sender that works behind them."""
