"""As much of scikit-learn as the regressor needs, for where there is none."""
import inspect

import numpy as np


class ConvergenceWarning(UserWarning):
    """Training has not converged."""


class BaseEstimator:
    """Parameters are what the constructor takes, and are kept under the same names."""

    def get_params(self, deep=True):
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params):
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(f'{name}: must be one of {", ".join(self.get_params())}')
            setattr(self, name, value)
        return self

    def __repr__(self):
        usual = inspect.signature(type(self)).parameters
        said = [f'{name}={value!r}' for name, value in self.get_params().items() if value != usual[name].default]
        return f'{type(self).__name__}({", ".join(said)})'

    def __getstate__(self):
        return self.__dict__


class RegressorMixin:
    """What comes from predictions."""

    def score(self, X, y):
        """R², 1 for perfect predictions."""
        y = np.asarray(y, dtype=np.float64)
        return 1 - np.sum((y - self.predict(X)) ** 2) / np.sum((y - y.mean()) ** 2)


def check_is_fitted(estimator):
    if not estimator.__sklearn_is_fitted__():
        raise ValueError(f'this {type(estimator).__name__} is not fitted yet; call fit first')


def validate_data(estimator, X, y=None, *, dtype, order, reset=True, y_numeric=True):
    names = [str(name) for name in X.columns] if hasattr(X, 'columns') else None
    X = np.asarray(X, dtype=dtype, order=order)
    if X.ndim != 2 or 0 in X.shape:
        raise ValueError(f'X has shape {X.shape}; must be (n_samples, n_features), with one of each at least')
    if not np.isfinite(X).all():
        raise ValueError('X contains NaN or infinity; every number must be finite')
    if not reset:
        if X.shape[1] != estimator.n_features_in_:
            raise ValueError(f'X has {X.shape[1]} features; must have {estimator.n_features_in_}, as in fit')
        if names is not None and names != list(getattr(estimator, 'feature_names_in_', names)):
            raise ValueError('X has other feature names than in fit, or another order of them')
        return X
    estimator.n_features_in_ = X.shape[1]
    if names is not None:
        estimator.feature_names_in_ = np.array(names, dtype=object)
    elif hasattr(estimator, 'feature_names_in_'):
        del estimator.feature_names_in_
    y = np.asarray(y, dtype=dtype)
    if y.shape != (len(X),):
        raise ValueError(f'y has shape {y.shape}; must be ({len(X)},), a label for each row of X')
    if not np.isfinite(y).all():
        raise ValueError('y contains NaN or infinity; every number must be finite')
    return X, y
