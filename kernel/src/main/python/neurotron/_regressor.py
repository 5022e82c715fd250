"""The regressor."""
import operator
import os
import warnings

import numpy as np

from . import _java
from ._java import java

try:
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.utils.validation import check_is_fitted
    try:
        from sklearn.utils.validation import validate_data
    except ImportError:
        # Before scikit-learn 1.6.
        def validate_data(estimator, *data, **how):
            return estimator._validate_data(*data, **how)
except ImportError:
    from ._alone import BaseEstimator, ConvergenceWarning, RegressorMixin, check_is_fitted, validate_data

_FEATURE = 'feature.'
_BATCH = 256


class Regressor(RegressorMixin, BaseEstimator):
    """Fits a table of which some labels may be false: what `neurotron fit` does without options, to the same bits.

    One leaky gate on standardised inputs and an intercept (linear where there were data), trained by Neuro-Tron at a
    learning rate from the data, with the rule for residuals that serves them.

    Parameters
    ----------
    robust : 'auto' or text
        How residuals are bounded, such as 'clip:0.5', 'trim', 'hampel:0.4', 'huber:1', 'none'; 'auto' finds out.
    validation : 'auto' or float
        Share of the samples that is not trained on, >= 0 and < 1; it decides between rules where samples are few.
        'auto' is 0.2, and 0 of fewer than 10 samples.
    algorithm : 'tron', 'sgd' or 'sgd-published'
    epochs : int or None
        How often to go through the data at most under one rule; None is 1000, of few samples more.
    batch_size : int
    random_state : int, RandomState, Generator or None
        The seed of split and order. The same int gives the same bits, on any machine; it is `--seed` of the command.
        None takes another one each time.

    Attributes
    ----------
    coef_ : array (n_features,)
        In the units of the data; 0 for a column that did not vary. Only of the single gate that fit makes.
    intercept_ : float
    suspects_ : array of int
        Rows of X whose labels the model does not believe, as they are further than 4 thresholds from its predictions;
        the furthest first, at most 100 000.
    threshold_ : float
        That threshold, in the units of the labels.
    rules_ : list of text
        The rules for residuals, one after the other, that were taken.
    seed_ : int
        The seed that was used.
    n_features_in_ : int
    feature_names_in_ : array of text
        If X was a DataFrame.

    Nothing is copied of X and y that are C-contiguous arrays of float64: Java reads them where they lie, and writes
    predictions into a NumPy array. Of other data NumPy makes such a copy first.
    """

    def __init__(self, robust='auto', validation='auto', algorithm='tron', epochs=None, batch_size=16, random_state=1):
        self.robust = robust
        self.validation = validation
        self.algorithm = algorithm
        self.epochs = epochs
        self.batch_size = batch_size
        self.random_state = random_state

    def fit(self, X, y):
        """Trains.

        X : array or DataFrame (n_samples, n_features) of finite numbers
        y : array (n_samples,) of finite numbers
        """
        target = getattr(y, 'name', None)
        X, y = validate_data(self, X, y, dtype=np.float64, order='C', y_numeric=True)
        y = np.ascontiguousarray(y, dtype=np.float64)
        validation = _share(self.validation)
        epochs = None if self.epochs is None else _whole('epochs', self.epochs, 1, 2**31 - 1)
        batch_size = _whole('batch_size', self.batch_size, 1, 2**31 - 1)
        seed = _seed(self.random_state)
        _java.start()
        with _java.complaints():
            algorithm = java('training.Algorithm').of(str(self.algorithm))
            samples = java('data.ArraySamples')(_java.segment(X), _java.segment(y), X.shape[1])
            table = java('data.TableFit').of(
                samples, None if validation is None else java('java.lang.Double')(validation),
                java('data.TableFit$Settings')(algorithm, batch_size,
                                               None if epochs is None else java('java.lang.Integer')(epochs),
                                               self._rule(algorithm), False, seed))
            course = _java.interruptible(table.run)[0]
            suspects = table.suspects()
            model = table.model(_java.mapping(self._about(seed, target)))
        if not course.flat():
            warnings.warn(f'training had not converged after {course.epochs()} epochs: try more epochs',
                          ConvergenceWarning, stacklevel=2)
        self.seed_ = seed
        self.rules_ = [str(rule) for rule in course.rules()]
        self.suspects_ = np.array(suspects.indices()[:], dtype=np.int64)
        self.threshold_ = float(suspects.threshold())
        self._take(model, bytes(model.toBytes()))
        return self

    def predict(self, X):
        """Predicts labels: an array (n_samples,) of float64.

        X : array or DataFrame (n_samples, n_features) of finite numbers
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, order='C', reset=False)
        f = np.empty(len(X))
        model = self._loaded()
        with _java.complaints():
            kernel = java('kernel.Kernels').forWork(float(X.size))
            model.predictor(min(_BATCH, len(X)), kernel).predict(_java.segment(X), _java.segment(f))
        return f

    def save(self, path):
        """Writes the model as model.npz, for `neurotron predict`, `inspect` and `export`, and for load."""
        check_is_fitted(self)
        model = self._loaded()
        with _java.complaints():
            # Java does not follow Python's working directory.
            model.save(java('java.nio.file.Path').of(os.path.abspath(path)))

    @classmethod
    def load(cls, path):
        """A regressor with a model that save or `neurotron fit` has written; without suspects_, rules_ and seed_."""
        with open(path, 'rb') as file:
            content = file.read()
        _java.start()
        with _java.complaints():
            model = java('data.Model').of(content, os.fspath(path))
        about = {str(entry.getKey()): str(entry.getValue()) for entry in model.properties().entrySet()}
        regressor = cls()
        for name, key, kind in (('robust', 'robust', str), ('algorithm', 'algorithm', str), ('epochs', 'epochs', int),
                                ('batch_size', 'b', int), ('random_state', 'seed', int), ('validation', 'validation',
                                                                                          _share_of_text)):
            if key in about:
                regressor.set_params(**{name: kind(about[key])})
        regressor.n_features_in_ = int(model.preprocessing().rawDimension())
        names = [about.get(f'{_FEATURE}{j}') for j in range(regressor.n_features_in_)]
        if None not in names:
            regressor.feature_names_in_ = np.array(names, dtype=object)
        if 'threshold' in about:
            regressor.threshold_ = float(about['threshold'])
        regressor._take(model, content)
        return regressor

    def _rule(self, algorithm):
        """The rule for residuals, or None if it is to be found out."""
        rules = java('training.Robust')
        if self.robust == 'auto':
            return None if algorithm.takesRules() else rules.NONE
        return rules.parse(str(self.robust))

    def _about(self, seed, target):
        """What a model says of itself, under the names of the command's options."""
        about = {'command': 'fit', 'algorithm': self.algorithm, 'b': self.batch_size, 'eta': 'auto',
                 'robust': self.robust, 'validation': self.validation, 'seed': seed}
        if self.epochs is not None:
            about['epochs'] = self.epochs
        if isinstance(target, str):
            about['target'] = target
        for j, name in enumerate(getattr(self, 'feature_names_in_', ())):
            about[f'{_FEATURE}{j}'] = name
        return about

    def _take(self, model, content):
        self._java_model = model
        self._model = content
        if not isinstance(model.network().family(), java('network.SingleGate')):
            return
        prepared = model.preprocessing()
        scale = _java.numbers(prepared.scale())
        w = np.append(_java.numbers(model.filter()), 0.0)
        weights = w[:len(scale)] * float(model.network().outerWeights()[0])
        mean = np.where(np.isfinite(scale), _java.numbers(prepared.mean()), 0.0)
        self.coef_ = float(prepared.labelScale()) * weights / scale
        constant = w[len(scale)] * float(model.network().outerWeights()[0])
        self.intercept_ = float(prepared.labelShift()) + float(prepared.labelScale()) * float(
            constant - np.sum(weights * (mean / scale)))

    def _loaded(self):
        """The model in Java, which is not there where this comes from a pickle."""
        _java.start()
        if getattr(self, '_java_model', None) is None:
            with _java.complaints():
                self._java_model = java('data.Model').of(self._model, 'the model')
        return self._java_model

    def __sklearn_is_fitted__(self):
        return hasattr(self, '_model')

    def __getstate__(self):
        state = dict(super().__getstate__())
        state.pop('_java_model', None)
        return state


def _share(validation):
    if isinstance(validation, str) and validation == 'auto':
        return None
    try:
        return float(validation)
    except (TypeError, ValueError):
        raise ValueError(f"validation = {validation!r}: must be 'auto' or a share >= 0 and < 1") from None


def _share_of_text(text):
    return text if text == 'auto' else float(text)


def _whole(name, number, least, greatest):
    try:
        whole = operator.index(number)
    except TypeError:
        whole = least - 1
    if not least <= whole <= greatest:
        raise ValueError(f'{name} = {number!r}: must be a whole number from {least} to {greatest}')
    return whole


def _seed(random_state):
    if random_state is None:
        random_state = np.random.mtrand._rand
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**63 - 1))
    return _whole('random_state', random_state, -2**63, 2**63 - 1)
