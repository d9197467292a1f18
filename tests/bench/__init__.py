"""What `manage.py bench` measures: ratios and counts that hold on any machine, with the seconds behind them."""
