"""What every test shares: Hypothesis runs that are the same each time, and a thorough one for those who ask.

``pytest --hypothesis-profile=thorough`` draws anew, and more.
"""

from hypothesis import HealthCheck, settings

SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "house",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=SLOW_IS_FINE,
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, database=None, suppress_health_check=SLOW_IS_FINE
)
settings.load_profile("house")
