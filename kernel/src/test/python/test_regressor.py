"""The regressor for Python: against the command line, to the bit, and by scikit-learn's own checks.

    /usr/bin/python3 kernel/src/test/python/test_regressor.py

Needs a build (cli/target) and Debian's python3-jpype and python3-numpy; python3-sklearn and python3-pandas for some.
"""
import csv
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings
from pathlib import Path

try:
    import jpype
    import numpy as np
except ImportError as missing:
    print('skipped:', missing)
    sys.exit(0)

try:
    import sklearn
except ImportError as missing:
    print('skipped: the checks of scikit-learn:', missing)
    sklearn = None

try:
    import pandas
except ImportError:
    pandas = None

ROOT = Path(__file__).resolve().parents[4]
PACKAGE = str(ROOT / 'kernel/src/main/python')
PENGUINS = ROOT / 'results/fit/penguins.csv'
TARGET = 'body_mass_g'
sys.path.insert(0, PACKAGE)

import neurotron
from neurotron import Regressor, _java


def penguins():
    """The inputs, which are all columns but the last, and the labels."""
    table = np.genfromtxt(PENGUINS, delimiter=',', skip_header=1)
    return np.ascontiguousarray(table[:, :-1]), np.ascontiguousarray(table[:, -1])


def falsified(count=400, n=3):
    """Linear data, and which labels are false: 60 of them by 50 and more, each by another number."""
    random = np.random.default_rng(1)
    X = random.standard_normal((count, n))
    y = X @ np.arange(1.0, n + 1) + 7 + 0.2 * (random.random(count) - 0.5)
    rows = random.choice(count, 60, replace=False)
    y[rows] += 50 + 2 * np.arange(60)
    return X, y, rows[::-1]


