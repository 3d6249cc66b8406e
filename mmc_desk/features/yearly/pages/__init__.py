"""The pages of the yearly figures."""