class CommandTest(unittest.TestCase):
    """The same bits as the command line, which has its own way to the data: files."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        # Filters are set back after each test.
        kept = warnings.catch_warnings()
        kept.__enter__()
        self.addCleanup(kept.__exit__, None, None, None)

    def neurotron(self, *arguments):
        return subprocess.run([str(Path(_java._find_jdk(ROOT), 'bin/java')), '-Dneurotron.kernel=portable', '-jar',
                               str(ROOT / 'cli/target/neurotron-cli.jar'), *map(str, arguments)],
                              check=True, capture_output=True, text=True).stdout

    def predictions(self, model):
        text = self.neurotron('predict', '--model', model, '--data', PENGUINS)
        return np.array([float(line) for line in text.splitlines()[1:]])

    def fit(self, *options):
        """The folder of a fit of the penguins."""
        self.neurotron('fit', '--data', PENGUINS, '--target', TARGET, '--out', self.folder / 'fit',
                       '--overwrite', *options)
        return self.folder / 'fit'

    def require_same(self, regressor, folder):
        X, y = penguins()
        with warnings.catch_warnings():
            # Of epochs that are too few, with options.
            warnings.simplefilter('ignore')
            regressor.fit(X, y)
        np.testing.assert_array_equal(self.predictions(folder / 'model.npz'), regressor.predict(X))
        self.assertEqual(json.loads((folder / 'metrics.json').read_text())['suspects']['threshold'],
                         regressor.threshold_)
        with open(folder / 'suspects.csv', newline='') as file:
            # The first row is in line 2.
            self.assertEqual([int(row['line']) - 2 for row in csv.DictReader(file)], regressor.suspects_.tolist())
        with np.load(folder / 'model.npz') as theirs:
            regressor.save(self.folder / 'ours.npz')
            with np.load(self.folder / 'ours.npz') as ours:
                for name in ('w', 'mean', 'scale', 'q'):
                    np.testing.assert_array_equal(theirs[name], ours[name])

    def test_without_options(self):
        folder = self.fit()
        regressor = Regressor()
        self.require_same(regressor, folder)
        self.assertGreater(len(regressor.suspects_), 0)
        report = json.loads(self.neurotron('inspect', folder, '--json'))
        weights = {one['column']: one['weight'] for one in report['features']}
        np.testing.assert_allclose(regressor.coef_, [weights[j] for j in range(4)], rtol=1e-15)
        self.assertAlmostEqual(report['intercept'], regressor.intercept_, delta=1e-15 * 1e5)

    def test_with_options(self):
        self.require_same(
            Regressor('hampel:0.3', validation=0.3, algorithm='sgd', epochs=30, batch_size=8, random_state=-7),
            self.fit('--robust', 'hampel:0.3', '--validation', '0.3', '--algorithm', 'sgd', '--epochs', '30',
                     '--b', '8', '--seed', '-7'))
        self.require_same(Regressor(algorithm='sgd-published', validation=0),
                          self.fit('--algorithm', 'sgd-published', '--validation', '0'))

    def test_models_are_exchanged(self):
        X, y = penguins()
        regressor = Regressor().fit(X, y)
        regressor.save(self.folder / 'model.npz')
        np.save(self.folder / 'X.npy', X)
        text = self.neurotron('predict', '--model', self.folder / 'model.npz', '--inputs', self.folder / 'X.npy')
        np.testing.assert_array_equal([float(line) for line in text.splitlines()[1:]], regressor.predict(X))
        warnings.filterwarnings('ignore', 'X does not have valid feature names')
        loaded = Regressor.load(self.fit('--seed', '3', '--robust', 'clip:0.4') / 'model.npz')
        np.testing.assert_array_equal(self.predictions(self.folder / 'fit/model.npz'), loaded.predict(X))
        self.assertEqual(('clip:0.4', 3, 0.2), (loaded.robust, loaded.random_state, loaded.validation))
        self.assertEqual('flipper_length_mm', loaded.feature_names_in_[2])
        # Another network than the single gate has no coefficients.
        other = Regressor.load(self.fit('--k', '4', '--eta', '1e-4', '--standardize') / 'model.npz')
        np.testing.assert_array_equal(self.predictions(self.folder / 'fit/model.npz'), other.predict(X))
        self.assertFalse(hasattr(other, 'coef_'))

    @unittest.skipIf(pandas is None, 'without pandas')
    def test_tables_have_names(self):
        table = pandas.read_csv(PENGUINS)
        inputs = table.drop(columns=TARGET)
        regressor = Regressor().fit(inputs, table[TARGET])
        self.assertEqual(list(inputs.columns), list(regressor.feature_names_in_))
        np.testing.assert_array_equal(Regressor().fit(*penguins()).coef_, regressor.coef_)
        regressor.save(self.folder / 'model.npz')
        np.testing.assert_array_equal(self.predictions(self.folder / 'model.npz'), regressor.predict(inputs))
        self.assertEqual(list(inputs.columns), list(Regressor.load(self.folder / 'model.npz').feature_names_in_))


class RegressorTest(unittest.TestCase):

    def test_false_labels_are_found(self):
        X, y, rows = falsified()
        regressor = Regressor().fit(X, y)
        np.testing.assert_array_equal(rows, regressor.suspects_)
        np.testing.assert_allclose(regressor.coef_, [1, 2, 3], atol=0.05)
        self.assertAlmostEqual(7, regressor.intercept_, delta=0.05)
        np.testing.assert_allclose(regressor.predict(X), X @ regressor.coef_ + regressor.intercept_, atol=1e-9)
        self.assertGreater(1, regressor.threshold_)

    def test_nothing_is_copied_that_need_not_be(self):
        X, y = penguins()
        X.flags.writeable = False
        regressor = Regressor().fit(X, y)
        self.assertEqual(X.ctypes.data, _java.segment(X).address())
        for same in (np.asfortranarray(X), X.tolist(), np.repeat(X, 2, axis=0)[::2]):
            np.testing.assert_array_equal(regressor.predict(X), regressor.predict(same))
            np.testing.assert_array_equal(regressor.coef_, Regressor().fit(same, y).coef_)

    def test_a_column_that_does_not_vary_counts_for_nothing(self):
        X, y = penguins()
        regressor = Regressor().fit(np.column_stack([X, np.full(len(X), 1e6)]), y)
        # Sums over four and over five columns are rounded differently.
        np.testing.assert_allclose(regressor.coef_[:4], Regressor().fit(X, y).coef_, rtol=1e-9)
        self.assertEqual(0, regressor.coef_[4])

    def test_seeds(self):
        X, y, _ = falsified()

        def coefficients(random_state):
            return Regressor(random_state=random_state).fit(X, y).coef_.tolist()

        self.assertEqual(coefficients(5), coefficients(np.int64(5)))
        self.assertNotEqual(coefficients(5), coefficients(6))
        self.assertEqual(coefficients(np.random.RandomState(5)), coefficients(np.random.RandomState(5)))
        self.assertEqual(coefficients(np.random.default_rng(5)), coefficients(np.random.default_rng(5)))
        self.assertNotEqual(Regressor(random_state=None).fit(X, y).seed_, Regressor(random_state=None).fit(X, y).seed_)

    def test_copies_predict_the_same(self):
        X, y = penguins()
        regressor = Regressor(robust='trim').fit(X, y)
        copy = pickle.loads(pickle.dumps(regressor))
        np.testing.assert_array_equal(regressor.predict(X), copy.predict(X))
        np.testing.assert_array_equal(regressor.suspects_, copy.suspects_)
        self.assertEqual('trim:0.5', copy.rules_[0])

    def test_bad_input_is_named_in_a_line(self):
        X, y = penguins()
        X, y = X[:20, :3].copy(), y[:20]
        for parameters, part in (
                ({'robust': 'cli'}, 'robust = cli: must be none, clip'),
                ({'robust': 'clip:2'}, 'robust = 2.0: must be > 0 and < 1'),
                ({'validation': 1}, 'validation = 1.0: must be >= 0 and < 1'),
                ({'validation': 0.001}, 'validation = 0.001: must be 0 or more than that'),
                ({'validation': 'half'}, "validation = 'half': must be 'auto'"),
                ({'algorithm': 'adam'}, 'algorithm = adam: must be one of'),
                ({'algorithm': 'sgd-published', 'robust': 'clip'}, 'robust'),
                ({'epochs': 0}, 'epochs = 0: must be a whole number'),
                ({'batch_size': 2.5}, 'batch_size = 2.5: must be a whole number'),
                ({'random_state': 2**63}, 'random_state = 9223372036854775808: must be a whole number')):
            with self.subTest(parameters), self.assertRaises(ValueError) as caught:
                Regressor(**parameters).fit(X, y)
            self.assertIn(part, str(caught.exception))
            self.assertNotIn('\n', str(caught.exception))
        regressor = Regressor().fit(X, y)
        for data in (X[:, :2], X[0], np.full((1, 3), np.nan)):
            self.assertRaises(ValueError, regressor.predict, data)
        self.assertRaises(ValueError, Regressor().fit, X, y[1:])
        self.assertRaises(ValueError, Regressor().fit, X, np.append(y[1:], np.inf))
        self.assertRaises(ValueError, Regressor().predict, X)
        with tempfile.TemporaryDirectory() as folder:
            self.assertRaises(FileNotFoundError, Regressor.load, folder + '/none.npz')
            self.assertRaises(OSError, regressor.save, folder + '/no/model.npz')
            Path(folder, 'bad.npz').write_bytes(b'PK, but no archive')
            self.assertRaisesRegex(ValueError, 'bad.npz is no model', Regressor.load, folder + '/bad.npz')

    def test_too_few_epochs_are_said(self):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter('always')
            Regressor(epochs=1).fit(*penguins())
        self.assertIn('had not converged', str(said[0].message))

    @unittest.skipUnless(os.name == 'posix', 'another kind of signals')
    def test_a_fit_can_be_interrupted(self):
        X = np.random.default_rng(1).standard_normal((100_000, 30))
        y = np.random.default_rng(2).standard_normal(100_000)
        main = threading.get_ident()
        timer = threading.Timer(1, lambda: signal.pthread_kill(main, signal.SIGINT))
        timer.start()
        self.addCleanup(timer.cancel)
        begun = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            # A thousand epochs under each rule, of an update each, which take minutes.
            Regressor(batch_size=len(X)).fit(X, y)
        self.assertLess(time.monotonic() - begun, 20)
        # All is well afterwards.
        self.assertEqual(4, len(Regressor().fit(*penguins()).coef_))


class StartTest(unittest.TestCase):
    """Each in a process of its own, as Java can be started only once."""

    def python(self, program, **variables):
        environment = {name: value for name, value in os.environ.items() if not name.startswith('NEUROTRON')}
        return subprocess.run([sys.executable, '-c', program], capture_output=True, text=True, check=False,
                              env={**environment, 'PYTHONPATH': PACKAGE, **variables})

    def require_refused(self, part, program, stderr='', **variables):
        ended = self.python(f'import neurotron\ntry:\n    {program}\nexcept RuntimeError as e:\n    print(e)',
                            **variables)
        self.assertIn(part, ended.stdout, ended.stderr)
        self.assertEqual(1, ended.stdout.count('\n'))
        self.assertEqual(stderr, ended.stderr)

    def test_what_is_missing_is_said_in_a_line(self):
        self.require_refused('NEUROTRON_HOME = /nowhere: must be', 'neurotron.start()', NEUROTRON_HOME='/nowhere')
        self.require_refused('classpath = no.jar: there is no', 'neurotron.start(classpath="no.jar")')
        self.require_refused('jdk = /usr: must be the folder of a JDK 25', 'neurotron.start(jdk="/usr")')
        self.require_refused('can be started only once', 'neurotron.start(); neurotron.start(jdk="/usr")')
        machine = str(_java._machine(_java._find_jdk(ROOT)))
        self.require_refused('call neurotron.start() before',
                             f'import jpype; jpype.startJVM({machine!r}, "--enable-native-access=ALL-UNNAMED", '
                             'classpath=["/usr/share/java/org.jpype.jar"]); neurotron.start()')
        # What Java itself says of it is not lost.
        self.require_refused('does not start', 'neurotron.start()', "Unrecognized VM option 'NoSuchOption'\n",
                             NEUROTRON_JAVA_OPTS='-XX:+NoSuchOption')

    def test_the_library_is_found(self):
        for variables in ({}, {'NEUROTRON_HOME': str(ROOT)}, {'NEUROTRON_HOME': str(ROOT / 'cli/target/lib')}):
            ended = self.python('import neurotron, jpype; neurotron.start(); neurotron.start(); '
                                'print(jpype.JClass("org.neurotron.kernel.Kernels").selected())', **variables)
            self.assertEqual('', ended.stderr)
            self.assertIn('simd', ended.stdout)

    def test_without_scikit_learn(self):
        program = ('import sys; sys.modules["sklearn"] = None\nimport numpy as np, pickle, neurotron\n'
                   'X = np.random.default_rng(1).standard_normal((50, 2)); y = X @ [1.0, 2.0]\n'
                   'r = neurotron.Regressor(robust="clip").fit(X, y)\n'
                   'print(r, r.get_params()["robust"], '
                   '(pickle.loads(pickle.dumps(r)).predict(X) == r.predict(X)).all(), r.score(X, y) > 0.999, *map(float.hex, r.coef_))\n'
                   'for bad in (lambda: r.predict(X[:, :1]), lambda: r.fit(X, y[1:]), lambda: r.fit(X[0], y), '
                   'lambda: r.fit(X * np.inf, y), lambda: neurotron.Regressor().predict(X)):\n'
                   '    try:\n        bad()\n    except ValueError as e:\n        print("refused")')
        ended = self.python(program)
        lines = ended.stdout.splitlines()
        X = np.random.default_rng(1).standard_normal((50, 2))
        coefficients = ' '.join(map(float.hex, Regressor('clip').fit(X, X @ [1.0, 2.0]).coef_))
        self.assertEqual(f"Regressor(robust='clip') clip True True {coefficients}", lines[0], ended.stderr)
        self.assertEqual(['refused'] * 5, lines[1:])


@unittest.skipIf(sklearn is None, 'without scikit-learn')
class ScikitLearnTest(unittest.TestCase):

    def test_its_checks_of_estimators(self):
        from sklearn.utils.estimator_checks import check_estimator
        count = 0
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            for estimator, check in check_estimator(Regressor(), generate_only=True):
                with self.subTest(check.func.__name__):
                    check(estimator)
                count += 1
        self.assertGreater(count, 30)

    def test_in_a_pipeline(self):
        from sklearn.base import clone
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        X, y, rows = falsified()
        found = GridSearchCV(make_pipeline(StandardScaler(), Regressor()), {'regressor__robust': ['auto', 'none']},
                             scoring='neg_median_absolute_error', cv=3).fit(X, y)
        self.assertEqual({'regressor__robust': 'auto'}, found.best_params_)
        self.assertEqual(set(rows), set(found.best_estimator_['regressor'].suspects_))
        self.assertEqual(Regressor(robust='trim').get_params(), clone(Regressor(robust='trim')).get_params())


if __name__ == '__main__':
    ran = unittest.main(exit=False).result
    print(f'the regressor for Python: {ran.testsRun} tests, {len(ran.skipped)} skipped')
    sys.exit(not ran.wasSuccessful())
